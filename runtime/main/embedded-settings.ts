import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { EmbeddedPorts } from '../config/embedded-ports';
import { type EmbeddedSettings, embeddedSettingsPath, readEmbeddedSettings } from '../config/embedded-settings';
import { requireEmbedded } from './embedded-root';
import { writeFileSafely } from './write-file-safely';

/**
 * The settings of the embedded services of a home: those made before, else new ones with random secrets.
 * @throws {ConfigError} `CONFIG_INVALID` when the file is there and cannot be used.
 */
export function openEmbeddedSettings(home: string, ports: EmbeddedPorts): EmbeddedSettings {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const known = readEmbeddedSettings(home);
  if (known !== undefined) return withReaders(home, known);
  const settings: EmbeddedSettings = {
    version: 1,
    ports: { postgres: ports.postgres, n8n: ports.n8n, n8nBroker: ports.n8nBroker, gateway: ports.gateway },
    secrets: newSecrets(),
  };
  writeEmbeddedSettings(home, settings);
  return settings;
}

/** Keeps the settings; safe to repeat. */
export function writeEmbeddedSettings(home: string, settings: EmbeddedSettings): void {
  writeFileSafely(embeddedSettingsPath(home), `${JSON.stringify(settings, null, 2)}\n`);
}

/** A token for our own commands. */
export const newToken = (): string => `ns_${randomBytes(32).toString('base64url')}`;

/** A home of before the reading roles gets their passwords; those that it has stay. */
function withReaders(home: string, known: EmbeddedSettings): EmbeddedSettings {
  const { read, metrics } = known.secrets;
  if (read !== undefined && metrics !== undefined) return known;
  const secrets = { ...known.secrets, read: read ?? newSecret(), metrics: metrics ?? newSecret() };
  const settings = { ...known, secrets };
  writeEmbeddedSettings(home, settings);
  return settings;
}

const newSecret = (): string => randomBytes(32).toString('base64url');

function newSecrets(): EmbeddedSettings['secrets'] {
  // n8n asks for a digit and a capital letter in a password.
  const n8nOwnerPassword = `${randomBytes(18).toString('base64url')}N8`;
  return {
    postgres: newSecret(),
    owner: newSecret(),
    app: newSecret(),
    queue: newSecret(),
    read: newSecret(),
    metrics: newSecret(),
    n8nDatabase: newSecret(),
    n8nEncryptionKey: newSecret(),
    n8nOwnerPassword,
    n8nOwnerPasswordHash: (requireEmbedded('bcryptjs') as Bcrypt).hashSync(n8nOwnerPassword, 10),
    n8nRunnersToken: newSecret(),
    signing: `whsec_${randomBytes(32).toString('base64')}`,
    token: newToken(),
  };
}

interface Bcrypt {
  hashSync(text: string, rounds: number): string;
}
