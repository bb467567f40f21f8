import { ConfigError, isNightshiftError } from '../core/errors';
import { findHome } from './find-home';
import { readVariables, type Settings } from './read-variables';

/** A gateway elsewhere, and the token that it takes. */
export interface Remote {
  readonly url: string;
  readonly token: string;
}

const NEEDED: ReadonlySet<string> = new Set(['NIGHTSHIFT_URL', 'NIGHTSHIFT_TOKEN']);

/**
 * The gateway that was asked for by its URL, in the command or as NIGHTSHIFT_URL; undefined when none was: then this
 * machine's own is meant. Needs no other setting.
 *
 * @throws {ConfigError} `CONFIG_MISSING` without NIGHTSHIFT_TOKEN, `CONFIG_INVALID` where the token would be sent in the clear.
 */
export function loadRemote(env: NodeJS.ProcessEnv, folder: string, asked: string | undefined): Remote | undefined {
  const given = asked === undefined ? env : { ...env, NIGHTSHIFT_URL: asked };
  const settings = readRemote(given, findHome(env, folder), asked !== undefined);
  const url = settings.get('NIGHTSHIFT_URL');
  if (url === undefined) return undefined;
  const { protocol, hostname } = new URL(url);
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (protocol !== 'https:' && !isHere) {
    throw new ConfigError(
      'CONFIG_INVALID',
      `${asked === undefined ? 'NIGHTSHIFT_URL=' : '--url '}${url} would send the token over the network unencrypted`,
      {
        hint: 'Give an https URL, or forward a port of this machine to it and give http://127.0.0.1:PORT',
      },
    );
  }
  const token = settings.get('NIGHTSHIFT_TOKEN');
  if (token !== undefined) return { url, token };
  throw new ConfigError(
    'CONFIG_MISSING',
    `NIGHTSHIFT_TOKEN is not set: the gateway at ${url} takes nobody without one`,
    {
      hint: 'Make one there with `nightshift token create --scope plan:read`, and set NIGHTSHIFT_TOKEN to it here',
    },
  );
}

/** @param isOption - The URL was given in the command, by which it is called then. */
function readRemote(env: NodeJS.ProcessEnv, home: string, isOption: boolean): Settings {
  try {
    return readVariables(env, home, (name) => NEEDED.has(name));
  } catch (error) {
    if (!isOption || !isNightshiftError(error) || !error.message.startsWith('NIGHTSHIFT_URL=')) throw error;
    throw new ConfigError('CONFIG_INVALID', error.message.replace('NIGHTSHIFT_URL=', '--url '), {
      hint: 'Give the address of a gateway, for example --url https://night.example.org',
      details: { where: { path: '--url' } },
    });
  }
}
