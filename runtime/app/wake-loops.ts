import type { Log } from '../ports/log';
import type { LoopHost } from '../ports/loop-host';
import type { LoopStore, Wake } from '../ports/loop-store';

export interface WakeDeps {
  readonly loops: LoopStore;
  readonly host: LoopHost;
  readonly log: Log;
}

const WAKES_AT_ONCE = 50;

/**
 * Sends every wake that is due, once each. Level-triggered: a wake stays due, and is sent again with growing pauses,
 * until the loop's next node call closes its wait. So sending twice or dying in between costs nothing.
 *
 * @returns how many were sent.
 */
export async function wakeLoops(deps: WakeDeps): Promise<number> {
  const wakes = await deps.loops.dueWakes(WAKES_AT_ONCE);
  await Promise.all(wakes.map((wake) => sendWake(deps, wake)));
  return wakes.length;
}

async function sendWake({ loops, host, log }: WakeDeps, wake: Wake): Promise<void> {
  const outcome = await host.wake(wake);
  await loops.wakeTried(wake);
  log.debug('wake sent', { executionId: wake.executionId, generation: wake.generation, wait: wake.wait, outcome });
}
