import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { ConfigError } from '../core/errors';

const port = z.int().min(1).max(65_535);
const secret = z.string().min(24);

const embeddedSettingsSchema = z.object({
  version: z.literal(1),
  ports: z.object({ postgres: port, n8n: port, n8nBroker: port, gateway: port }),
  secrets: z.object({
    /** Superuser of the embedded Postgres. */
    postgres: secret,
    /** Role `ns_owner`. */
    owner: secret,
    /** Role `ns_app`. */
    app: secret,
    /** Role `ns_queue`. */
    queue: secret,
    /** Role `ns_read`. A home of an older version has none until it is started again. */
    read: secret.optional(),
    /** Role `ns_metrics`. The same. */
    metrics: secret.optional(),
    /** Role `n8n`. */
    n8nDatabase: secret,
    n8nEncryptionKey: secret,
    n8nOwnerPassword: secret,
    n8nOwnerPasswordHash: z.string().regex(/^\$2[aby]\$\d{2}\$[./A-Za-z0-9]{53}$/),
    n8nRunnersToken: secret,
    /** Made by n8n at the first start. */
    n8nApiKey: secret.optional(),
    /** Standard Webhooks: `whsec_` and base64. */
    signing: secret,
    /** Bearer token of the gateway. */
    token: secret,
  }),
});

/** What `nightshift up` made for the services that it runs itself: their ports and secrets. Kept in `<home>/settings.json`, mode 0600. */
export type EmbeddedSettings = z.infer<typeof embeddedSettingsSchema>;

/** The path of the file that holds the embedded settings of a home. */
export function embeddedSettingsPath(home: string): string {
  return join(home, 'settings.json');
}

/**
 * The settings of the embedded services, or `undefined` where none were ever started in this home.
 * @throws {ConfigError} `CONFIG_INVALID` when the file is there and cannot be used.
 */
export function readEmbeddedSettings(home: string): EmbeddedSettings | undefined {
  const path = embeddedSettingsPath(home);
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const parsed = embeddedSettingsSchema.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  throw new ConfigError('CONFIG_INVALID', `${path} cannot be used: ${fieldsOf(parsed.error)}`, {
    hint: `Put back an earlier copy of ${path}: it holds the passwords of the database beside it. Without one, move ${home} away and start anew.`,
  });
}

/** The text of a file, or `undefined` when there is none. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigError('CONFIG_INVALID', `${path} cannot be read`, {
      hint: `Run as the user who owns ${path}, or set NIGHTSHIFT_HOME to a folder of your own.`,
      cause: error,
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError('CONFIG_INVALID', `${path} is not JSON`, {
      hint: `Put back an earlier copy of ${path}.`,
      cause,
    });
  }
}

/** Names of the fields that do not fit; never their values, which may be secrets. */
function fieldsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')} (${issue.code})`).join(', ');
}
