import type { PriceOf } from './token-usage';

/** US dollars for a million tokens. */
export interface ModelPrice {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

const MILLION = 1_000_000;

/** Counts by one price whatever the model; input read from a cache costs as much as any other, so never too little is counted. */
export function fixedPrice({ inputUsd, outputUsd }: ModelPrice): PriceOf {
  return (_model, { inputTokens, outputTokens }) => (inputTokens * inputUsd + outputTokens * outputUsd) / MILLION;
}

/** True for a service on this machine or in a private network: what it costs, no list knows and no bill says. */
export function isOwnService(baseUrl: string): boolean {
  const host = new URL(baseUrl).hostname;
  return (
    host === 'localhost' ||
    host === '[::1]' ||
    !/[.:]/.test(host) ||
    /\.(?:local|localhost|lan|internal)$/.test(host) ||
    /^(?:127|10)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(host)
  );
}
