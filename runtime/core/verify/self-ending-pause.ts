/** How the reason of a pause ends that nobody has to resume. */
export const GOES_ON_BY_ITSELF = 'and it goes on by itself';

/** Whether a pause with this reason ends without a person, once what it names is mended. */
export function endsByItself(reason: string | undefined): boolean {
  return reason?.endsWith(GOES_ON_BY_ITSELF) ?? false;
}

/** What a gate that watches over open executions asks of one. */
export type PauseVerdict =
  | { readonly type: 'pause'; readonly reason: string }
  | { readonly type: 'resume' }
  | { readonly type: 'leave' };

/** What a gate sees. */
export interface Trouble {
  /** How the reasons of this gate's pauses begin: those of others are left alone. */
  readonly begins: readonly string[];
  /** What is wrong, and what mends it. Absent: nothing is. */
  readonly reason?: string;
  /** Things are well again, by a margin where they go up and down. */
  readonly isMended: boolean;
}

/** Pauses an execution because of what is wrong with the place where it runs, and lets it go on once that is mended. */
export function pauseVerdict(
  { status, reason: pausedFor }: { readonly status: string; readonly reason?: string },
  { begins, reason, isMended }: Trouble,
): PauseVerdict {
  if (status === 'paused') {
    const isOurs = begins.some((start) => pausedFor?.startsWith(start));
    return isOurs && isMended ? { type: 'resume' } : { type: 'leave' };
  }
  const mayPause = status === 'queued' || status === 'running' || status === 'waiting';
  return mayPause && reason !== undefined ? { type: 'pause', reason } : { type: 'leave' };
}
