import { counted } from '../../../counted';
import { isCheckpointTitle } from '../../drafting/after-checkpoints';
import type { ChosenList, ListItem } from '../../drafting/list-plan/list-item';
import { plainHeadings } from '../../drafting/list-plan/numbered-headings';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import { cut } from '../../text/cut';
import type { Section } from '../../text/outline';
import { quote } from '../../text/quote';

/**
 * Headings `1. Set up` … `4. Clean up` of which only some have boxes: where most have none, the headings are the tasks, and
 * the boxes their parts; else those without would be no work. Undefined where boxes stand elsewhere, or group all of it.
 */
export function numberedWork(sections: readonly Section[]): ChosenList | undefined {
  const found = plainHeadings(sections);
  if (found === undefined) return undefined;
  const boxed = found.items.filter(hasBox);
  const inside = boxed.reduce((sum, { body }) => sum + body.filter(isBox).length, 0);
  const all = sections.reduce((sum, { kind, lines }) => sum + (kind === 'tasks' ? lines.filter(isBox).length : 0), 0);
  const areTasks = boxed.length > 0 && boxed.length * 2 <= found.items.length && inside * 5 >= all * 4;
  return areTasks ? found : undefined;
}

/** Says which numbered headings have no box, where boxes are the tasks. */
export function noteEmptyHeadings(sections: readonly Section[], findings: Findings): void {
  const items = plainHeadings(sections)?.items ?? [];
  // A step that is a person's yes is asked (`place-checkpoints.ts`).
  const empty = items.filter((item) => !hasBox(item) && item.line.kind === 'heading' && !isCheckpointTitle(item.text));
  const [first] = empty;
  if (first === undefined) return;
  const what = `${counted(empty.length, 'numbered heading')}, from ${quote(cut(first.line.content, 200))}`;
  const others = items.some(hasBox) ? 'others have some' : 'boxes elsewhere are the tasks';
  const message = `Left out, without a box below, where ${others}: ${what}`;
  findings.note(
    'NOTE_LEFT_OUT',
    at(first.line),
    message,
    empty.map(({ line }) => line.no),
  );
}

function hasBox({ body }: ListItem): boolean {
  return body.some(isBox);
}

function isBox({ kind, content }: ListItem['line']): boolean {
  return kind === 'box' && content !== '';
}
