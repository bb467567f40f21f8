import { counted } from '../../counted';
import type { Findings } from '../findings';
import { at } from '../text/at';
import type { Line } from '../text/lines';
import { quote } from '../text/quote';

/** One note of all lines that are read as boxes although they are not written as such; none where there are none. */
export function noteNearBoxes(near: readonly Line[], although: string, findings: Findings): void {
  const [first, ...others] = near;
  if (first === undefined) return;
  const are =
    others.length === 0
      ? 'is read as a box'
      : `and ${counted(others.length, 'more line are', 'more lines are')} read as boxes`;
  findings.note(
    'NOTE_NEAR_BOX',
    at(first),
    `${quote(first.content)} ${are}, although ${although}`,
    near.map(({ no }) => no),
  );
}
