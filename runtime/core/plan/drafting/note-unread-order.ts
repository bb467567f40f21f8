import type { Findings } from '../findings';
import { at } from '../text/at';
import { cut } from '../text/cut';
import type { Line } from '../text/lines';
import type { PlanDocument } from '../text/plan-document';
import { quote } from '../text/quote';

const NAMES =
  '(?:tasks?|steps?|phases?)\\s#?\\d[\\w.]{0,8}(?:\\s?(?:,|&|-|–|and|to|through)\\s?(?:and\\s)?(?:(?:task|step|phase)\\s)?#?\\d[\\w.]{0,8}){0,12}';
const SAYS =
  '(?:in parallel|parallelized?|concurrently|simultaneously|independent(?:ly)?|at the same time|in any order|side by side|depends? on|blocks|must (?:be|come|run|wait|finish)|(?:can|may|should) (?:only )?(?:start|begin|run|wait))';
/** `Steps 1 and 2 can run in parallel.` */
export const UNREAD_ORDER = new RegExp(`(?:^|[\\s(*_])${NAMES}\\s(?:[\\w'’]{1,15}\\s){0,6}${SAYS}(?![\\w-])`, 'i');
const MAY_SAY =
  /parallel|concurrent|simultaneous|independent|same time|any order|side by side|depend|blocks|must|can|may|should/i;

/**
 * Notes sentences beside the tasks that say of tasks by their numbers how they may run, and that nobody read: the order of the document
 * counts, and nobody should find that out in the morning. Linear.
 */
export function noteUnreadOrder(document: PlanDocument, findings: Findings): void {
  const isRead = findings.notedLines('NOTE_DEPENDENCY_READ');
  for (const line of document.markdown().lines) {
    if (!isProse(line, document) || !UNREAD_ORDER.test(line.content) || isRead.has(line.no)) continue;
    findings.note(
      'NOTE_NOT_UNDERSTOOD',
      at(line),
      `${quote(cut(line.content, 200))} is not read; write below a task what it waits on ("depends: 1"), or [P] where it may run beside others`,
    );
  }
}

function isProse({ kind, content, no }: Line, { ledger }: PlanDocument): boolean {
  if ((kind !== 'text' && kind !== 'item') || content.length > 500 || (ledger.useOf(no) ?? 'detail') !== 'detail')
    return false;
  return /\d/.test(content) && MAY_SAY.test(content);
}
