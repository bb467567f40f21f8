import { UnavailableError } from '../core/errors';
import type { LogReader } from './log-reader';
import { isLiving } from './process-identity';
import type { SpawnedPart } from './spawn-part';
import { waitUntil } from './wait-until';

/** How long a part of which nothing is heard is waited for at most, however often it failed. */
const LONGEST_MS = 40 * 60_000;

export interface ReadyOptions {
  /** As errors name it; its code is `UNAVAILABLE_` and this. */
  readonly name: string;
  readonly isReady: () => Promise<boolean>;
  readonly everyMs: number;
  /** How long it is waited for the first time. */
  readonly limitMs: number;
  /** Starts in a row that failed: each doubles the time, so that a slow machine gets there in the end. */
  readonly failures: number;
  /** Opened before it was started: what it says since. */
  readonly said: LogReader;
  readonly log: string;
}

/**
 * The part once it is ready.
 * @throws {UnavailableError} With the end of what it said, when it ends or is not ready in time.
 */
export async function readyPart(part: SpawnedPart, options: ReadyOptions): Promise<SpawnedPart> {
  const { name, isReady, everyMs, log } = options;
  const limitMs = Math.min(options.limitMs * 2 ** options.failures, LONGEST_MS);
  const isOver = await waitUntil(async () => !isLiving(part.identity) || (await isReady()), limitMs, everyMs);
  if (isOver && isLiving(part.identity)) return part;
  const state = isOver ? 'ended while it started' : `is not ready after ${Math.round(limitMs / 1_000)} s`;
  const last = options.said.next().filter((line) => line.trim() !== '');
  throw new UnavailableError(name, `${name} ${state}${last.length === 0 ? '' : `: ${last.slice(-6).join(' | ')}`}`, {
    hint: `Its log: ${log}`,
  });
}
