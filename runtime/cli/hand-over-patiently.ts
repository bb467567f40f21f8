import { isNightshiftError, type NightshiftError } from '../core/errors';
import type { HandoffReply } from '../core/handoff/handoff-reply';
import { arrivalUnknown, mayHaveArrived } from './arrival-unknown';
import type { CliDeps } from './cli-deps';

export interface PatientHandoff {
  readonly body: Uint8Array;
  readonly key: string;
  /** Gives up after this long without a receipt. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  /** Told before each further try: why the last one gave no receipt. */
  readonly onWait: (reason: string) => void;
  /** What is not tried again while nothing can have arrived; unless given, everything that passes by itself is. */
  readonly isFinal?: (error: NightshiftError) => boolean;
}

const TRY_MS = 20_000;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5_000;

/**
 * Hands a plan to the gateway, again and again with the same key while it is away, until a receipt came or a refusal.
 * A connection that was cut after the commit gives the same receipt at the next try.
 *
 * @throws {NightshiftError} the refusal, or why there is no receipt. Where the plan may be in, the error says that this is not known:
 *   the same key again finds out.
 */
export async function handOverPatiently(
  { gateway, clock }: Pick<CliDeps, 'gateway' | 'clock'>,
  { body, key, patienceMs, signal, onWait, isFinal = () => false }: PatientHandoff,
): Promise<HandoffReply> {
  const end = clock.steady() + patienceMs;
  let mayBeIn = false;
  const unanswered = (error: NightshiftError): NightshiftError => (mayBeIn ? arrivalUnknown(error) : error);
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    try {
      return await (await gateway()).handoff(body, key, Math.max(1, Math.min(TRY_MS, end - clock.steady())));
    } catch (error) {
      if (!isNightshiftError(error)) throw error;
      const isOpen = mayHaveArrived(error);
      // What is refused for its token says nothing of a plan that came before.
      if (error.kind !== 'transient' && !isOpen) throw error.kind === 'operator' ? unanswered(error) : error;
      mayBeIn ||= isOpen;
      const isLast = clock.steady() + delayMs >= end || (!mayBeIn && isFinal(error));
      if (signal.aborted || isLast) throw unanswered(error);
      onWait(error.message);
      await clock.sleep(delayMs, signal);
    }
  }
}
