import type { Findings } from '../findings';
import { cut } from '../text/cut';
import { quote } from '../text/quote';
import { takeStanding } from '../text/take-standing';
import type { OpenTask } from './markdown-task';

/**
 * Heeds what titles say of how their tasks stand, and takes it off: one that is cancelled, deferred or the like is not
 * run; before one that is blocked or on hold a person is asked. Both are noted. Linear.
 */
export function settleStandings(tasks: readonly OpenTask[], findings: Findings): void {
  for (const task of tasks) {
    if (task.status === 'completed') continue;
    const standing = takeStanding(task.title);
    if (standing === undefined) continue;
    task.title = standing.title;
    const said = quote(cut(standing.said, 200));
    if (standing.means === 'skipped') {
      task.status = 'skipped';
      findings.note('NOTE_POSTPONED', task.where, `${quote(task.title)} is marked as ${said}; it is not run`);
    } else {
      holdUp(task, standing.said, findings);
    }
  }
}

/** Has a task wait for a person, because of words that say that something holds it up. */
export function holdUp(task: OpenTask, said: string, findings: Findings): void {
  const shown = quote(cut(said, 200));
  task.humanGate ||= `The plan says ${shown}`;
  findings.note('NOTE_HUMAN_GATE', task.where, `A person is asked before ${quote(task.title)}: the plan says ${shown}`);
}
