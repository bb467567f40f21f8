import type { Timing } from './pattern';

/** What a log tells of an attempt (R-61). Every list is in the order of first appearance, without repeats. */
export interface LogFindings {
  readonly commands: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly files: readonly string[];
  /** `GET https://host/path`, without query and credentials. */
  readonly apiCalls: readonly string[];
  /** What took time, as the log says it: `tests 12.3 s`. Milliseconds. */
  readonly timings: readonly Timing[];
}

export interface ExtractionLimits {
  /** Entries per list. */
  readonly entries: number;
  /** Letters per entry. */
  readonly length: number;
}

export const DEFAULT_EXTRACTION_LIMITS: ExtractionLimits = { entries: 50, length: 300 };

/** Longer lines are cut, but for a line of JSON that an agent wrote. */
const LONGEST_LINE = 2_000;
const LONGEST_JSON_LINE = 256 * 1024;
/** After so many telling lines the rest is skipped up to its last part: how it ended says more than the middle. */
const TELLING_LINES = 20_000;
const LAST_PART = 1024 * 1024;

/**
 * Reads commands, errors, warnings, files, API calls and timings from the log of an attempt. Plain text and the JSON
 * lines of agents (Claude Code's `stream-json` and whatever has the shape of `tool_use`, `tool_calls`) may be mixed.
 *
 * One search over the whole text finds the lines that can say something; only those are looked at. What a list has no
 * room for is dropped. Lines that differ in numbers only count as one.
 *
 * @param log - Redacted.
 * Source: R-61.
 */
export function extractPattern(log: string, limits: ExtractionLimits = DEFAULT_EXTRACTION_LIMITS): LogFindings {
  const findings = {
    commands: new Entries(limits),
    errors: new Entries(limits),
    warnings: new Entries(limits),
    files: new Entries(limits),
    apiCalls: new Entries(limits),
    timings: new Map<string, number>(),
  };
  const all = [findings.commands, findings.errors, findings.warnings, findings.files, findings.apiCalls];

  const telling = new RegExp(TELLING, 'gm');
  let lines = 0;
  for (let match = telling.exec(log); match !== null; match = telling.exec(log)) {
    const from = log.lastIndexOf('\n', match.index) + 1;
    const newline = log.indexOf('\n', match.index);
    const to = newline === -1 ? log.length : newline;
    readLine(log, from, to, findings, limits);
    if (all.every((entries) => entries.isFull)) break;
    lines++;
    telling.lastIndex = lines === TELLING_LINES ? Math.max(to + 1, log.length - LAST_PART) : to + 1;
    if (newline === -1) break;
  }
  return {
    commands: findings.commands.list,
    errors: findings.errors.list,
    warnings: findings.warnings.list,
    files: findings.files.list,
    apiCalls: findings.apiCalls.list,
    timings: [...findings.timings].map(([what, durationMs]) => ({ what, durationMs })),
  };
}

interface Findings {
  readonly commands: Entries;
  readonly errors: Entries;
  readonly warnings: Entries;
  readonly files: Entries;
  readonly apiCalls: Entries;
  readonly timings: Map<string, number>;
}

/** Entries of one list, once each, up to its limits. */
class Entries {
  readonly list: string[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly limits: ExtractionLimits) {}

  get isFull(): boolean {
    return this.list.length >= this.limits.entries;
  }

  add(text: string, kind: 'exact' | 'message' = 'exact'): void {
    if (this.isFull) return;
    const entry = text
      .slice(0, this.limits.length * 2)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, this.limits.length);
    const key = kind === 'exact' ? entry : entry.replace(/\d+/g, '0');
    if (entry === '' || this.seen.has(key)) return;
    this.seen.add(key);
    this.list.push(entry);
  }
}

/** Where a line may say something. Short and without nested repeats: it runs over every letter of the log. */
const TELLING =
  /^[$+>] |^\[tool\] |[Ee]rror|ERR|[Ff]ail|FAIL|[Ff]atal|FATAL|xception|panic|Traceback|^not ok|[Ww]arn|WARN|[Dd]eprecat|https?:\/\/|"tool_use"|"tool_calls"|"is_error":\s?true|^(?:create|delete|rename) mode|^\s(?:create|delete|rename) mode|^\t?(?:modified|new file|deleted): |^real\t|[Dd]uration|[Tt]ime: |(?:done|built|finished) in /m;

const ERROR =
  /\b(?:[A-Za-z]{0,80}(?:Error|Exception)|ERR!?|error|failed|failure|FAIL(?:ED|URE)?|ERROR|fatal|FATAL|panic(?:ked)?|Traceback)\b|^not ok\b/;
/** Lines that speak of errors to say that there were none. */
const NO_ERROR =
  /\b(?:0|no|without|zero) (?:errors?|fail(?:ed|ures?|ing)?|warnings?|problems?|vulnerabilities)\b|\b(?:errors?|failed|failures?|warnings?|fail):? 0\b/i;
const WARNING = /\bwarn(?:ing)?\b|\bdeprecat/i;
const COMMAND = /^(?:\$|\++|>) (\S.*)$/;
/** A tool call as our own agents write it; long input is cut. */
const TOOL = /^\[tool\] (\w{1,64}) (\{.*)$/;
const FILE = /^\s?(?:create|delete) mode \d{6} (\S.*)$|^\t?(?:modified|new file|deleted):\s{1,8}(\S.*)$/;
const API_CALL =
  /\b(GET|POST|PUT|PATCH|DELETE|HEAD)\b.{0,40}?(https?:\/\/[^\s"'<>`)\]}]{1,300})|\bcurl\b.{0,200}?(https?:\/\/[^\s"'<>`)\]}]{1,300})/;
const SPEAKS_OF_TIME = /^real\t|[Dd]uration|[Tt]ime|[Dd]one|[Bb]uilt|[Ff]inished/;
const TIMING =
  /^real\t(?<minutes>\d{1,5})m(?<seconds>\d{1,2}(?:\.\d{1,3})?)s|(?<what>[A-Za-z][\w ./:-]{0,60}?)\s?(?:[Dd]uration(?:_ms)?|[Tt]ime|done|built|finished)(?: in|:)? {1,8}(?<value>\d{1,9}(?:\.\d{1,3})?) ?(?<unit>ms|s|sec|seconds|min|m)\b|^(?:[Dd]uration(?:_ms)?|[Tt]ime|[Dd]one in|[Bb]uilt in|[Ff]inished in):? {1,8}(?<value2>\d{1,9}(?:\.\d{1,3})?) ?(?<unit2>ms|s|sec|seconds|min|m)\b/;

function readLine(log: string, from: number, to: number, findings: Findings, limits: ExtractionLimits): void {
  if (log.charCodeAt(from) === 123 && to - from <= LONGEST_JSON_LINE && readJsonLine(log.slice(from, to), findings))
    return;
  const line = log.slice(from, Math.min(to, from + LONGEST_LINE));

  const tool = TOOL.exec(line);
  if (tool !== null) {
    readToolInput(parsed(tool[2]!) ?? inputOfCut(tool[1]!, tool[2]!), findings);
    return;
  }
  const command = COMMAND.exec(line)?.[1];
  if (command !== undefined) findings.commands.add(command);
  else if (WARNING.test(line) && !NO_ERROR.test(line)) findings.warnings.add(line, 'message');
  else if (ERROR.test(line) && !NO_ERROR.test(line)) findings.errors.add(line, 'message');

  const file = FILE.exec(line);
  if (file !== null) findings.files.add(file[1] ?? file[2] ?? '');
  addApiCall(line, findings);
  addTiming(line, findings, limits);
}

function addApiCall(line: string, findings: Findings): void {
  const call = line.includes('://') ? API_CALL.exec(line) : null;
  if (call === null) return;
  const address = ((call[2] ?? call[3] ?? '').split(/[?#]/, 1)[0] ?? '').replace(/:\/\/[^@/]*@/, '://');
  findings.apiCalls.add(`${call[1] ?? 'GET'} ${address}`);
}

function addTiming(line: string, findings: Findings, limits: ExtractionLimits): void {
  if (findings.timings.size >= limits.entries) return;
  const groups = SPEAKS_OF_TIME.test(line) ? TIMING.exec(line)?.groups : undefined;
  if (groups === undefined) return;
  const { minutes, seconds, what, value, value2, unit, unit2 } = groups;
  if (minutes !== undefined) {
    findings.timings.set('real', Math.round((Number(minutes) * 60 + Number(seconds)) * 1_000));
    return;
  }
  const factor = { ms: 1, s: 1_000, sec: 1_000, seconds: 1_000, min: 60_000, m: 60_000 }[unit ?? unit2 ?? 's'] ?? 1_000;
  findings.timings.set((what ?? 'all').trim().slice(0, limits.length), Math.round(Number(value ?? value2) * factor));
}

/** A line of an agent's own protocol. False when it is not JSON after all, and so to be read as text. */
function readJsonLine(line: string, findings: Findings): boolean {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Cut off in the middle, or braces of another kind: the text rules read it.
    return false;
  }
  readJson(value, findings, 0);
  return true;
}

/** Tool calls and failed tool results, wherever they stand, down to eight levels. */
function readJson(value: unknown, findings: Findings, depth: number): void {
  if (depth > 8 || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 1_000)) readJson(item, findings, depth + 1);
    return;
  }
  const record = value as Readonly<Record<string, unknown>>;
  if (record['type'] === 'tool_use') readToolInput(record['input'], findings);
  const call = record['function'];
  if (typeof call === 'object' && call !== null) {
    const text = (call as Readonly<Record<string, unknown>>)['arguments'];
    readToolInput(typeof text === 'string' ? parsed(text) : text, findings);
  }
  if (record['is_error'] === true) {
    for (const text of textsOf(record['content'] ?? record['result'] ?? record['error'])) {
      const line = text.split('\n').find((candidate) => ERROR.test(candidate)) ?? text.split('\n', 1)[0] ?? '';
      findings.errors.add(line.slice(0, LONGEST_LINE), 'message');
    }
  }
  if (record['type'] === 'result' && typeof record['duration_ms'] === 'number') {
    findings.timings.set('agent', Math.round(record['duration_ms']));
  }
  for (const inner of [record['message'], record['content'], record['choices'], record['tool_calls']]) {
    readJson(inner, findings, depth + 1);
  }
}

function readToolInput(input: unknown, findings: Findings): void {
  if (typeof input !== 'object' || input === null) return;
  const fields = input as Readonly<Record<string, unknown>>;
  if (typeof fields['command'] === 'string') {
    const line = fields['command'].split('\n').find((candidate) => candidate.trim() !== '') ?? '';
    findings.commands.add(line.slice(0, LONGEST_LINE));
    addApiCall(line.slice(0, LONGEST_LINE), findings);
  }
  for (const name of ['file_path', 'path', 'notebook_path']) {
    const path = fields[name];
    if (
      typeof path === 'string' &&
      ('content' in fields || 'new_string' in fields || 'edits' in fields || 'new' in fields)
    ) {
      findings.files.add(path);
    }
  }
  const url = fields['url'];
  if (typeof url === 'string') addApiCall(`GET ${url.slice(0, 400)}`, findings);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A model's arguments that are no JSON say nothing to us.
    return undefined;
  }
}

/** What can be read of a tool's input whose end was cut off. */
function inputOfCut(name: string, text: string): Readonly<Record<string, unknown>> {
  const command = /"command":"((?:[^"\\]|\\.){1,2000})/.exec(text)?.[1];
  const path = /"(?:file_)?path":"([^"\\]{1,500})"/.exec(text)?.[1];
  return {
    ...(command === undefined ? {} : { command: command.split('\\n', 1)[0]!.replace(/\\(.)/g, '$1') }),
    ...(path !== undefined && /write|edit/i.test(name) ? { path, content: '' } : {}),
  };
}

function* textsOf(content: unknown): Generator<string> {
  if (typeof content === 'string') yield content;
  else if (Array.isArray(content)) {
    for (const part of content) {
      const text = (part as { readonly text?: unknown } | null)?.text;
      if (typeof text === 'string') yield text;
    }
  }
}
