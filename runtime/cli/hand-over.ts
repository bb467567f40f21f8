import { isNightshiftError, type NightshiftError, UnavailableError } from '../core/errors';
import { bodyTooLarge } from '../core/handoff/body-too-large';
import { type Handoff, handoffBody } from '../core/handoff/handoff-body';
import type { HandoffReply } from '../core/handoff/handoff-reply';
import { arrivalUnknown, isArrivalUnknown } from './arrival-unknown';
import type { CliDeps } from './cli-deps';
import { findOutage, OUTAGE_MS } from './find-outage';
import { handOverPatiently } from './hand-over-patiently';
import { interruptedHandoff } from './interrupted-handoff';
import { isNobodyThere } from './network-reason';
import { sendSignedHandoff } from './send-signed-handoff';

export interface HandOverOptions {
  readonly via: 'n8n' | 'gateway';
  readonly key: string;
  /** After this long there is a receipt or an error. */
  readonly patienceMs: number;
  readonly onRetry?: (reason: string) => void;
}

/**
 * Hands a plan over, through n8n (its webhook, signed) or straight to the gateway (with the token), and answers with the receipt.
 *
 * @throws {RequestError} `BODY_TOO_LARGE` before anything is sent: n8n has no words of ours for a body that it does not take.
 */
export async function handOver(deps: CliDeps, handoff: Handoff, options: HandOverOptions): Promise<HandoffReply> {
  const body = handoffBody(handoff);
  const { bytes: most } = deps.planLimits();
  if (body.byteLength > most) throw bodyTooLarge(most, body.byteLength);
  if (options.via === 'gateway') return throughGateway(deps, body, options);
  const { url, secret, isExpected } = await deps.webhook();
  return sendSignedHandoff(deps, {
    url,
    secret,
    key: options.key,
    body,
    patienceMs: options.patienceMs,
    signal: deps.interrupt,
    isExpected,
    findOutage: (withinMs) => findOutage(deps, withinMs),
    ...(options.onRetry === undefined ? {} : { onRetry: options.onRetry }),
  });
}

/** Rejects when a signal comes. */
function interruption({ interrupt }: Pick<CliDeps, 'interrupt'>): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(interruptedHandoff());
    if (interrupt.aborted) end();
    else interrupt.addEventListener('abort', end, { once: true });
  });
}

/** A gateway that says nothing may have no database: a part of the time is kept to find that out. */
async function throughGateway(
  deps: CliDeps,
  body: Uint8Array,
  { key, patienceMs, onRetry = () => undefined }: HandOverOptions,
): Promise<HandoffReply> {
  const keptMs = Math.min(OUTAGE_MS, patienceMs / 2);
  const asked = {
    body,
    key,
    patienceMs: patienceMs - keptMs,
    signal: deps.interrupt,
    onWait: onRetry,
    // Nobody is known to start it.
    isFinal: (error: NightshiftError) =>
      isNobodyThere(error.cause) && !(error instanceof UnavailableError && error.retryAfterMs !== undefined),
  };
  try {
    return await Promise.race([handOverPatiently(deps, asked), interruption(deps)]);
  } catch (error) {
    if (!isNightshiftError(error) || error.code !== 'UNAVAILABLE_GATEWAY') throw error;
    const outage = await findOutage(deps, keptMs);
    if (outage === undefined) throw error;
    throw isArrivalUnknown(error) ? arrivalUnknown(outage) : outage;
  }
}
