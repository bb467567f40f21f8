import type { Findings } from '../findings';
import type { Line } from '../text/lines';
import { noteNearBoxes } from './note-near-boxes';

/**
 * The lines with `- [x]1.2 text`, `-[ ] text` and `- [] text` as the boxes that they are meant to be, and one note of all
 * of them: other tools count them too, and a list must not be refused for a space. Linear.
 */
export function withNearBoxes(lines: readonly Line[], findings: Findings): readonly Line[] {
  const near = lines.filter(({ kind, content }) => kind === 'near-box' && content !== '');
  if (near.length === 0) return lines;
  noteNearBoxes(near, 'a space is missing', findings);
  return lines.map((line) => (line.kind === 'near-box' && line.content !== '' ? { ...line, kind: 'box' } : line));
}
