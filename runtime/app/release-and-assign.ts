import { announceAssigned } from '../core/execution/announce';
import { isOver } from '../core/execution/execution';
import { assignNextMerge } from '../core/execution/merge-queue';
import { releaseTasks } from '../core/execution/release-tasks';
import type { ExecutionId } from '../core/ids';
import { shortForecastView, waitsView } from '../core/report/schedule-view';
import { assignReady } from '../core/schedule/assign-ready';
import type { Clock } from '../ports/clock';
import type { LoopCall, LoopStore } from '../ports/loop-store';
import { type AdvanceDeps, advanceExecution, type Placed, placed } from './advance-execution';
import type { Deciders } from './deciders';
import { loopAnswer } from './loop-answer';
import type { LoopAnswer } from './runtime';
import { schedulingCapacity } from './scheduling-capacity';
import { sendAnnouncements } from './send-hints';
import { transact, tryTransact } from './transact';

export type LoopDeps = AdvanceDeps & {
  readonly loops: LoopStore;
  readonly clock: Pick<Clock, 'sleep'>;
  /** How long a worker may leave an assignment before it is told again, and once more before another one gets it; 15 s unless given. */
  readonly startWithinMs?: number;
  /** The workers of this machine that decide; absent where they are not asked. */
  readonly deciders?: Pick<Deciders, 'look'>;
  /** How often the forecast of a loop's answers runs out what is left, at most; absent: as often as pays. */
  readonly forecastRuns?: number;
};

/** Turns after which a loop goes on in a new n8n execution: n8n writes all run data again at each wait. */
const MAX_TURNS = 400;

/**
 * Wave Scheduler's step: releases what became ready and assigns it, and says how the execution stands.
 * In direct mode it takes all steps. Safe to repeat: what is assigned stays assigned.
 *
 * @returns `handed-on` when the loop goes on in a new n8n execution, `stale` when this one does not drive it.
 */
export async function releaseAndAssign(deps: LoopDeps, call: LoopCall): Promise<LoopAnswer> {
  if ((await deps.loops.enter(call)) === 'stale') return { type: 'stale' };

  const actor = `n8n:${call.workflowId}`;
  const decided = await step(deps, call, actor);
  const { execution } = decided;
  const assigned = decided.draft.events.flatMap(({ body }) =>
    body.type === 'task-assigned' ? [execution.plan.tasks[body.task]!.id] : [],
  );
  if (isOver(execution.status)) {
    await deps.loops.end(call.executionId);
  } else {
    const loop = await deps.loops.get(call.executionId);
    if (loop && loop.turns >= MAX_TURNS && (await deps.loops.restart(call.executionId, call.generation, 'handed on'))) {
      return {
        type: 'current',
        executionId: execution.id,
        generation: call.generation,
        state: 'handed-on',
        status: execution.status,
      };
    }
  }
  return loopAnswer(execution, call.generation, { assigned, ...scheduleFields(decided, deps.forecastRuns) });
}

/** Waiting tasks that a loop's answer names; all are in the status. */
const MOST_NAMED = 10;

/**
 * The wave, what waits and why, and when it will be over, for whoever looks at the node: all of it as it is after this step. Agents
 * wait for their assignments meanwhile: nothing is read, and the forecast is a short one.
 */
function scheduleFields({ execution, shape, draft, capacity }: Placed, forecastRuns?: number): Record<string, unknown> {
  const { nowMs } = draft;
  const moment = { execution, shape, capacity, nowMs, ...(forecastRuns === undefined ? {} : { forecastRuns }) };
  const { blocked, ...rest } = waitsView(moment);
  const expected = shortForecastView(moment);
  const forecastAt = expected.eta === undefined ? {} : { forecastAt: new Date(nowMs).toISOString() };
  return { ...rest, blockedCount: blocked.length, blocked: blocked.slice(0, MOST_NAMED), ...expected, ...forecastAt };
}

/** Readings of capacity that others may use up before ours, after which assigning is left to the next turn. */
const TRIES = 3;

async function step(deps: LoopDeps, call: LoopCall, actor: string): Promise<Placed> {
  const { executionId } = call;
  const { execution } = await deps.cache.refresh(executionId);
  const isDirect = execution.options.advance === 'direct';
  for (let tries = 0; tries < TRIES; tries++) {
    const decided = isDirect
      ? await advanceExecution(deps, executionId, actor)
      : await assignOnce(deps, executionId, actor);
    if (decided) return decided;
  }
  const capacity = await schedulingCapacity(deps);
  return placed(await transact(deps, { executionId, actor, decide: releaseTasks }), capacity);
}

async function assignOnce(deps: LoopDeps, executionId: ExecutionId, actor: string): Promise<Placed | undefined> {
  const capacity = await schedulingCapacity(deps);
  const decided = await tryTransact(deps, {
    executionId,
    actor,
    decide: (draft, shape) => {
      releaseTasks(draft, shape);
      assignNextMerge(draft, shape, capacity);
      announceAssigned(draft, shape, ['merge']);
      assignReady(draft, shape, capacity);
    },
  });
  if (!decided) return undefined;
  await sendAnnouncements(deps, decided.draft);
  return placed(decided, capacity);
}
