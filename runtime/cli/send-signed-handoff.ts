import { type NightshiftError, UnavailableError } from '../core/errors';
import { type HandoffReply, isHandoffReply } from '../core/handoff/handoff-reply';
import type { Clock } from '../ports/clock';
import { arrivalUnknown } from './arrival-unknown';
import { errorOf } from './http-gateway-client';
import { interruptedHandoff } from './interrupted-handoff';
import { isNobodyThere, networkReason } from './network-reason';
import { signWebhook } from './sign-webhook';
import { within } from './within';

export interface SignedHandoffDeps {
  readonly http: typeof fetch;
  readonly clock: Pick<Clock, 'now' | 'steady' | 'sleep'>;
}

export interface SignedHandoff {
  /** Asked for anew at each try. */
  readonly url: () => string;
  readonly secret: string;
  readonly key: string;
  readonly body: Uint8Array;
  /** Gives up after this long without a receipt, whatever goes on then. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  /** False when nobody is at work who would start n8n: that nothing listens there is final then, after 3 s. Waited for unless given. */
  readonly isExpected?: () => boolean;
  /** Why n8n cannot answer, where somebody else knows. */
  readonly findOutage?: (withinMs: number) => Promise<NightshiftError | undefined>;
  /** Told before each further try: why the last one was no acceptance. */
  readonly onRetry?: (reason: string) => void;
}

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5_000;
/** An `up --detach` that has just begun is not to be seen yet: 3 s. */
const LOOKS_FOR_LAUNCHER = 12;
const TRY_MS = 30_000;
/** No try is shorter, while there is time: a receipt takes a moment on a busy machine. */
const LEAST_TRY_MS = 2_000;
const MAX_REPLY_BYTES = 4 * 1024 * 1024;

/**
 * Hands a plan over through the n8n webhook, again and again with the same key, until a receipt came or a refusal of ours.
 * Any other answer is no acceptance, whatever its status: n8n answers 200 while it boots and 404 until the workflow is there.
 *
 * @throws {PlanError} or {RequestError} with the code of the refusal.
 * @throws {UnavailableError} `UNAVAILABLE_HANDOFF` when patience is over, or what nightshift said meanwhile. Where the plan may be in, the
 *   error says that this is not known: send the same key again. After 3 s, when nothing listens there and nobody is there to start it.
 * @throws {NightshiftError} `INTERRUPTED`.
 */
export async function sendSignedHandoff(deps: SignedHandoffDeps, handoff: SignedHandoff): Promise<HandoffReply> {
  const end = deps.clock.steady() + handoff.patienceMs;
  let said: NightshiftError | undefined;
  let looksForLauncher = LOOKS_FOR_LAUNCHER;
  let mayBeIn = false;
  const unanswered = (error: NightshiftError): NightshiftError => (mayBeIn ? arrivalUnknown(error) : error);
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    const outcome = await tryOnce(deps, handoff, end - deps.clock.steady());
    if (outcome.type === 'accepted') return outcome.reply;
    // What is refused for its signature says nothing of a plan that came before.
    if (outcome.type === 'refused') throw outcome.error.kind === 'operator' ? unanswered(outcome.error) : outcome.error;
    if (handoff.signal.aborted) throw interruptedHandoff();
    mayBeIn ||= outcome.isTurnedAway !== true;
    if (outcome.isNobody === true && handoff.isExpected?.() === false) {
      looksForLauncher -= 1;
      const isLast = looksForLauncher <= 0 || deps.clock.steady() + FIRST_DELAY_MS >= end;
      if (isLast) throw unanswered(notRunning(handoff, outcome.reason));
      await deps.clock.sleep(FIRST_DELAY_MS, handoff.signal);
      if (handoff.signal.aborted) throw interruptedHandoff();
      continue;
    }
    const outage = outcome.error ?? (await handoff.findOutage?.(end - deps.clock.steady()));
    said = outage ?? said;
    if (deps.clock.steady() + delayMs >= end) {
      // What nightshift itself said tells more than that nothing came at last.
      throw unanswered(said ?? noReceipt(handoff, outcome.reason));
    }
    handoff.onRetry?.(outage?.message ?? outcome.reason);
    await deps.clock.sleep(delayMs, handoff.signal);
    if (handoff.signal.aborted) throw interruptedHandoff();
  }
}

function noReceipt({ url }: SignedHandoff, reason: string): UnavailableError {
  return new UnavailableError('handoff', `n8n at ${url()} gave no receipt: ${reason}`, {
    hint: 'Start it with `nightshift up --detach`; if it runs, see with `nightshift templates list` whether plan-to-execution is published. Then hand over again: nothing is done twice',
  });
}

function notRunning({ url }: SignedHandoff, reason: string): UnavailableError {
  return new UnavailableError('handoff', `nightshift does not run here, so n8n at ${url()} takes no plan: ${reason}`, {
    hint: 'Start it with `nightshift up --detach`, then hand over again',
  });
}

type TryOutcome =
  | { readonly type: 'accepted'; readonly reply: HandoffReply }
  | { readonly type: 'refused'; readonly error: NightshiftError }
  | {
      readonly type: 'not-yet';
      readonly reason: string;
      readonly error?: NightshiftError;
      readonly isNobody?: boolean;
      /** Nobody took the plan for sure. */
      readonly isTurnedAway?: boolean;
    };

/** @param leftMs - Until patience is over. One try takes half of it at most, so that a hung one leaves time to find out why. */
async function tryOnce(
  { http, clock }: SignedHandoffDeps,
  handoff: SignedHandoff,
  leftMs: number,
): Promise<TryOutcome> {
  const tryMs = Math.max(1, Math.ceil(Math.min(TRY_MS, leftMs, Math.max(leftMs / 2, LEAST_TRY_MS))));
  const headers = signWebhook(handoff.secret, handoff.key, clock.now(), handoff.body);
  try {
    return await within(tryMs, handoff.signal, async (signal) => {
      const reply = await http(handoff.url(), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/octet-stream', 'idempotency-key': handoff.key },
        body: Buffer.from(handoff.body),
        redirect: 'manual',
        signal,
      });
      return judge(reply.status, await shortText(reply));
    });
  } catch (error) {
    const isNobody = isNobodyThere(error);
    return { type: 'not-yet', reason: networkReason(error), isNobody, isTurnedAway: isNobody };
  }
}

function judge(status: number, text: string): TryOutcome {
  const body = parsed(text);
  if (status >= 200 && status < 300 && isHandoffReply(body)) return { type: 'accepted', reply: body };
  const error = body?.['error'] as { readonly code?: unknown } | undefined;
  if (typeof error?.code === 'string' && (status === 429 || status === 503)) {
    const away = errorOf(status, body);
    return { type: 'not-yet', reason: away.message, error: away, isTurnedAway: status === 429 };
  }
  if (typeof error?.code !== 'string' || status >= 500 || status < 400) {
    const reason = `it answered ${status}${saying(text, body?.['message'])}`;
    return { type: 'not-yet', reason, isTurnedAway: status === 404 };
  }
  return { type: 'refused', error: errorOf(status, body) };
}

/** What an answer says to a person: n8n has a page for everything while it boots, and JSON with a message later. */
function saying(text: string, message: unknown): string {
  const said = typeof message === 'string' ? message : text;
  if (/^\s*<(!doctype|html|\?xml|pre)/i.test(said)) return ' with a page';
  const short = said.slice(0, 120).replace(/\s+/g, ' ').trim();
  return short === '' ? '' : `: ${short}`;
}

/** At most 4 MiB of a reply: notes may name every line of a plan. */
async function shortText(reply: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of reply.body ?? []) {
    chunks.push(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).byteLength;
    if (bytes > MAX_REPLY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_REPLY_BYTES).toString('utf8');
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
