import { InvariantError, isNightshiftError } from '../core/errors';
import { Draft } from '../core/execution/draft';
import type { Execution } from '../core/execution/execution';
import { capacityDeltas, holdsLease, LEASE_MS } from '../core/execution/held-resources';
import { indexOf } from '../core/execution/index-of';
import { hasLoopWork } from '../core/execution/loop-work';
import { isResultLetGo } from '../core/execution/results';
import { touchedTasks } from '../core/execution/touched-tasks';
import type { ExecutionId } from '../core/ids';
import { type MessageSettings, messagesOf } from '../core/notify/outbox-message';
import type { PlanShape } from '../core/schedule/plan-shape';
import type { ExecutionStore, LeaseChange, Transition } from '../ports/execution-store';
import type { DatabaseTime } from './database-time';
import type { ExecutionCache } from './execution-cache';

export interface TransactDeps {
  readonly store: ExecutionStore;
  readonly cache: ExecutionCache;
  readonly time: DatabaseTime;
  readonly messages: MessageSettings;
  /** Milliseconds for which a start takes the lease; `LEASE_MS` unless configured. */
  readonly leaseMs?: number;
}

export interface Decision {
  readonly executionId: ExecutionId;
  /** Who decides: `n8n:<workflow>`, `worker:<id>`, `person:<name>`, `gateway`. */
  readonly actor: string;
  /** Records what is to happen; called again with a fresh state when somebody else wrote in between. No I/O. */
  readonly decide: (draft: Draft, shape: PlanShape) => void;
  /** The state was read a moment ago: it is decided on at once, and read again when somebody was faster. */
  readonly isNew?: boolean;
}

/** What a decision came to: the state after it, and its draft with the events (none: nothing was to do). */
export interface Decided {
  readonly execution: Execution;
  readonly draft: Draft;
  readonly shape: PlanShape;
}

/** Guards lost after which a writer takes the lock, so that a slow one cannot starve beside a fast one. */
const LOSSES_BEFORE_LOCK = 2;
/** Refusals for want of a slot after which the decision is left to a later turn. */
const CAPACITY_LOSSES = 3;

/**
 * The one way to change an execution: read, decide, commit against what was read; decide again when somebody was faster.
 * If it stops before the commit nothing happened; if after, the next call finds it done, since `decide` reads the state.
 *
 * @returns undefined when no slot was left for what was decided; the caller reads capacity again or leaves it.
 * @throws {RequestError} `EXECUTION_UNKNOWN` when there is no such execution.
 */
export async function tryTransact(deps: TransactDeps, decision: Decision): Promise<Decided | undefined> {
  const likely = await decideLikely(deps, decision);
  if (likely !== 'unlikely') return likely;
  let isWhole = false;
  for (let losses = 0; losses < LOSSES_BEFORE_LOCK; ) {
    const { executionId } = decision;
    const { execution, shape } = isWhole ? await deps.cache.whole(executionId) : await deps.cache.refresh(executionId);
    const draft = new Draft(execution, await deps.time.nowIso(), decision.actor);
    decision.decide(draft, shape);
    if (draft.events.length === 0) return { execution, draft, shape };
    if (!isWhole && changesLetGo(draft)) {
      isWhole = true;
      continue;
    }
    const result = await deps.store.commit([transitionOf(deps, draft, shape)]);
    if (result.type === 'committed') {
      return known(deps, draft, shape);
    }
    if (result.why === 'capacity') return undefined;
    losses += 1;
  }
  return transactLocked(deps, decision);
}

/** What is committed is what the next decision starts from. */
function known({ cache }: Pick<TransactDeps, 'cache'>, draft: Draft, shape: PlanShape): Decided {
  const { execution } = draft;
  indexOf(draft, shape);
  cache.put(execution);
  return { execution, draft, shape };
}

/** True when a task is changed whose result this process has let go of: it would be stored without. */
function changesLetGo({ before, events }: Draft): boolean {
  for (const no of touchedTasks(events)) if (isResultLetGo(before.tasks.at(no)!)) return true;
  return false;
}

/**
 * The same on the state that this process knows, without asking for news, where nobody else has written of late: one round
 * trip. Only what it records counts: that nothing is to do, or an objection, is found out on the state of now; and what
 * changes a task whose result this process has let go of is decided on the whole state.
 */
async function decideLikely(deps: TransactDeps, decision: Decision): Promise<Decided | undefined | 'unlikely'> {
  const now = await deps.time.nowIso();
  const likely = decision.isNew ? deps.cache.known(decision.executionId) : deps.cache.likely(decision.executionId);
  if (!likely) return 'unlikely';
  const { execution, shape } = likely;
  const draft = new Draft(execution, now, decision.actor);
  try {
    decision.decide(draft, shape);
  } catch (error) {
    if (isNightshiftError(error) && error.kind !== 'bug') return 'unlikely';
    throw error;
  }
  if (draft.events.length === 0 || changesLetGo(draft)) return 'unlikely';
  const result = await deps.store.commit([transitionOf(deps, draft, shape)]);
  if (result.type === 'committed') {
    return known(deps, draft, shape);
  }
  if (result.why === 'capacity') return undefined;
  deps.cache.doubt(decision.executionId);
  return 'unlikely';
}

/** As `tryTransact` for decisions that take no slot. */
export async function transact(deps: TransactDeps, decision: Decision): Promise<Decided> {
  for (let losses = 0; losses < CAPACITY_LOSSES; losses++) {
    const decided = await tryTransact(deps, decision);
    if (decided) return decided;
  }
  throw new InvariantError(
    'CAPACITY',
    `A decision on ${decision.executionId} that should take no slot was refused one`,
  );
}

async function transactLocked(deps: TransactDeps, decision: Decision): Promise<Decided | undefined> {
  let last: { draft: Draft; shape: PlanShape } | undefined;
  try {
    const execution = await deps.store.commitLocked(decision.executionId, (fresh, now) => {
      const shape = deps.cache.shapeOf(fresh);
      const draft = new Draft(fresh, now.toISOString(), decision.actor);
      last = { draft, shape };
      decision.decide(draft, shape);
      return draft.events.length === 0 ? undefined : transitionOf(deps, draft, shape);
    });
    deps.cache.put(execution);
    return last && { execution, ...last };
  } catch (error) {
    if (isNightshiftError(error) && error.code === 'UNAVAILABLE_CAPACITY') return undefined;
    throw error;
  }
}

/** All that is committed with the events of a draft. */
export function transitionOf(
  deps: Pick<TransactDeps, 'messages' | 'leaseMs'>,
  draft: Draft,
  shape: PlanShape,
): Transition {
  const { before, events, execution: after } = draft;
  return {
    before,
    after,
    events,
    outbox: messagesOf(after, events, deps.messages),
    capacity: capacityDeltas(draft),
    leases: leaseChanges(draft, deps.leaseMs ?? LEASE_MS),
    isLoopDue: hasLoopWork(draft, shape),
    states: draft.taskStates,
    known: draft.known,
  };
}

function leaseChanges({ before, execution: after, events }: Draft, ms: number): readonly LeaseChange[] {
  const changes: LeaseChange[] = [];
  for (const task of touchedTasks(events)) {
    const [previous, next] = [before.tasks.at(task)!, after.tasks.at(task)!];
    const held = holdsLease(previous);
    const holds = holdsLease(next);
    if (held && (!holds || previous.token !== next.token)) changes.push({ type: 'drop', task, token: previous.token });
    if (holds && (!held || previous.token !== next.token)) {
      changes.push({ type: 'take', task, token: next.token, worker: next.worker!, ms });
    }
  }
  return changes;
}
