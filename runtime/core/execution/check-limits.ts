import { filesOverlap } from '../schedule/files-overlap';
import { ungrantedUsd } from './budget';
import type { TaskEventBody } from './event';
import { type Execution, isOver, type RetryPolicy, type TaskState } from './execution';
import { isSpent } from './retry';
import { MAX_CRASHES, MAX_LOSSES } from './settle-attempts';
import type { Report } from './violation';

/** Cents that rounding may make of a sum. */
const ROUNDING_USD = 1e-6;

/** An event of a task, with the state before and after it. */
export interface TaskStep {
  /** For people: which event of which task. */
  readonly name: string;
  readonly body: TaskEventBody;
  readonly old: TaskState;
  readonly now: TaskState;
  readonly before: Execution;
  readonly after: Execution;
}

/** What an execution may do at most: I11, I12, I16, I20, I22. */
export function checkLimits(step: TaskStep, report: Report): void {
  const { name, body, old, now } = step;
  checkPoison(step, report);
  switch (body.type) {
    case 'task-assigned':
      checkMayBegin(step, report);
      if (body.kind === 'merge') checkMerges(step, report);
      else {
        checkParallel(step, report);
        checkFiles(step, report);
        if (isSpent(step.before.options.retry, old))
          report('I12', `${name}, though its ${old.tries} tries are used up`);
        if (body.grantUsd !== undefined && ungrantedUsd(step.after) < -ROUNDING_USD)
          report('I22', `${name} grants ${body.grantUsd} USD, more than is left`);
      }
      break;
    case 'attempt-started':
    case 'merge-started':
      checkMayBegin(step, report);
      break;
    case 'attempt-ended':
      if (old.attempt?.token === body.token || old.status !== 'active')
        report('I16', `${name} comes a second time, or for an attempt that was not started`);
      if (body.attempt.costUsd < 0) report('I22', `${name} says that it cost ${body.attempt.costUsd} USD`);
      break;
    case 'task-retried':
      if (body.countsAsTry && now.tries > allowedFailures(step.before.options.retry))
        report('I12', `${name} allows try ${now.tries + 1} of ${step.before.options.retry.maxAttempts}`);
      break;
    default:
  }
}

/** With the last one the task fails, or a person is asked first. */
const allowedFailures = ({ maxAttempts, whenSpent }: RetryPolicy): number =>
  whenSpent === 'ask' ? maxAttempts : maxAttempts - 1;

/** Nothing begins while it is paused; what runs may end. */
function checkMayBegin({ name, before: { status } }: TaskStep, report: Report): void {
  if (status === 'paused' || status === 'queued' || isOver(status))
    report('I20', `${name}, though the execution is ${status}`);
}

function checkPoison({ name, body, old }: TaskStep, report: Report): void {
  if (!isPoison(old) || body.type === 'task-failed' || body.type === 'task-reopened') return;
  report('I12', `${name} follows ${old.crashes} crashes and ${old.losses} losses in a row`);
}

/** A task that was lost so often that it has to fail. */
export const isPoison = ({ status, crashes, losses }: TaskState): boolean =>
  (crashes >= MAX_CRASHES || losses >= MAX_LOSSES) && status !== 'failed' && status !== 'skipped';

function checkParallel({ name, after }: TaskStep, report: Report): void {
  const running = after.tasks.filter(({ status }) => status === 'assigned' || status === 'active').length;
  if (running > after.options.maxParallel)
    report('I11', `${name} makes it ${running} at a time, and ${after.options.maxParallel} may be`);
}

function checkFiles({ name, body, after }: TaskStep, report: Report): void {
  const { files } = after.plan.tasks[body.task]!;
  if (files.length === 0) return;
  for (const [no, state] of after.tasks.entries()) {
    if (no === body.task || !ownsFiles(state)) continue;
    const theirs = after.plan.tasks[no]!.files;
    if (theirs.length > 0 && filesOverlap(files, theirs))
      report('I11', `${name} though task ${no} is at ${theirs.join(', ')}`);
  }
}

/** From its assignment until its result is merged, or given up. */
const ownsFiles = ({ status, attempt }: TaskState): boolean =>
  status === 'assigned' ||
  status === 'active' ||
  status === 'verifying' ||
  status === 'integrating' ||
  (status === 'waiting' && attempt !== undefined);

function checkMerges({ name, body, after }: TaskStep, report: Report): void {
  const other = after.tasks.findIndex(
    ({ status, worker }, no) => no !== body.task && status === 'integrating' && worker !== undefined,
  );
  if (other >= 0) report('I11', `${name} though the result of task ${other} is being merged`);
}
