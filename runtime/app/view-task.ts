import { RequestError } from '../core/errors';
import type { Verdict } from '../core/execution/verdict';
import { Verdicts } from '../core/execution/verdicts';
import type { ExecutionId } from '../core/ids';
import type { AttemptView, TaskDetailView } from '../core/report/task-view';
import type { AttemptRow } from '../ports/execution-store';
import type { ArtifactStore } from '../ports/records';
import { findTask } from './find-task';
import { type ViewDeps, viewLog, viewTasks } from './view-execution';

/** One task with its attempts, evidence, log and what they left. Reads only. @throws {RequestError} `EXECUTION_UNKNOWN`, `TASK_UNKNOWN`. */
export async function viewTask(deps: ViewDeps, id: ExecutionId, taskId: string): Promise<TaskDetailView> {
  const { execution } = await deps.cache.refresh(id);
  const no = findTask(execution, taskId);
  const task = execution.plan.tasks[no]!;
  const [tasks, rows, events, log] = await Promise.all([
    viewTasks(deps, id),
    deps.attempts.attemptsOf(id, [no]),
    deps.store.eventsOfTask(id, no),
    viewLog(deps, id, task.id),
  ]);
  const verdicts = new Verdicts();
  const judged = new Map(events.flatMap((event) => verdicts.add(event) ?? []).map((one) => [one.token, one.verdict]));
  const history = rows
    .filter(({ kind }) => kind === 'attempt')
    .flatMap((row) => attemptView(row, judged.get(row.token)))
    .map(numbered);
  return {
    ...tasks[no]!,
    description: task.description,
    files: task.files,
    ...(task.command === undefined ? {} : { command: task.command }),
    criteria: task.verification.map(({ id: of, criterion, test, command }) => ({
      id: of,
      criterion,
      test,
      ...(command === undefined ? {} : { command }),
    })),
    history,
    log,
    artifacts: history.flatMap(({ attempt, evidence }) =>
      evidence.map(({ criterionId, outputDigest, keptDigest = outputDigest }) => ({
        digest: keptDigest,
        kind: 'output' as const,
        attempt,
        criterionId,
      })),
    ),
  };
}

/** The bytes of an artifact that an attempt of this execution left. @throws {RequestError} `ARTIFACT_UNKNOWN`, `EXECUTION_UNKNOWN`. */
export async function readArtifact(
  deps: ViewDeps & { readonly artifacts: ArtifactStore },
  id: ExecutionId,
  digest: string,
): Promise<Uint8Array> {
  await deps.cache.refresh(id);
  const rows = await deps.attempts.attemptsOf(id);
  const isOurs = rows.some(({ ended }) =>
    ended?.evidence.some(({ outputDigest, keptDigest = outputDigest }) => keptDigest === digest),
  );
  const bytes = isOurs ? await deps.artifacts.get(digest) : undefined;
  if (bytes !== undefined) return bytes;
  throw new RequestError('ARTIFACT_UNKNOWN', 'No attempt of this execution left that', {
    hint: `See the digests at /api/execution/${id}/tasks/TASK`,
  });
}

function attemptView(row: AttemptRow, verdict: Verdict | undefined): readonly Omit<AttemptView, 'attempt'>[] {
  const { startedAt, endedAt, outcome, ended } = row;
  if (startedAt === undefined) return [];
  const message = ended === undefined || ended.outcome.type === 'done' ? failureOf(verdict) : ended.outcome.message;
  return [
    {
      token: row.token,
      worker: row.worker,
      ...(ended === undefined ? {} : { agent: ended.agent }),
      startedAt,
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(verdict === undefined ? {} : { verdict: verdict.type }),
      ...(message === undefined ? {} : { message }),
      ...(ended === undefined ? {} : { durationMs: ended.durationMs, summary: ended.summary }),
      costUsd: ended?.costUsd ?? 0,
      changedFiles: ended?.changedFiles ?? [],
      evidence: ended?.evidence ?? [],
    },
  ];
}

const failureOf = (verdict: Verdict | undefined): string | undefined =>
  verdict === undefined || verdict.type === 'completed' ? undefined : verdict.failure;

const numbered = (attempt: Omit<AttemptView, 'attempt'>, at: number): AttemptView => ({ attempt: at + 1, ...attempt });
