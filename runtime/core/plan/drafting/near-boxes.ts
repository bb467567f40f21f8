import { counted } from '../../counted';
import type { Findings } from '../findings';
import { at } from '../text/at';
import type { Line } from '../text/lines';
import { quote } from '../text/quote';

/**
 * The lines with `- [x]1.2 text`, `-[ ] text` and `- [] text` as the boxes that they are meant to be, and one note of all
 * of them: other tools count them too, and a list must not be refused for a space. Linear.
 */
export function withNearBoxes(lines: readonly Line[], findings: Findings): readonly Line[] {
  const near = lines.filter(({ kind, content }) => kind === 'near-box' && content !== '');
  const [first, ...others] = near;
  if (first === undefined) return lines;
  const are =
    others.length === 0
      ? 'is read as a box'
      : `and ${counted(others.length, 'more line are', 'more lines are')} read as boxes`;
  findings.note(
    'NOTE_NEAR_BOX',
    at(first),
    `${quote(first.content)} ${are}, although a space is missing`,
    near.map(({ no }) => no),
  );
  return lines.map((line) => (line.kind === 'near-box' && line.content !== '' ? { ...line, kind: 'box' } : line));
}
