import type { Findings } from '../findings';
import type { Position } from '../plan';
import { cut } from '../text/cut';
import { plainText } from '../text/plain-text';
import { quote } from '../text/quote';

/** Characters of what may be meant as a status; what is longer tells something. */
const LONGEST = 40;

/** Notes a status of a task that nightshift does not know; one that says nothing (`-`) or tells more than that is none. */
export function noteStatus(value: string, where: Position, findings: Findings): void {
  const said = plainText(value).trim();
  if (said.length > LONGEST || !/\p{L}/u.test(said) || /^(?:n\/a|unknown|none)$/i.test(said)) return;
  const message = `${quote(cut(said, LONGEST))} is no status that nightshift knows; the task counts as open unless its box or heading says otherwise`;
  findings.note('NOTE_NOT_UNDERSTOOD', where, message);
}
