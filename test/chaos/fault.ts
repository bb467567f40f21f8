import type { PartOf } from '../support/nightshift';

/** What is struck: a part that the launcher keeps, a worker beside it, Redis, or the whole machine. */
export type Target = PartOf | 'extra-worker' | 'redis' | 'everything';

/** Something that was done to a nightshift. Times are milliseconds since 1970. */
export interface Fault {
  readonly no: number;
  readonly target: Target;
  /** `stop`: SIGSTOP, and SIGCONT later. */
  readonly action: 'kill' | 'stop';
  readonly pid: number;
  /** Id of the worker that was struck. */
  readonly worker?: string;
  readonly atMs: number;
  /** For `stop`: how long it stood still. */
  readonly forMs?: number;
  /** For everything: the order in which it comes back. */
  readonly boot?: string;
}

/** For people and for the fault log. */
export function describeFault({ no, target, action, pid, worker, atMs, forMs, boot }: Fault): string {
  const how = action === 'kill' ? 'SIGKILL' : `SIGSTOP for ${((forMs ?? 0) / 1_000).toFixed(1)} s`;
  return `${new Date(atMs).toISOString()} fault ${no}: ${target} ${pid}${worker ? ` (${worker})` : ''} ${how}${boot ? `; back in the order ${boot}` : ''}`;
}
