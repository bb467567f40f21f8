import { counted } from '../../../counted';
import type { DataTask } from '../../drafting/data-task';
import type { Findings } from '../../findings';
import { quote } from '../../text/quote';

/** Notes where tasks, their subtasks and what they wait on disagree about being done. Each keeps its own status. */
export function noteStatuses(tasks: readonly DataTask[], findings: Findings): void {
  const byId = new Map(tasks.map((task) => [task.originalId.toLowerCase(), task]));
  for (const { originalId, status, subtasks, references, where } of tasks) {
    const open = subtasks.filter(({ isDone, isOptional }) => !isDone && isOptional !== true).length;
    const say = (message: string): void =>
      findings.note('NOTE_PARTS_DISAGREE', where, `${quote(originalId)} ${message}`);
    if (status === 'completed' && open > 0)
      say(`is done, and ${counted(open, 'of its subtasks is', 'of its subtasks are')} not; it counts as done`);
    if ((status === 'pending' || status === 'in_progress') && subtasks.length > 0 && open === 0)
      say('is open, and all its subtasks are done; it counts as open');
    if (status !== 'completed') continue;
    const waiting = references.filter(({ target }) => {
      const other = byId.get(target.toLowerCase());
      return other !== undefined && (other.status === 'pending' || other.status === 'in_progress');
    });
    if (waiting.length > 0)
      say(`is done, and ${quote(waiting[0]!.target)}, which it waits on, is not; it counts as done`);
  }
}
