import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { PlanInput, PlanText } from '../../../runtime/core/plan/plan';
import { countableLines } from '../../../runtime/core/plan/text/countable-lines';
import { context } from './plans';

/**
 * Counts the lines of a plan that may be work (boxes, numbered items, `Task N` headings, rows of task tables) in, and
 * out again: as task, subtask, criterion, detail, group or repeat, or in a note or problem that names the line. Gives
 * the lines that are missing, with their text.
 */
export function unaccounted(input: PlanInput): readonly string[] {
  const { documents, notes, reading } = examinePlan(input, context());
  const problems = reading.type === 'plan' ? [] : reading.problems;
  const said = new Set(
    [...notes, ...problems].flatMap((each) => linesOf(each).map((no) => `${each.file ?? ''}:${no}`)),
  );
  const isFolder = 'documents' in input;
  const leftOut = new Set(notes.flatMap(({ code, file }) => (code === 'NOTE_FILE_LEFT_OUT' ? [file] : [])));
  return documents
    .filter((document) => document.data().kind === 'none' && !leftOut.has(document.path))
    .flatMap((document) => {
      const { raw, unclosed } = document.markdown();
      return [...countableLines(document.markdown()).keys()]
        .filter((no) => document.ledger.useOf(no) === undefined)
        .filter((no) => !said.has(`${isFolder ? document.path : ''}:${no}`))
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
  return countable
    .filter((no) => document.ledger.useOf(no) === undefined && !said.has(no))
    .map((no) => `${no}: ${document.markdown().raw[no - 1]}`);
}

function linesOf({ line, lines }: { readonly line: number; readonly lines?: readonly number[] }): readonly number[] {
  return lines ?? [line];
}

/** Fails with every line that was dropped silently. */
export function expectAccounted(text: string, fileName?: string): void {
  expect(unaccounted(fileName === undefined ? { text } : { text, fileName })).toEqual([]);
}
