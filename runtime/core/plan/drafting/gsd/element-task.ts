import type { DraftCriterion } from '../../draft';
import type { Findings } from '../../findings';
import type { Position } from '../../plan';
import { append } from '../../text/append';
import { cut } from '../../text/cut';
import type { Ledger } from '../../text/ledger';
import { lineIndex } from '../../text/line-index';
import { indentOf } from '../../text/line-tokens';
import { numberedTitle } from '../../text/numbered-title';
import { plainText } from '../../text/plain-text';
import { readReferences } from '../../text/read-references';
import { type MarkdownTask, newMarkdownTask } from '../markdown-task';
import { type ChildElement, childElements } from './child-elements';
import { beforeTask, type TaskSpan } from './find-task-spans';
import { criterionOf, decodeEntities, oneCriterion, readCriteria } from './read-criteria';
import { readPaths } from './read-paths';
import { askedByFields, readTagAttributes, smallElements } from './task-attributes';

/** A task of a GSD plan. */
export interface GsdTask extends MarkdownTask {
  /** A person does it or says yes to it; its own text says what. */
  readonly isCheckpoint: boolean;
}

/** Elements that only a task for a person has. */
const FOR_A_PERSON = new Set(['what-built', 'how-to-verify', 'resume-signal', 'decision', 'options']);
/** Elements that are the work to do, with what stands above them in the description. */
const WORK: ReadonlyMap<string, string> = new Map([
  ['read-first', 'Read first:\n'],
  ['context', 'Context:\n'],
  ['behavior', 'Behavior:\n'],
  ['action', ''],
  ['implementation', ''],
  ['instructions', ''],
  ['what-built', 'Built: '],
  ['decision', 'Decide: '],
  ['options', 'Options:\n'],
  ['resume-signal', 'Answer: '],
]);

export interface TaskSource {
  readonly raw: readonly string[];
  /** The number of `raw[0]`. */
  readonly firstLine: number;
  readonly ledger: Ledger;
  readonly findings: Findings;
}

/** Reads `<task …>` or `<feature>` with all that it holds, and marks its lines. */
export function readElementTask({ from, to, isClosed }: TaskSpan, source: TaskSource): GsdTask {
  const { ledger, findings } = source;
  const written = source.raw.slice(from - source.firstLine, to - source.firstLine + 1).join('\n');
  const indent = indentOf(written).end;
  // As spaces, so that columns stay.
  const start = indent + beforeTask(written, indent);
  const text = ' '.repeat(start) + written.slice(start);
  const positionOf = lineIndex(text);
  const at = (offset: number): Position => {
    const { line, column } = positionOf(offset);
    return { line: line + from - 1, column };
  };
  const tagEnd = endOfTag(text);
  const attributes = readTagAttributes(text.slice(0, tagEnd));
  const body = text.slice(tagEnd).replace(/<\/(?:task|feature)>[^<]{0,200}(?:<\/tasks>[^<]{0,20})?$/i, '');
  const { elements, rest } = childElements(body);
  const task = newMarkdownTask('', '', at(text.length - text.trimStart().length));
  ledger.mark(from, 'task');

  const isOf = (...tags: readonly string[]) => elements.filter(({ tag }) => tags.includes(tag));
  const place = (child: ChildElement): Position => at(tagEnd + child.offset);
  for (const child of elements) {
    const heading = WORK.get(child.tag);
    if (heading !== undefined && child.text.trim() !== '') task.description.push(`${heading}${child.text.trim()}`);
    if (child.tag === 'files')
      append(
        task.files,
        readPaths(child.text, (offset) => at(tagEnd + child.offset + offset)),
      );
    if (child.tag === 'depends-on') task.dependsOn.push({ expression: child.text.trim(), where: place(child) });
  }
  const depends = attributes.get('depends_on') ?? attributes.get('depends-on') ?? attributes.get('depends');
  if (depends !== undefined && readReferences(depends).targets.length > 0)
    task.dependsOn.push({ expression: depends, where: task.where });
  if (rest.trim() !== '') task.description.push(rest.trim());
  append(task.criteria, criteriaOf(isOf, place, ledger));

  const name = isOf('name', 'title')[0]?.text ?? attributes.get('name') ?? attributes.get('title') ?? '';
  const asked = askedByFields([...attributes, ...smallElements(rest)]);
  const isCheckpoint = asked !== undefined || elements.some(({ tag }) => FOR_A_PERSON.has(tag));
  nameTask(task, plainText(decodeEntities(name)), attributes.get('id') ?? '');
  if (isCheckpoint) {
    const what = isOf('what-built', 'decision', 'action', 'instructions', 'how-to-verify')[0]?.text ?? '';
    const question = short(what);
    task.humanGate = [asked ?? 'A person is asked', question].filter((each) => each !== '').join(': ');
    if (task.title === '') task.title = question === '' ? (asked ?? 'Checkpoint') : short(question, 120);
  }
  if (task.title === '') task.title = short(isOf('action', 'implementation', 'behavior')[0]?.text ?? rest, 120);
  ledger.markAll(from, to, 'detail');
  if (!isClosed)
    findings.note(
      'NOTE_UNCLOSED_TASK',
      task.where,
      'The task is never closed (</task>); it is read up to where the next one begins',
    );
  return { ...task, isCheckpoint };
}

/** `Task 2a: Valve` gives id and title; else the attribute `id`. */
export function nameTask(task: MarkdownTask, name: string, id: string): void {
  const numbered = numberedTitle(name);
  const isTask = numbered !== undefined && ['task', 'gap', 'step'].includes(numbered.word);
  task.originalId = isTask ? numbered.id : id;
  task.title = isTask && numbered.title !== '' ? numbered.title : name;
}

/** One criterion counts for a task: how it is verified, else by what it is accepted or done. The others say it again. */
function criteriaOf(
  isOf: (...tags: readonly string[]) => readonly ChildElement[],
  place: (child: ChildElement) => Position,
  ledger: Ledger,
): DraftCriterion[] {
  const verified = isOf('verify', 'verification').flatMap((child) => verifyOf(child, place(child), ledger));
  const accepted = isOf('acceptance-criteria').flatMap((child) =>
    readCriteria(decodeEntities(child.text), place(child), ledger),
  );
  const done = isOf('done').flatMap((child) => oneCriterion(child.text, place(child)));
  const looked = isOf('how-to-verify').flatMap((child) => oneCriterion(child.text, place(child)));
  const all = [...verified, ...accepted, ...done];
  const isCounted = (no: number) => no === 0 && (verified.length > 0 || looked.length === 0);
  return [
    ...all.map((each, no) => (isCounted(no) ? each : { ...each, isExtra: true as const })),
    ...looked.map((each) => ({ ...each, isExtra: true as const })),
  ];
}

/** `<automated>` is the command that proves it; what stands beside it is read as prose. */
function verifyOf({ text }: ChildElement, where: Position, ledger: Ledger): DraftCriterion[] {
  const { elements, rest } = childElements(text);
  const automated = elements
    .filter(({ tag }) => tag === 'automated')
    .flatMap((child) => automatedOf(child.text, where));
  const prose = elements.length === 0 ? readCriteria(decodeEntities(text), where, ledger) : oneCriterion(rest, where);
  return [...automated, ...prose];
}

function automatedOf(text: string, where: Position): DraftCriterion[] {
  const lines = decodeEntities(text)
    .split('\n')
    .map((line) => line.trim().replace(/^`{1,3}(?!`)(.{1,3000}[^`])`{1,3}$/, '$1'))
    .filter((line) => line !== '' && !line.startsWith('#') && !/^[`~]{3}/.test(line));
  const [first = ''] = lines;
  if (first === '') return [];
  if (/^(?:MISSING|TBD|TODO|NONE|N\/A|MANUAL|manual)\b/.test(first)) return oneCriterion(text, where);
  const command = lines.some((line) => line.endsWith('\\')) ? lines.join('\n') : lines.join(' && ');
  return [{ criterion: criterionOf(command).criterion, command, where }];
}

/** The first characters of a text, on one line. */
function short(text: string, most = 300): string {
  const plain = plainText(cut(text, 4 * most).replace(/\s{1,2000}/g, ' '));
  return plain.length > most ? `${cut(plain, most - 1).trimEnd()}…` : plain;
}

/** Behind the `>` of the first tag; a `<` before it says that the tag is never ended. */
function endOfTag(text: string): number {
  let quote = '';
  const start = text.indexOf('<') + 1;
  for (let at = start; at < text.length && at < start + 2_000; at++) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote || character === '\n' ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
    else if (character === '<') return at;
  }
  const line = text.indexOf('\n', start);
  return line < 0 ? text.length : line;
}
