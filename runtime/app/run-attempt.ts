import type { Draft } from '../core/execution/draft';
import { type EndedAttempt, type Execution, isOver } from '../core/execution/execution';
import type { WorkerId } from '../core/ids';
import { chooseAgent } from '../core/schedule/choose-agent';
import type { Hint } from '../ports/hints';
import type { AttemptSignals } from './attempt-signals';
import { AttemptWork } from './attempt-work';
import { handBack } from './hand-back';
import { persist } from './persist';
import { transact } from './transact';
import type { WorkDeps } from './work-deps';

/**
 * One attempt, from its start to its recorded end. Each step may be where the process dies:
 * before the start nothing happened; after it the lease ends and another worker begins anew in a workspace of its own;
 * after the end is committed there is nothing left to do.
 *
 * An end that is known is reported until the database takes it or says that the token is stale.
 *
 * @param begun - The execution as it was when the attempt was started, where that is committed already.
 */
export async function runAttempt(
  deps: WorkDeps,
  hint: Hint,
  signals: AttemptSignals,
  begun?: Execution,
): Promise<void> {
  const started = begun ?? (await startAttempt(deps, hint));
  if (!started) return;
  deps.crash.reach('after:start.commit');

  const work = new AttemptWork(deps, hint, started, signals);
  const ended = await work.run();
  deps.crash.reach('before:end.commit');
  const { report } = signals;
  if (report.aborted || work.wasCutShort) {
    if (report.reason === 'released') await handBack(deps, hint, ended);
    else await letGo(deps, hint, ended, report);
    await work.tailStored;
    return;
  }
  const isRecorded = await endAttempt(deps, hint, ended, report);
  deps.crash.reach('after:end.commit');
  if (!isRecorded) await letGo(deps, hint, ended, report);
  await work.tailStored;
}

/**
 * What is left to do when an end does not count, since the attempt was taken from this worker, or cut short because the database was
 * away: what was spent is booked, and where the execution is over its workspaces are removed, since whoever ended it did so before this
 * one was there, or while it was still written to. If it stops before, nobody knows what was spent.
 *
 * @param signal - While it has not aborted, a database that is away is waited for.
 */
async function letGo(deps: WorkDeps, hint: Hint, ended: EndedAttempt, signal: AbortSignal): Promise<void> {
  const { costUsd, inputTokens, outputTokens } = ended;
  if (costUsd + inputTokens + outputTokens > 0)
    await persist(deps, signal, () => handBack(deps, hint, ended, 'it was cut short'));
  const { executionId } = hint;
  const { execution } = await deps.cache.refresh(executionId);
  if (isOver(execution.status)) await deps.repositories.removeWorkspaces(executionId);
}

/** Takes the lease for exactly this token; undefined when it was started before, or is not current. */
async function startAttempt(deps: WorkDeps, hint: Hint): Promise<Execution | undefined> {
  const { execution, draft } = await transact(deps, {
    executionId: hint.executionId,
    actor: `worker:${deps.worker}`,
    decide: (draft) => void recordStart(draft, hint, deps.worker),
  });
  return draft.events.length > 0 ? execution : undefined;
}

/** Records the start of what a hint says, if it is assigned to this worker and not begun; false when nothing is to be written. */
export function recordStart(draft: Draft, hint: Hint, here: WorkerId): boolean {
  const { status, token, worker } = draft.task(hint.task);
  const { execution } = draft;
  const isOurs = status === 'assigned' && token === hint.token && worker === here;
  if (!isOurs || execution.status !== 'running') return false;
  const agent = chooseAgent(execution.plan.tasks[hint.task]!, execution.options);
  draft.record({ type: 'attempt-started', task: hint.task, token, worker: here, agent });
  return true;
}

/** Records the end while the token is current; false when it is not, and nothing is recorded. */
function endAttempt(deps: WorkDeps, hint: Hint, attempt: EndedAttempt, signal: AbortSignal): Promise<boolean> {
  return persist(deps, signal, () => deps.ends.end(hint, attempt));
}
