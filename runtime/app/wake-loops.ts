import { messageOf } from '../core/errors';
import type { HostedState } from '../core/execution/decide-loop';
import { isOver } from '../core/execution/execution';
import type { Log } from '../ports/log';
import type { LoopHost } from '../ports/loop-host';
import type { LoopStore, Wake } from '../ports/loop-store';
import type { DatabaseTime } from './database-time';
import type { ExecutionCache } from './execution-cache';

export interface WakeDeps {
  readonly loops: LoopStore;
  readonly host: LoopHost;
  readonly log: Log;
  readonly time: DatabaseTime;
  readonly cache: ExecutionCache;
}

const WAKES_AT_ONCE = 50;

/**
 * Sends every wake that is due, once each. Level-triggered: a wake stays due, and is sent again with growing pauses,
 * until the loop's next node call closes its wait. So sending twice or dying in between costs nothing.
 *
 * @returns Milliseconds after which the first of those that were not taken is due again; undefined when all were.
 */
export async function wakeLoops(deps: WakeDeps): Promise<number | undefined> {
  const wakes = await deps.loops.dueWakes(WAKES_AT_ONCE);
  const isTaken = await Promise.all(wakes.map((wake) => sendWake(deps, wake)));
  const pauses = wakes.filter((_, no) => !isTaken[no]).map(pauseAfter);
  return pauses.length === 0 ? undefined : Math.min(...pauses);
}

/** As the store counts it: 20 ms, doubling to 5 s. n8n mostly answers "not yet" once, while it saves that it waits. */
const pauseAfter = ({ tries }: Wake): number => Math.min(20 * 2 ** tries, 5_000);

async function sendWake(deps: WakeDeps, wake: Wake): Promise<boolean> {
  const { loops, host, log } = deps;
  const outcome = await host.wake(wake);
  await loops.wakeTried(wake, outcome === 'taken');
  if (outcome === 'gone') await setAside(deps, wake);
  log.debug('wake sent', { executionId: wake.executionId, generation: wake.generation, wait: wake.wait, outcome });
  return outcome === 'taken';
}

const OVER: ReadonlySet<HostedState> = new Set(['success', 'error', 'crashed', 'canceled']);
/** Milliseconds after which an n8n execution that n8n does not know is believed to be gone: n8n knows nothing while it boots. */
const MISSING_MS = 10 * 60_000;

/**
 * Nobody will close this wait: the n8n execution of an inline task is over, or that of a loop with nothing left to do. Loops
 * of open executions are the reconciler's. While n8n cannot be asked, the wake is repeated.
 */
async function setAside({ loops, host, log, time, cache }: WakeDeps, { executionId }: Wake): Promise<void> {
  const loop = await loops.get(executionId);
  if (loop?.n8nExecutionId === undefined) return;
  const isOurs = loop.kind === 'inline' || isOver((await cache.refresh(executionId)).execution.status);
  if (!isOurs) return;
  try {
    const state = await host.executionState(loop.n8nExecutionId);
    const sinceMs = (await time.now()).getTime() - Date.parse(loop.lastCallAt ?? loop.createdAt);
    if (OVER.has(state) || (state === 'missing' && sinceMs > MISSING_MS)) await loops.end(executionId);
  } catch (error) {
    log.debug('the n8n execution of a wait that is over could not be asked', { executionId, error: messageOf(error) });
  }
}
