import { RequestError } from '../../core/errors';

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses requests that came under a foreign name, as a page does that rebinds its own name to loopback,
 * and requests that a foreign page makes.
 *
 * @throws {RequestError} `HOST_UNKNOWN`, `ORIGIN_REFUSED`, `REQUEST_MALFORMED` when there is no Host.
 */
export function checkHost(
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
  allowed: readonly string[],
): void {
  if (headers.host === undefined) {
    throw new RequestError('REQUEST_MALFORMED', 'The request names no host', { hint: 'Send a Host header' });
  }
  if (!isKnown(headers.host, allowed)) {
    throw hostUnknown();
  }
  if (headers.origin === undefined) return;
  const origin = /^https?:\/\/(.+)$/i.exec(headers.origin)?.[1];
  if (origin === undefined || !isOwn(origin.toLowerCase(), headers.host.toLowerCase(), allowed)) {
    throw new RequestError('ORIGIN_REFUSED', 'Pages of other origins may not ask the gateway', {
      hint: 'Ask from a program, or from a page that the gateway serves',
    });
  }
}

/** Nobody can say which of two hosts was meant, and whoever stands before us may have taken the other one. @throws {RequestError} `REQUEST_MALFORMED`. */
export function refuseSecondHost(rawHeaders: readonly string[]): void {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length < 2) return;
  throw new RequestError('REQUEST_MALFORMED', 'The request names two hosts', { hint: 'Send one Host header' });
}

/**
 * Refuses an address that names another host than ours in the request line, where it goes before the Host header.
 *
 * @throws {RequestError} `HOST_UNKNOWN`, `REQUEST_MALFORMED` when it is none.
 */
export function checkTarget(target: string, allowed: readonly string[]): void {
  if (target.startsWith('/') || target === '*') return;
  const host = /^https?:\/\/([^/?#]+)/i.exec(target)?.[1];
  if (host === undefined)
    throw new RequestError('REQUEST_MALFORMED', 'The address cannot be read', { hint: 'Begin it with /' });
  if (!isKnown(host, allowed)) throw hostUnknown();
}

const nameOf = (host: string): string => host.replace(/:\d{1,5}$/, '').toLowerCase();

function isKnown(host: string, allowed: readonly string[]): boolean {
  const name = nameOf(host);
  return LOOPBACK.includes(name) || allowed.some((other) => other.toLowerCase() === name);
}

/** A page of ours. On loopback others serve pages too: there it must be the very address that is asked. */
function isOwn(origin: string, host: string, allowed: readonly string[]): boolean {
  return origin === host || (isKnown(origin, allowed) && !LOOPBACK.includes(nameOf(origin)));
}

const hostUnknown = (): RequestError =>
  new RequestError('HOST_UNKNOWN', 'The gateway does not answer under this name', {
    hint: 'Ask it as 127.0.0.1 or localhost, or add the name to NIGHTSHIFT_GATEWAY_ALLOWED_HOSTS',
  });
