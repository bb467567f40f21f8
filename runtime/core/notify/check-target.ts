import { ConfigError } from '../errors';

export interface TargetRules {
  /** The setting's name, for the error: `voice`, `push`, `discord`. */
  readonly name: string;
  /** Plain HTTP also to other hosts than this one; false unless the operator says so. */
  readonly allowPlainHttp?: boolean;
}

/**
 * The address of a notification target, checked: https, or http to this machine; no user name or password in it,
 * no metadata service of a cloud.
 *
 * @throws {ConfigError} `NOTIFY_TARGET`; its text never holds the address, which may carry a token. Source: D6.
 */
export function checkTarget(url: string, { name, allowPlainHttp = false }: TargetRules): URL {
  const refuse = (reason: string): ConfigError =>
    new ConfigError('NOTIFY_TARGET', `The address for ${name} ${reason}`, {
      hint: 'Give an https address, or http to this machine (127.0.0.1, localhost)',
    });
  if (url.trim() === '') throw refuse('is empty');
  if (!URL.canParse(url) || /[\u0000-\u0020\u007f]/.test(url)) throw refuse('is no URL');
  const target = new URL(url);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') throw refuse('is neither https nor http');
  if (target.username !== '' || target.password !== '') throw refuse('holds a user name or a password');
  if (isNobodys(target.hostname)) throw refuse('is that of a metadata service, or of no machine');
  if (OTHER_SERVICES.has(target.port)) throw refuse(`has port ${target.port}, where something else listens`);
  if (target.protocol === 'http:' && !isLoopback(target.hostname) && !allowPlainHttp) {
    throw refuse('is plain http to another machine');
  }
  return target;
}

/** True for names and addresses of this machine, as a parsed URL has them. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);

/**
 * True for link-local addresses and the names under which clouds give out credentials, in whichever form, and for
 * addresses that are no machine's: nothing that is configured is asked there.
 */
export const isNobodys = (hostname: string): boolean =>
  METADATA.test(hostname) || /^(?:0\.0\.0\.0|\[::\])$/.test(hostname);

const METADATA =
  /^169\.254\.|^\[fe[89ab][0-9a-f]:|^\[::ffff:a9fe:|^\[64:ff9b::a9fe:|^\[fd00:ec2::254\]$|^100\.100\.100\.200$|^metadata(?:\.google\.internal)?\.?$|\.metadata\.google\.internal\.?$/i;

/** SSH, mail, Postgres, Redis, Qdrant's own protocol: a message posted there could be read as their commands. */
const OTHER_SERVICES: ReadonlySet<string> = new Set(['22', '23', '25', '465', '587', '5432', '6334', '6379', '11211']);
