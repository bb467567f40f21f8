import { counted } from '../../counted';
import type { Findings } from '../findings';
import { quote } from '../text/quote';
import type { OpenTask } from './markdown-task';

/**
 * Notes each task that is marked done and has a part that is not, or whose parts are all done while it is not. Each mark is
 * believed; parts that may be left out do not count.
 */
export function noteParts(tasks: readonly OpenTask[], findings: Findings): void {
  for (const { title, status, subtasks, where } of tasks) {
    if (subtasks.length === 0) continue;
    const needed = subtasks.filter(({ isOptional }) => isOptional !== true);
    const open = needed.filter(({ isDone }) => !isDone).length;
    const isDone = status === 'completed';
    if (needed.length === 0 || status === 'skipped' || isDone === (open === 0)) continue;
    const what = isDone
      ? `${quote(title)} is marked done, and ${open} of its ${counted(needed.length, 'part')} ${open === 1 ? 'is' : 'are'} not`
      : `${needed.length < subtasks.length ? 'All parts that are not optional' : 'All parts'} of ${quote(title)} are done, and it is not`;
    findings.note('NOTE_STATUS_CONFLICT', where, `${what}; its own mark counts`);
  }
}
