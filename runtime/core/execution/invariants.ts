/** What must hold, in a few words, and what to do where it does not. */
export interface Invariant {
  readonly title: string;
  readonly nextStep: string;
}

const RESTORE = 'Stop nightshift, keep a copy of the database, and restore a backup; then report it with this output.';
const REPORT = 'Report it with this output: nightshift itself did what it must not do. Other executions can go on.';
const REPEAT = 'Look once more in a minute; if it stays, restart nightshift, and report it with this output.';

/** The invariants that `fsck` looks for, by id; `guarantees` of the documentation says more of each. */
export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  I1: { title: 'What was accepted is there, as it was handed over', nextStep: RESTORE },
  I2: { title: 'One plan for one key', nextStep: REPORT },
  I3: { title: 'An execution ends once', nextStep: REPORT },
  I4: {
    title: 'Only legal transitions',
    nextStep:
      'Run `node dist/migrate.js` with the owner role, which sets rights and tables as they must be; then look again.',
  },
  I5: { title: 'One holder for a token', nextStep: REPEAT },
  I6: { title: 'Done is final', nextStep: REPORT },
  I7: { title: 'Stale writers change nothing', nextStep: REPORT },
  I8: {
    title: 'Effects are fenced',
    nextStep:
      'Do not apply the result of this execution before you have read it; hand the plan over again, and report it.',
  },
  I9: {
    title: 'Dependencies first',
    nextStep: 'Retry the task with `nightshift control ID retry --task TASK`, and report it.',
  },
  I10: { title: 'A failure stops dependants', nextStep: REPORT },
  I11: { title: 'Limits hold', nextStep: REPEAT },
  I12: {
    title: 'Poison is contained',
    nextStep: 'Cancel the execution, mend the task, hand it over again; and report it.',
  },
  I13: { title: 'The log is whole, and what is stored follows from it', nextStep: RESTORE },
  I14: {
    title: 'Who reads events in order misses none',
    nextStep: RESTORE,
  },
  I15: { title: 'Every message has its event, and an end', nextStep: REPEAT },
  I16: { title: 'An end counts once', nextStep: REPORT },
  I17: {
    title: 'A lost hint costs time only',
    nextStep: 'See with `nightshift doctor` that a gateway runs, and look once more in a minute; then report it.',
  },
  I18: {
    title: 'Workspaces are clean, and go when their execution does',
    nextStep: 'Stop nightshift, remove that folder below `workspaces` in its home, and start again; then report it.',
  },
  I19: { title: 'What is complete is not done again', nextStep: REPORT },
  I20: {
    title: 'Pause and cancel mean it',
    nextStep: 'Restart the worker: it ends what it should not run; and report it.',
  },
  I21: {
    title: 'All times are of the database',
    nextStep: 'See that the clock of the database is right and does not jump; then report it.',
  },
  I22: {
    title: 'Costs stay within what was granted',
    nextStep: 'Pause the execution until you know why; and report it.',
  },
  I23: {
    title: 'Completion needs evidence',
    nextStep: 'Read the result of the task before you use it, or retry it; and report it.',
  },
  I24: {
    title: 'No secret in what is stored',
    nextStep: 'Revoke the secret and make a new one; then delete the execution that holds it.',
  },
  I25: {
    title: 'Plans are isolated',
    nextStep: 'Take the rights of others away: `chmod 700` on that folder.',
  },
  I26: {
    title: 'Only the plan says what proves a task',
    nextStep: 'Read the result of the task before you use it, or retry it.',
  },
  I27: {
    title: 'What is learned is kept once',
    nextStep: REPORT,
  },
  I28: {
    title: 'Nothing grows for ever',
    nextStep: 'Run `nightshift clean`, which says why an execution stays.',
  },
  I29: { title: 'Every change has an actor', nextStep: REPORT },
  I30: { title: 'A commit is looked up, never made twice', nextStep: REPORT },
};

/** What to do where an invariant does not hold. */
export const nextStepOf = (id: string): string => INVARIANTS[id]?.nextStep ?? REPORT;
