import type { CliDeps } from './cli-deps';
import type { HandoffReply } from './gateway-client';
import { type Handoff, handoffBody } from './handoff-body';
import { sendSignedHandoff } from './send-signed-handoff';

export interface HandOverOptions {
  readonly via: 'webhook' | 'gateway';
  readonly key: string;
  readonly patienceMs: number;
  readonly onRetry?: (reason: string) => void;
}

/** Hands a plan over, through n8n's webhook (signed) or straight to the gateway (with the token), and answers with the receipt. */
export async function handOver(deps: CliDeps, handoff: Handoff, options: HandOverOptions): Promise<HandoffReply> {
  const body = handoffBody(handoff);
  if (options.via === 'gateway') return (await deps.gateway()).handoff(body, options.key);
  const { url, secret } = await deps.webhook();
  return sendSignedHandoff(deps, {
    url,
    secret,
    key: options.key,
    body,
    patienceMs: options.patienceMs,
    signal: deps.interrupt,
    ...(options.onRetry === undefined ? {} : { onRetry: options.onRetry }),
  });
}
