import { isNightshiftError } from '../../core/errors';
import type { HandoffReply } from '../../core/handoff/handoff-reply';
import { arrivalUnknown, mayHaveArrived } from '../arrival-unknown';
import type { CliDeps } from '../cli-deps';

export interface PatientHandoff {
  readonly body: Uint8Array;
  readonly key: string;
  readonly signal: AbortSignal;
  /** Told before each further try: why the last one gave no receipt. */
  readonly onWait: (reason: string) => void;
}

/** Below what clients bear without an answer. */
const PATIENCE_MS = 60_000;
const TRY_MS = 20_000;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5_000;

/**
 * Hands a plan to the gateway, again and again with the same key while it is away, until a receipt came or a refusal.
 * A connection that was cut after the commit gives the same receipt at the next try.
 *
 * @throws {UnavailableError} when patience is over. Where the plan may be in, the error says that this is not known: the same key again finds out.
 */
export async function handOverPatiently(
  { gateway, clock }: Pick<CliDeps, 'gateway' | 'clock'>,
  { body, key, signal, onWait }: PatientHandoff,
): Promise<HandoffReply> {
  const end = clock.steady() + PATIENCE_MS;
  let mayBeIn = false;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    try {
      return await (await gateway()).handoff(body, key, TRY_MS);
    } catch (error) {
      if (!isNightshiftError(error) || (error.kind !== 'transient' && !mayHaveArrived(error))) throw error;
      mayBeIn ||= mayHaveArrived(error);
      if (signal.aborted || clock.steady() + delayMs >= end) throw mayBeIn ? arrivalUnknown(error) : error;
      onWait(error.message);
      await clock.sleep(delayMs, signal);
    }
  }
}
