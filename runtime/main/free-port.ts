import { createServer } from 'node:net';
import { ConfigError } from '../core/errors';
import { reservePort } from './reserve-port';

/**
 * The first port from `wanted` on that nobody listens on at 127.0.0.1, that no other launcher is about to use, and that
 * is not in `taken`.
 * @throws {ConfigError} `PORT_NONE_FREE` when a hundred in a row are taken.
 */
export async function freePort(wanted: number, taken: ReadonlySet<number>): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + 100, 65_536); port++) {
    if (!taken.has(port) && (await isFree(port)) && reservePort(port)) return port;
  }
  throw new ConfigError('PORT_NONE_FREE', `No free port from ${wanted} on`, {
    hint: 'Set NIGHTSHIFT_POSTGRES_PORT, NIGHTSHIFT_N8N_PORT, NIGHTSHIFT_N8N_BROKER_PORT or NIGHTSHIFT_GATEWAY_PORT to a free range.',
  });
}

/** True when a server could listen there now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
