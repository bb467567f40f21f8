import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../figures';
import type { GatewayProcess } from './gateway-process';

/** What is refused with 401, and how long it took each time, in milliseconds. */
export type Refusals = ReadonlyMap<string, readonly number[]>;

/** One address may be refused ten times a minute; each of these is an address of loopback. */
const ADDRESSES = 600;
const PER_ADDRESS = 10;

/**
 * Asks with tokens that are refused for different reasons, one request at a time, in an order that changes from address to
 * address, so that each kind meets the same load.
 */
export async function timeRefusals(gateway: GatewayProcess): Promise<Refusals> {
  const fresh = (): string => `ns_${randomBytes(32).toString('base64url')}`;
  const expired = await gateway.makeToken(new Date(Date.now() + 2_000));
  const revoked = await gateway.makeToken();
  await gateway.revokeToken(revoked);
  await sleep(2_500);
  const kinds: readonly (readonly [name: string, token: () => string | undefined])[] = [
    ['none', () => undefined],
    ['unknown', fresh],
    ['expired', () => expired],
    ['revoked', () => revoked],
    ['another prefix', () => `xx_${randomBytes(32).toString('base64url')}`],
    ['half of a good one', () => gateway.token.slice(0, 26)],
  ];
  const taken = new Map<string, number[]>(kinds.map(([name]) => [name, []]));
  for (let no = 0; no < ADDRESSES; no++) {
    const localAddress = `127.0.${1 + Math.floor(no / 250)}.${1 + (no % 250)}`;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (path: string, token: string | undefined) =>
      statusOf(gateway.url, { agent, localAddress, path, token });
    await ask('/healthz', fresh()); // the connection is open from here on
    for (let turn = 0; turn < PER_ADDRESS; turn++) {
      const [name, token] = kinds[(no + turn) % kinds.length]!;
      const sent = token();
      const asked = performance.now();
      const status = await ask('/api/execution?limit=1', sent);
      if (status !== 401) throw new Error(`a token of the kind ${name} was answered ${status}`);
      taken.get(name)!.push(performance.now() - asked);
    }
    agent.destroy();
  }
  return taken;
}

export interface Spread {
  /** By how many percent the slowest kind is slower than the fastest, by their medians. */
  readonly percent: number;
  /** As much of it as chance does not explain: between the ends of the two medians' intervals for 19 of 20 cases. */
  readonly surePercent: number;
}

export function spreadOf(refusals: Refusals): Spread {
  const kinds = [...refusals.values()].map((values) => {
    const half = 0.98 / Math.sqrt(values.length);
    const [low, median, high] = [0.5 - half, 0.5, 0.5 + half].map((share) => quantile(values, share)) as [
      number,
      number,
      number,
    ];
    return { low, median, high };
  });
  const apart = (slow: number, fast: number): number => Math.max(0, (slow / fast - 1) * 100);
  const bounds = (of: 'low' | 'median' | 'high') => kinds.map((kind) => kind[of]);
  return {
    percent: apart(Math.max(...bounds('median')), Math.min(...bounds('median'))),
    surePercent: apart(Math.max(...bounds('low')), Math.min(...bounds('high'))),
  };
}

interface Ask {
  readonly agent: Agent;
  readonly localAddress: string;
  readonly path: string;
  readonly token: string | undefined;
}

function statusOf(url: string, { agent, localAddress, path, token }: Ask): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const asked = request(new URL(path, url), { agent, localAddress, headers }, (reply) => {
      reply.resume().on('end', () => resolve(reply.statusCode ?? 0));
    });
    asked.on('error', reject).end();
  });
}
