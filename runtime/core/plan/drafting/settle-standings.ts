import type { Findings } from '../findings';
import { cut } from '../text/cut';
import { isStruck } from '../text/is-struck';
import { quote } from '../text/quote';
import { SETS_OFF, type Standing, takeStanding, wholeStanding } from '../text/take-standing';
import { traitsOf } from '../text/traits';
import type { OpenTask } from './markdown-task';

/**
 * Heeds what titles say of how their tasks stand, and takes it off: one that is cancelled, deferred or the like is not
 * run; before one that is blocked or on hold a person is asked. Both are noted. Linear.
 */
export function settleStandings(tasks: readonly OpenTask[], findings: Findings): void {
  tasks.forEach((task) => {
    if (task.status === 'completed') return;
    task.traits = traitsOf(task.title, task.traits);
    const setOff = task.traits.may(SETS_OFF) ? takeStanding(task.title) : undefined;
    const standing = setOff ?? (task.originalId === '' ? undefined : wholeStanding(task.title));
    if (standing === undefined) return;
    task.title = standing.title;
    settleStanding(task, standing, findings);
  });
}

/** What is said of how a task stands, wherever that is: see {@link settleStandings}. */
export function settleStanding(task: OpenTask, { said, means }: Omit<Standing, 'title'>, findings: Findings): void {
  if (means === 'held') {
    holdUp(task, said, findings);
    return;
  }
  task.status = 'skipped';
  findings.note(
    'NOTE_POSTPONED',
    task.where,
    `${quote(task.title)} is marked as ${quote(cut(said, 200))}; it is not run`,
  );
}

/** A task whose line is struck out is not run. */
export function strikeOut(task: OpenTask, content: string, findings: Findings): void {
  if (task.status === 'completed' || task.status === 'skipped' || !isStruck(content)) return;
  task.status = 'skipped';
  findings.note('NOTE_POSTPONED', task.where, `${quote(task.title)} is struck out; it is not run`);
}

/** Has a task wait for a person, because of words that say that something holds it up. */
export function holdUp(task: OpenTask, said: string, findings: Findings): void {
  const shown = quote(cut(said, 200));
  task.humanGate ||= `The plan says ${shown}`;
  findings.note('NOTE_HUMAN_GATE', task.where, `A person is asked before ${quote(task.title)}: the plan says ${shown}`);
}
