import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { ExecutionPlan, PlanInput, PlanText } from '../../../runtime/core/plan/plan';
import { countableLines } from '../../../runtime/core/plan/text/countable-lines';
import type { PlanDocument } from '../../../runtime/core/plan/text/plan-document';
import { context } from './plans';

/**
 * Counts the lines of a plan that may be work (boxes, numbered items, `Task N` headings, rows of task tables) in, and
 * out again: as task, subtask or criterion, or in a note or problem that names the line. Gives the lines that are missing,
 * with their text. What a note says to be kept in a task or as a phase must stand there.
 */
export function unaccounted(input: PlanInput): readonly string[] {
  const { documents, notes, reading } = examinePlan(input, context());
  const problems = reading.type === 'plan' ? [] : reading.problems;
  const said = new Set(
    [...notes, ...problems].flatMap((each) => linesOf(each).map((no) => `${each.file ?? ''}:${no}`)),
  );
  const kept = new Set(
    notes.flatMap((each) => (each.code === 'NOTE_KEPT' ? linesOf(each).map((no) => `${each.file ?? ''}:${no}`) : [])),
  );
  const isFolder = 'documents' in input;
  const words = reading.type === 'plan' ? wordsOf(reading.plan) : undefined;
  const leftOut = new Set(notes.flatMap(({ code, file }) => (code === 'NOTE_FILE_LEFT_OUT' ? [file] : [])));
  return documents
    .filter((document) => document.data().kind === 'none' && !leftOut.has(document.path))
    .flatMap((document) => {
      const { raw, unclosed } = document.markdown();
      return [...countableLines(document.markdown()).keys()]
        .filter((no) => !hasEnded(document, no))
        .filter((no) => {
          const place = `${isFolder ? document.path : ''}:${no}`;
          return !said.has(place) || (kept.has(place) && !isKept(document, no, words));
        })
        .filter((no) => unclosed === undefined || no < unclosed.line)
        .map((no) => `${no}: ${raw[no - 1]}`);
    });
}

/** Of lines that may be work, those of which a reading of one document says nothing; with their text. */
export function lostLines(input: PlanText, countable: readonly number[]): readonly string[] {
  const { documents, notes, reading, format } = examinePlan(input, context());
  const [document] = documents;
  // What no format takes is refused as a whole, and unclosed fences with what they hide.
  if (document === undefined || format === undefined || document.data().kind !== 'none') return [];
  const problems = reading.type === 'plan' ? [] : reading.problems;
  const said = new Set([...notes, ...problems].flatMap(linesOf));
  const words = reading.type === 'plan' ? wordsOf(reading.plan) : '';
  return countable
    .filter((no) => !hasEnded(document, no) && !said.has(no) && !isHeadingIn(words, document, no))
    .map((no) => `${no}: ${document.markdown().raw[no - 1]}`);
}

/** Whether a line is a heading that stands in the description of a task, which is its whole file. */
function isHeadingIn(words: string, document: PlanDocument, no: number): boolean {
  const heading = /^#{1,6} (?:\d{1,3}\. )?(.+)$/.exec(document.markdown().raw[no - 1]!)?.[1];
  return heading !== undefined && words.includes(heading.toLowerCase());
}

/** Whether a line became something that a reader of the plan can see; undefined words: of a plan that is refused. */
function hasEnded(document: PlanDocument, no: number): boolean {
  const use = document.ledger.useOf(no);
  return use === 'task' || use === 'subtask' || use === 'criterion';
}

/** Lines that a note calls kept, and whose words stand in no task. */
function isKept(document: PlanDocument, no: number, words: string | undefined): boolean {
  const use = document.ledger.useOf(no);
  if (words === undefined || (use !== 'detail' && use !== 'group')) return true;
  const { lines, raw } = document.markdown();
  const own = raw[no - lines[0]!.no]!.replace(/\]\([^)]*\)/g, ']').matchAll(/[\p{L}\p{N}]{3,20}/gu);
  const shown = [...own].map(([word]) => words.includes(word.toLowerCase()));
  // The name of a group stands without what decorates it: `(✅ Completed)`, and may be cut.
  const name = shown.slice(0, 8);
  return use === 'detail' ? !shown.includes(false) : name.filter(Boolean).length * 2 >= name.length;
}

/** All words that the tasks of a plan show. */
function wordsOf({ tasks }: ExecutionPlan): string {
  return tasks
    .flatMap(({ title, description, phase = '', subtasks, verification }) => [
      title,
      description,
      phase,
      ...subtasks.map((part) => part.title),
      ...verification.flatMap(({ criterion, command = '' }) => [criterion, command]),
    ])
    .join('\n')
    .toLowerCase();
}

function linesOf({ line, lines }: { readonly line: number; readonly lines?: readonly number[] }): readonly number[] {
  return lines ?? [line];
}

/** Fails with every line that was dropped silently. */
export function expectAccounted(text: string, fileName?: string): void {
  expect(unaccounted(fileName === undefined ? { text } : { text, fileName })).toEqual([]);
}
