import { counted } from '../../../counted';
import { inColumns } from '../../drafting/list-plan/board';
import { itemsOf } from '../../drafting/list-plan/list-item';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import type { Line } from '../../text/lines';
import type { Section } from '../../text/outline';
import { quote } from '../../text/quote';
import { columnState } from '../../text/status-heading';

/**
 * The lines with the items of those columns of a board that have no boxes as boxes, where others have some: all of them are its work. One
 * note of all. Linear.
 */
export function withColumnItems(
  lines: readonly Line[],
  sections: readonly Section[],
  findings: Findings,
): readonly Line[] {
  if (!lines.some(({ kind }) => kind === 'box')) return lines;
  const boxes = new Map<number, Line>();
  for (const { section, column } of inColumns(sections)) {
    if ((section.kind !== 'tasks' && section !== column) || section.lines.some(({ kind }) => kind === 'box')) continue;
    const mark = columnState(column.title) === 'completed' ? 'x' : ' ';
    for (const { line } of itemsOf(section, () => true)) boxes.set(line.no, { ...line, kind: 'box', mark });
  }
  const [first] = boxes.values();
  if (first === undefined) return lines;
  findings.note(
    'NOTE_NEAR_BOX',
    at(first),
    `${counted(boxes.size, 'item')} of columns, from ${quote(first.content)}, count as boxes, as other columns have some`,
    [...boxes.keys()],
  );
  return lines.map((line) => boxes.get(line.no) ?? line);
}
