import { type Execution, isOver } from '../core/execution/execution';
import type { ExecutionId } from '../core/ids';
import { reportView } from '../core/report/report-view';
import { statusView } from '../core/report/status-view';
import type { LogView, TaskView } from '../core/report/task-view';
import { taskViews } from '../core/report/task-views';
import type { ExecutionStatusView, ReportView } from '../core/report/views';
import type { Moment } from '../core/schedule/explain-waits';
import { achievedGain } from '../core/schedule/forecast-execution';
import type { AttemptLogs } from '../ports/attempt-logs';
import type { AttemptReader } from '../ports/execution-store';
import type { Outbox } from '../ports/outbox';
import type { LogTails, ProjectStore } from '../ports/records';
import type { WorkerStore } from '../ports/worker-store';
import { findTask } from './find-task';
import { resourceUses } from './resource-uses';
import { schedulingCapacity } from './scheduling-capacity';
import type { TransactDeps } from './transact';

export type ViewDeps = Pick<TransactDeps, 'cache' | 'time' | 'store'> & {
  readonly attempts: AttemptReader;
  readonly logTails: LogTails;
  readonly attemptLogs: AttemptLogs;
  readonly projects: ProjectStore;
  readonly workers: Pick<WorkerStore, 'scheduling'>;
  readonly outbox: Pick<Outbox, 'ofExecution'>;
};

/** How an execution stands. Reads only, as everything here. @throws {RequestError} `EXECUTION_UNKNOWN`. */
export async function viewStatus(deps: ViewDeps, id: ExecutionId): Promise<ExecutionStatusView> {
  return statusView(await momentOf(deps, id));
}

/** Every task with its attempts and evidence, in plan order. */
export async function viewTasks(deps: ViewDeps, id: ExecutionId): Promise<readonly TaskView[]> {
  return taskViews(await momentOf(deps, id, 'whole'), await attemptFacts(deps, id));
}

/** What was done so far, with evidence, cost and where the result is. */
export async function viewReport(deps: ViewDeps, id: ExecutionId): Promise<ReportView> {
  const moment = await momentOf(deps, id, 'whole');
  const { execution, nowMs } = moment;
  const [attempts, delivered, resultProblem, leftOut] = await Promise.all([
    attemptFacts(deps, id),
    deliveredTo(deps, execution),
    resultProblemOf(deps, execution),
    leftOutOf(deps, id),
  ]);
  const tasks = taskViews(moment, attempts);
  const gain = achievedGain(moment);
  return reportView({
    execution,
    tasks,
    attempts,
    ...(delivered === undefined ? {} : { delivered }),
    ...(resultProblem === undefined ? {} : { resultProblem }),
    ...(gain === undefined ? {} : { gain }),
    leftOut,
    nowMs,
  });
}

/** The newest attempt's log: its tail while it runs, what is on this host's disk afterwards, its tail where that is on another's. @throws {RequestError} `TASK_UNKNOWN`. */
export async function viewLog(deps: ViewDeps, id: ExecutionId, taskId: string): Promise<LogView> {
  const { execution } = await deps.cache.refresh(id);
  const no = findTask(execution, taskId);
  const task = execution.plan.tasks[no]!.id;
  const state = execution.tasks.at(no)!;
  const own = (await deps.attempts.attemptsOf(id)).filter(
    (row) => row.task === no && row.kind === 'attempt' && row.startedAt !== undefined,
  );
  const newest = own.at(-1);
  const isTail = state.status === 'active';
  const stored =
    isTail || newest === undefined
      ? undefined
      : await deps.attemptLogs.read({ execution: id, epoch: execution.epoch, task, token: newest.token });
  const known = { taskId: task, attempt: own.length, isTail };
  if (stored !== undefined) return { ...known, text: stored, offset: 0 };
  const tail = await deps.logTails.get(id, no);
  // What the attempt before printed is no beginning of this one's log.
  return tail?.token === newest?.token && tail !== undefined
    ? { ...known, text: tail.text, offset: tail.offset }
    : { ...known, text: '', offset: 0 };
}

async function momentOf(deps: ViewDeps, id: ExecutionId, results: 'whole' | 'near' = 'near'): Promise<Moment> {
  const [{ execution, shape }, capacity, now] = await Promise.all([
    results === 'whole' ? deps.cache.whole(id) : deps.cache.refresh(id),
    schedulingCapacity(deps),
    deps.time.now(),
  ]);
  const uses = await resourceUses(deps, execution);
  return { execution, shape, capacity, nowMs: now.getTime(), ...(uses === undefined ? {} : { uses }) };
}

async function attemptFacts(deps: ViewDeps, id: ExecutionId) {
  return (await deps.attempts.attemptsOf(id)).map(({ task, kind, startedAt, ended }) => ({
    task,
    kind,
    ...(startedAt === undefined ? {} : { startedAt }),
    costUsd: ended?.costUsd ?? 0,
    durationMs: ended?.durationMs ?? 0,
  }));
}

async function deliveredTo(deps: ViewDeps, execution: Execution): Promise<{ dir: string; branch: string } | undefined> {
  const { branch, options } = execution;
  if (options.projectId === undefined || branch === undefined) return undefined;
  const project = await deps.projects.get(options.projectId);
  return project && { dir: project.dir, branch };
}

async function resultProblemOf({ outbox }: ViewDeps, { id, status, branch }: Execution): Promise<string | undefined> {
  if (!isOver(status) || branch !== undefined) return undefined;
  return (await outbox.ofExecution(id))
    .filter(({ topic, state }) => topic === 'deliver' && state !== 'delivered')
    .at(-1)?.error;
}

async function leftOutOf(deps: ViewDeps, id: ExecutionId): Promise<readonly string[]> {
  const events = await deps.store.eventsAfter(id, 0, 200);
  for (const { body } of events) if (body.type === 'execution-based') return body.leftOut;
  return [];
}
