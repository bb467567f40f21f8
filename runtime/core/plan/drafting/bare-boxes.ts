import type { Findings } from '../findings';
import { boxAt } from '../text/line-tokens';
import type { Line } from '../text/lines';
import { noteNearBoxes } from './note-near-boxes';

/** The lines with `[ ] text`, which lack their bullet, as the boxes that they are meant to be, and one note of all. Linear. */
export function withBareBoxes(lines: readonly Line[], findings: Findings): readonly Line[] {
  const bare = lines.filter(isBareBox);
  if (bare.length === 0) return lines;
  noteNearBoxes(bare, '"- " is missing in front', findings);
  return lines.map((line) => (isBareBox(line) ? boxOf(line) : line));
}

/** Of a link or a legend `boxAt` knows that it is none. */
function isBareBox({ kind, content }: Line): boolean {
  if (kind !== 'text' || content.charCodeAt(0) !== 91 /* [ */) return false;
  const box = boxAt(content, 0);
  return box !== undefined && box.end > box.close + 1 && content.slice(box.end).trim() !== '';
}

function boxOf(line: Line): Line {
  const { mark, isOptional, end } = boxAt(line.content, 0)!;
  const text = line.content.slice(end);
  const content = text.trimStart();
  const column = line.column + end + text.length - content.length;
  return { ...line, kind: 'box', mark, isOptional, content, column };
}
