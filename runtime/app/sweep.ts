import { messageOf } from '../core/errors';
import { chaseAssignments } from '../core/execution/announce';
import { Draft } from '../core/execution/draft';
import { type Execution, isOver } from '../core/execution/execution';
import { hasLoopWork } from '../core/execution/loop-work';
import { assignNextMerge } from '../core/execution/merge-queue';
import { reportProgress } from '../core/execution/report-progress';
import { loseAttempt } from '../core/execution/settle-attempts';
import type { ExecutionId, WorkerId } from '../core/ids';
import type { SlotWait } from '../core/schedule/fair-share';
import { slotWait } from '../core/schedule/slot-wait';
import type { Loop } from '../ports/loop-store';
import { advanceExecution } from './advance-execution';
import type { LoopDeps } from './release-and-assign';
import { capacityOf } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { transact } from './transact';

const LEASES_AT_ONCE = 500;
/** Milliseconds in which a loop that does something calls again. */
const CALLS_WITHIN_MS = 5_000;
/** Wakes that are not taken, after which nobody is believed to take one soon. */
const MOST_WAKES = 3;
/** In direct mode a loop is woken at most this often for the view it gives. */
const VIEW_EVERY_MS = 30_000;

/**
 * What happens later: takes attempts back whose worker is gone or whose lease ended, chases assignments that nobody
 * started, and looks in every open execution for something that became due by time or by a freed slot.
 * Runs once a second in every gateway; two at once do no harm, since every step is guarded. Where a worker of this machine
 * decides on an execution, that one looks at it.
 *
 * @param host - This host: only here can a dead worker be told from a cut-off one at once.
 */
export async function sweep(deps: LoopDeps, host: string): Promise<void> {
  for (const worker of await deps.workers.noticeDead(host)) await forget(deps, worker);
  const leases = await deps.workers.expiredLeases(LEASES_AT_ONCE);
  const shared = new Map<WorkerId, number>();
  for (const { worker } of leases) shared.set(worker, (shared.get(worker) ?? 0) + 1);
  for (const executionId of new Set(leases.map((lease) => lease.executionId))) {
    await guarded(deps, executionId, () =>
      transact(deps, {
        executionId,
        actor: 'gateway',
        decide: (draft) => {
          for (const lease of leases) {
            if (lease.executionId !== executionId) continue;
            const reason = lease.isWorkerGone
              ? `its worker ${lease.worker} is gone`
              : `its worker ${lease.worker} did not renew the lease`;
            loseAttempt(draft, lease.task, lease.token, reason, lease.isWorkerGone && shared.get(lease.worker) === 1);
          }
        },
      }),
    );
  }
  const waits: SlotWait[] = [];
  for (const id of await deps.store.open()) {
    await guarded(deps, id, async () => waits.push(...(await sweepExecution(deps, id))));
  }
  if (waits.length > 0) await deps.workers.noteSlotWaits(waits);
}

async function forget({ hints, log }: LoopDeps, worker: WorkerId): Promise<void> {
  try {
    await hints.forget(worker);
  } catch (error) {
    log.debug('the queue of a dead worker stays', { worker, error: messageOf(error) });
  }
}

/** One execution that cannot be swept now does not keep the others from it. */
async function guarded(deps: LoopDeps, executionId: ExecutionId, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    deps.log.warn('an execution could not be swept', { executionId, error: messageOf(error) });
  }
}

/** Answers with what the execution still waits for, if it waits for slots. */
async function sweepExecution(deps: LoopDeps, executionId: ExecutionId): Promise<readonly SlotWait[]> {
  const looked = isDirect(deps, executionId) ? await deps.deciders?.look(executionId) : undefined;
  if (looked) {
    if (isOver(looked.status)) return [];
    await wakeForView(deps, { id: executionId, ...looked });
    return listed(looked.wait);
  }
  const facts = await deps.workers.scheduling();
  const workers = new Set<string>(facts.workers.map(({ id }) => id));
  const capacity = capacityOf(facts);
  const swept = await transact(deps, {
    executionId,
    actor: 'gateway',
    decide: (draft, shape) => {
      chaseAssignments(draft, (worker) => !workers.has(worker), deps.startWithinMs);
      assignNextMerge(draft, shape, capacity);
      reportProgress(draft);
    },
  });
  await sendAnnouncements(deps, swept.draft);
  const { execution, shape } = swept;
  if (isOver(execution.status)) return [];

  if (execution.options.advance === 'direct') {
    const advanced = await advanceExecution(deps, executionId, 'gateway', capacity);
    const now = advanced?.execution ?? execution;
    await wakeForView(deps, now);
    return listed(slotWait({ execution: now, at: swept.draft.at }, shape, advanced?.capacity ?? capacity));
  }
  const view = new Draft(execution, swept.draft.at, 'nobody');
  if (hasLoopWork(view, shape) && hasLoopWork(view, shape, capacity)) await deps.loops.markDue([executionId]);
  const wait = slotWait(view, shape, capacity);
  if (wait === undefined || takesWhatItGets(await deps.loops.get(executionId), Date.parse(swept.draft.at)))
    return listed(wait);
  return [{ ...wait, needs: [] }];
}

/**
 * Whether the loop of an execution would take a slot that is left to it: it waits for its wake, or called of late. One whose n8n does not answer,
 * or that stands at a person's own node, keeps nothing from others meanwhile.
 */
function takesWhatItGets(loop: Loop | undefined, nowMs: number): boolean {
  if (loop?.lastCallAt === undefined) return false;
  if (nowMs - Date.parse(loop.lastCallAt) < CALLS_WITHIN_MS) return true;
  return loop.isWaitOpen && !loop.isWakeTaken && loop.wakeTries < MOST_WAKES;
}

/** False where it is known to be driven by its loop: that never changes. */
const isDirect = ({ cache }: LoopDeps, executionId: ExecutionId): boolean =>
  cache.known(executionId)?.execution.options.advance !== 'workflow';

const listed = (wait: SlotWait | undefined): readonly SlotWait[] => (wait ? [wait] : []);

async function wakeForView(deps: LoopDeps, execution: Pick<Execution, 'id' | 'status' | 'lastSeq'>): Promise<void> {
  const loop = await deps.loops.get(execution.id);
  if (loop?.lastCallAt === undefined || !loop.isWaitOpen || loop.kind !== 'workflow') return;
  const now = (await deps.time.now()).getTime();
  const needsPerson = execution.status === 'waiting' || execution.status === 'paused';
  const silentMs = now - Date.parse(loop.lastCallAt);
  if (silentMs >= VIEW_EVERY_MS && (execution.lastSeq > loop.seqAtStart || needsPerson))
    await deps.loops.markDue([execution.id]);
}
