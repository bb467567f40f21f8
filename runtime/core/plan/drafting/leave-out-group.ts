import { type DataMap, textOf } from '../data/data-node';
import type { Findings } from '../findings';
import { quote } from '../text/quote';
import { statusOf } from '../text/status-words';
import { FIELDS, firstEntry } from './data-fields';
import type { OpenTask } from './markdown-task';

/** Tasks of a group that its status calls cancelled, deferred or the like are not run; each is noted. Linear. */
export function leaveOutGroup(map: DataMap, tasks: readonly OpenTask[], findings: Findings): void {
  const entry = firstEntry(map, FIELDS.status);
  const word = textOf(entry?.value) ?? '';
  if (entry === undefined || statusOf(word) !== 'skipped') return;
  for (const task of tasks) {
    if (task.status === 'completed' || task.status === 'skipped') continue;
    task.status = 'skipped';
    const message = `${quote(task.title)} stands in a group that is ${quote(word)}; it is not run`;
    findings.note('NOTE_POSTPONED', entry.where, message);
  }
}
