import { InvariantError, messageOf } from '../core/errors';
import { announceAssigned } from '../core/execution/announce';
import type { EndedAttempt, Execution } from '../core/execution/execution';
import { assignNextMerge } from '../core/execution/merge-queue';
import { evidenceDigest } from '../core/execution/settle-attempts';
import type { ExecutionId, TaskId } from '../core/ids';
import type { Hint } from '../ports/hints';
import type { MergeResult } from '../ports/repositories';
import type { AttemptSignals } from './attempt-signals';
import { commitEnd } from './commit-end';
import { handBack } from './hand-back';
import type { RecordEnd } from './record-end';
import { transact } from './transact';
import type { WorkDeps } from './work-deps';

/**
 * Merges the approved result of a task onto the integration branch and so completes it. The order is: objects, then the
 * commit of the transition with the branch's old and new tip, then the branch itself; every merge first sets the branch
 * to what the transition before it said. So a death between any two steps is mended by the next merge.
 */
export async function integrate(deps: WorkDeps, hint: Hint, { report }: AttemptSignals): Promise<void> {
  const started = await startMerge(deps, hint);
  if (!started) return;
  deps.crash.reach('after:merge.start');

  const { execution, attempt } = started;
  const project = await deps.projects.get(execution.options.projectId!);
  if (!project) throw new InvariantError('MERGE_PROJECT', `Execution ${execution.id} merges without its project`);
  const task = execution.plan.tasks[hint.task]!;
  const tip = execution.tip!;
  const branch = { execution: execution.id, epoch: execution.epoch };
  await deps.repositories.setTip(project, branch, tip);
  const merged = await deps.repositories.merge(project, {
    key: { execution: execution.id, epoch: execution.epoch, task: task.id, token: hint.token },
    base: attempt.base!,
    tree: attempt.tree!,
    tip,
    message: `${task.title}\n\nnightshift ${task.id}, attempt ${attempt.token}, execution ${execution.id}\n`,
    date: attempt.endedAt,
  });
  deps.crash.reach('before:merge.commit');
  if (report.aborted) {
    if (report.reason === 'released') await handBack(deps, hint);
    return;
  }

  const done = await endMerge(deps, hint, { attempt, tip, merged }, report);
  deps.crash.reach('before:merge.ref');
  if (done.tip !== undefined) await deps.repositories.setTip(project, { ...branch, epoch: done.epoch }, done.tip);
  deps.crash.reach('after:merge.ref');
  if (merged.type !== 'conflict') await clearTask(deps, execution.id, task.id);
}

/** A plan of many tasks has room for the workspaces of those that run, not of all that ran. What is left is cleared at the end. */
async function clearTask(deps: WorkDeps, executionId: ExecutionId, task: TaskId): Promise<void> {
  try {
    await deps.repositories.removeWorkspaces(executionId, task);
  } catch (error) {
    deps.log.warn('a workspace could not be cleared away', { executionId, task, error: messageOf(error) });
  }
}

async function startMerge(
  deps: WorkDeps,
  hint: Hint,
): Promise<{ execution: Execution; attempt: EndedAttempt } | undefined> {
  const { execution, draft } = await transact(deps, {
    executionId: hint.executionId,
    actor: `worker:${deps.worker}`,
    decide: (draft) => {
      const { status, token, worker, startedAt } = draft.task(hint.task);
      const isOurs =
        status === 'integrating' && token === hint.token && worker === deps.worker && startedAt === undefined;
      if (isOurs) draft.record({ type: 'merge-started', task: hint.task, token, worker: deps.worker });
    },
  });
  const { attempt } = execution.tasks.at(hint.task)!;
  return draft.events.length > 0 && attempt ? { execution, attempt } : undefined;
}

/** Records what the merge came to, and hands the next one out. */
async function endMerge(
  deps: WorkDeps,
  { executionId, task, token }: Hint,
  end: { readonly attempt: EndedAttempt; readonly tip: string; readonly merged: MergeResult },
  signal: AbortSignal,
): Promise<Execution> {
  const { attempt, tip, merged } = end;
  const record: RecordEnd = (draft, shape, capacity) => {
    const state = draft.task(task);
    if (state.token !== token || state.status !== 'integrating' || state.startedAt === undefined) return false;
    if (merged.type === 'conflict') {
      draft.record({ type: 'merge-conflicted', task, token, files: merged.files });
    } else {
      draft.record({
        type: 'task-completed',
        task,
        token,
        attemptToken: attempt.token,
        evidenceDigest: evidenceDigest(attempt),
        commit: merged.commit,
        tip: { from: tip, to: merged.commit },
      });
    }
    assignNextMerge(draft, shape, capacity);
    announceAssigned(draft, shape, ['merge']);
    return true;
  };
  return (await commitEnd(deps, executionId, record, signal)).execution;
}
