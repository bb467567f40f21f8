import type { DraftCriterion } from '../../draft';
import type { Findings } from '../../findings';
import { saysAutonomous } from '../../gates/autonomy';
import type { Position } from '../../plan';
import { cut } from '../../text/cut';
import type { Ledger } from '../../text/ledger';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { readHeading } from '../../text/read-heading';
import { sectionKind } from '../../text/section-kind';
import { type GsdTask, readElementTask, type TaskSource } from './element-task';
import { findTaskSpans, type TaskSpan } from './find-task-spans';
import { readHeadingTasks } from './heading-tasks';
import { type PlanHead, readPlanHead } from './plan-head';
import { type PlanSection, readPlanSections } from './plan-sections';
import { readCriteria } from './read-criteria';

/** A GSD plan: `02-01-PLAN.md`, a quick plan, a plan for one feature. */
export interface GsdPlan {
  readonly head: PlanHead;
  readonly title: string;
  /** What it is for, and which files give its context; empty when it does not say. */
  readonly purpose: string;
  /** In document order; ids as written, empty where none is. */
  readonly tasks: readonly GsdTask[];
  /** What must hold when all tasks are done; each says again what those of the tasks say. */
  readonly criteria: readonly DraftCriterion[];
  /** A person must say yes before anything starts. */
  readonly gate?: string;
}

/** Words outside of tasks that ask for a person, wherever frontmatter has ended up. */
const GATES: readonly RegExp[] = [/\bcheckpoint:(?:human|decision)[\w-]{0,20}/i, /\bgate=["']?blocking/i];
const AUTONOMOUS = /^[\s>*_`-]{0,8}autonomous[*_`"']{0,4}\s{0,3}[:=](.{0,400})$/i;

/** The words of a line outside of tasks that ask for a person. */
function askingOutside(text: string): string | undefined {
  const autonomous = AUTONOMOUS.exec(text);
  if (autonomous !== null && !saysAutonomous(autonomous[1]!)) return autonomous[0];
  return GATES.flatMap((gate) => gate.exec(text)?.[0] ?? [])[0];
}

/** Characters of an objective that every task carries along. */
const LONGEST_PURPOSE = 1_200;

/** Reads one GSD plan and marks its lines. Linear. Source: plan-formats 3.2. */
export function readGsdPlan(document: PlanDocument, findings: Findings): GsdPlan {
  const markdown = document.markdown();
  const { ledger } = document;
  const head = readPlanHead(document, findings);
  const source: TaskSource = { raw: markdown.raw, firstLine: markdown.lines[0]?.no ?? 1, ledger, findings };
  const spans = findTaskSpans(markdown);
  for (const { from, to } of spans.samples) noteSample(from, to, findings);
  const tasks = tasksOf(spans.tasks, document, source);

  const isTask = markedLines(document);
  const gate = [head.gate, head.gate === undefined ? gateOutside(document, isTask) : undefined];
  const sections = readPlanSections(markdown, isTask);
  const criteria = [...mustHaves(head), ...sections.flatMap((section) => sectionCriteria(section, ledger))];
  if (spans.tasks.length === 0) for (const each of headingCriteria(document)) criteria.push(each);
  for (const section of sections) settleSection(section, document);
  return {
    head,
    title: titleOf(document, head, sections, isTask),
    purpose: purposeOf(sections, head),
    tasks,
    criteria: criteria.map((each) => ({ ...each, isExtra: true as const })),
    ...optionalGate(gate.find((each) => each !== undefined)),
  };
}

function tasksOf(spans: readonly TaskSpan[], document: PlanDocument, source: TaskSource): GsdTask[] {
  const read =
    spans.length > 0
      ? spans.map((span) => readElementTask(span, source))
      : readHeadingTasks(document.markdown(), source);
  const tasks = read.length > 0 ? read : features(document, source);
  return tasks.map((each, no) => {
    const isNamed = /[\p{L}\p{N}]/u.test(each.title);
    return isNamed ? each : { ...each, title: `Task ${each.originalId || no + 1}` };
  });
}

/** `<feature>`: the one task of a plan for test-driven work. */
function features({ markdown }: PlanDocument, source: TaskSource): GsdTask[] {
  const { raw, lines } = markdown();
  const spans: TaskSpan[] = [];
  for (let at = 0; at < raw.length; at++) {
    if (!/^ {0,8}<feature[\s>]/i.test(raw[at]!) || lines[at]!.kind === 'comment') continue;
    let end = at;
    while (end + 1 < raw.length && !/<\/feature>/i.test(raw[end]!)) end++;
    spans.push({ from: source.firstLine + at, to: source.firstLine + end, isClosed: /<\/feature>/i.test(raw[end]!) });
    at = end;
  }
  return spans.map((span) => readElementTask(span, source));
}

/** The lines that belong to a task by now. */
function markedLines({ markdown, ledger }: PlanDocument): (no: number) => boolean {
  const marked = new Set(markdown().lines.flatMap(({ no }) => (ledger.useOf(no) === undefined ? [] : [no])));
  return (no) => marked.has(no);
}

function mustHaves({ truths, artifacts }: PlanHead): DraftCriterion[] {
  return [
    ...truths.map(({ text, where }) => ({ criterion: cut(text, 3_900), where })),
    ...artifacts.map(({ text, path, where }) => {
      const isPlain = path !== undefined && /^(?!-|\/)[\w./@+-]{1,300}$/.test(path) && !path.includes('..');
      return { criterion: cut(text, 3_900), where, ...(isPlain ? { command: `test -e ${path}` } : {}) };
    }),
  ];
}

const CRITERIA = new Set(['verification', 'success_criteria', 'must_haves']);

function sectionCriteria({ tag, text, from, column }: PlanSection, ledger: Ledger): DraftCriterion[] {
  return CRITERIA.has(tag) ? readCriteria(text, { line: from, column }, ledger) : [];
}

/** What is used is a detail; of the rest the reason is said. Behind a fence that never ends, nothing else would be read. */
function settleSection({ tag, from, to }: PlanSection, { ledger, markdown }: PlanDocument): void {
  const isUsed = CRITERIA.has(tag) || tag === 'objective' || tag === 'context' || markdown().unclosed !== undefined;
  if (isUsed) ledger.markAll(from, to, 'detail');
  else for (let no = from; no <= to; no++) ledger.leaveOut(no, `in <${tag}>`);
}

/** Boxes and items below headings such as `## Must-Haves` or `## Verification`, in plans without elements. */
function headingCriteria({ markdown, ledger }: PlanDocument): DraftCriterion[] {
  const { lines, raw } = markdown();
  const firstLine = lines[0]?.no ?? 1;
  const criteria: DraftCriterion[] = [];
  for (let at = 0; at < lines.length; at++) {
    const { kind, level, content, no } = lines[at]!;
    if (kind !== 'heading' || ledger.useOf(no) !== undefined || sectionKind(readHeading(content).text) !== 'criteria')
      continue;
    let end = at + 1;
    while (end < lines.length && !(lines[end]!.kind === 'heading' && lines[end]!.level <= level)) end++;
    const text = raw.slice(at + 1, end).join('\n');
    for (const each of readCriteria(text, { line: firstLine + at + 1, column: 1 }, ledger)) criteria.push(each);
    ledger.markAll(no, firstLine + end - 1, 'detail');
    at = end - 1;
  }
  return criteria;
}

function gateOutside({ markdown }: PlanDocument, isTask: (no: number) => boolean): string | undefined {
  const { raw, lines } = markdown();
  for (let at = 0; at < raw.length; at++) {
    if (isTask(lines[at]!.no)) continue;
    const text = cut(raw[at]!, 500);
    const found = askingOutside(text);
    if (found !== undefined) return found.replace(/^[\s>*_`-]{1,8}/, '').replaceAll(/[*_`"']/g, '');
  }
  return undefined;
}

function optionalGate(gate: string | undefined): { readonly gate?: string } {
  return gate === undefined ? {} : { gate };
}

function titleOf(
  { markdown, name }: PlanDocument,
  { phase, plan }: PlanHead,
  sections: readonly PlanSection[],
  isTask: (no: number) => boolean,
): string {
  const heading = markdown().lines.find(({ kind, level, no }) => kind === 'heading' && level === 1 && !isTask(no));
  const isOwn = heading !== undefined && !sections.some(({ from, to }) => heading.no >= from && heading.no <= to);
  if (isOwn) return readHeading(heading.content).text;
  const objective =
    sections
      .find(({ tag }) => tag === 'objective')
      ?.text.trim()
      .split('\n', 1)[0] ?? '';
  const sentence = plainText(objective).split(/\. /, 1)[0]!.replace(/\.$/, '');
  if (sentence !== '') return sentence.length > 120 ? `${cut(sentence, 119).trimEnd()}…` : sentence;
  return phase === undefined ? name || 'Plan' : `Phase ${phase}${plan === undefined ? '' : `, plan ${plan}`}`;
}

function purposeOf(sections: readonly PlanSection[], { links }: PlanHead): string {
  const textOf = (tag: string): string => sections.find((section) => section.tag === tag)?.text.trim() ?? '';
  const context = [...textOf('context').matchAll(/^@(\S{1,300})/gm)].map(([, path]) => path!);
  return [
    cut(textOf('objective'), LONGEST_PURPOSE),
    context.length === 0 ? '' : `Context: ${context.slice(0, 30).join(', ')}`,
    links.length === 0 ? '' : `Wiring: ${cut(links.slice(0, 20).join('; '), LONGEST_PURPOSE)}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function noteSample(from: number, to: number, findings: Findings): void {
  const where: Position = { line: from, column: 1 };
  findings.note(
    'NOTE_SAMPLE_TASK',
    where,
    `A task inside a fence or another task is a sample; lines ${from}–${to} are not run`,
  );
}
