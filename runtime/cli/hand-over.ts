import { isNightshiftError, RequestError } from '../core/errors';
import { type Handoff, handoffBody } from '../core/handoff/handoff-body';
import type { HandoffReply } from '../core/handoff/handoff-reply';
import { arrivalUnknown, mayHaveArrived } from './arrival-unknown';
import type { CliDeps } from './cli-deps';
import { findOutage, OUTAGE_MS } from './find-outage';
import { interruptedHandoff } from './interrupted-handoff';
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
  if (body.byteLength > most) {
    throw new RequestError('BODY_TOO_LARGE', `The hand-off has ${body.byteLength} bytes; ${most} are allowed`, {
      hint: 'Split the plan, or raise NIGHTSHIFT_LIMIT_BYTES and start nightshift again',
    });
  }
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
  { key, patienceMs }: HandOverOptions,
): Promise<HandoffReply> {
  const keptMs = Math.min(OUTAGE_MS, patienceMs / 2);
  try {
    const gateway = await deps.gateway();
    return await Promise.race([gateway.handoff(body, key, patienceMs - keptMs), interruption(deps)]);
  } catch (error) {
    if (!isNightshiftError(error) || (error.kind !== 'transient' && !mayHaveArrived(error))) throw error;
    const isAway = error.code === 'UNAVAILABLE_GATEWAY';
    const said = (isAway ? await findOutage(deps, keptMs) : undefined) ?? error;
    throw mayHaveArrived(error) ? arrivalUnknown(said) : said;
  }
}
