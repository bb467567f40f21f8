import { z } from 'zod/v4';
import { CHANNELS } from '../core/notify/channel';
import { isNobodys } from '../core/notify/check-target';
import { MOST_UNITS, RESOURCE_NAME } from '../core/plan/check-resources';

/** A kind of process that is given settings. Whoever starts them (`nightshift up`, a migration, a command) reads all. */
export type Part = 'n8n' | 'gateway' | 'worker';

/** One setting: an environment variable, and the same name in `nightshift.config.json`. */
export type Variable = {
  readonly schema: z.ZodType;
  /** What is allowed, for people: stands in messages and in `docs/configuration.md`. */
  readonly allowed: string;
  /** Names of other tools that are read when the variable itself is not set. */
  readonly aliases?: readonly string[];
  /** Given and empty it does not count as not set: whoever gave it meant something. */
  readonly isNeverEmpty?: true;
} & (
  | { readonly isSecret?: never; readonly parts?: readonly Part[] }
  // A secret says which parts need it; what is no secret may be read by all unless it says otherwise.
  | { readonly isSecret: true; readonly parts: readonly Part[] }
);

const DEFAULT_SECRETS =
  /^(changeme|change-me|secret|password|postgres|admin|test|token|default|nightshift|n8n|redis|qdrant|example)\d*$/i;

/** Long enough, not a well-known default, not one character repeated. */
export function isStrong(text: string, length: number): boolean {
  return text.length >= length && !DEFAULT_SECRETS.test(text) && new Set(text).size > 4;
}

const text = z.string().min(1);
const isUrl = (protocols: readonly string[]) => (value: string) => {
  const url = URL.parse(value);
  return url !== null && protocols.includes(url.protocol);
};
const httpUrl = z
  .string()
  .refine(isUrl(['http:', 'https:']))
  .refine((value) => {
    const { username, password, hostname } = URL.parse(value) ?? {};
    return username === '' && password === '' && !isNobodys(hostname ?? '');
  })
  .transform((url) => url.replace(/\/{1,100}$/, ''));
/** A link that decides must not be read on its way, and is the address, a slash and the ticket. */
function isSafeForTickets(value: string): boolean {
  const { protocol, hostname, pathname, search } = URL.parse(value) ?? {};
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return (protocol === 'https:' || isHere) && pathname === '/' && search === '';
}
const number = (min: number, max: number) => z.coerce.number().min(min).max(max);
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const http = {
  schema: httpUrl,
  allowed: 'an http or https URL without user name or password, of no metadata service',
} as const;
const any = { schema: text, allowed: 'text' } as const;
const port = { schema: whole(1, 65_535), allowed: '1 … 65535' } as const;
const wholeOf = (min: number, max: number) => ({
  schema: whole(min, max),
  allowed: `a whole number, ${min} … ${max}`,
});
const numberOf = (min: number, max: number) => ({
  schema: number(min, max),
  allowed: `a number, ${min} … ${max}`,
});
const keptDays = { schema: number(0, 36_500), allowed: 'days, 0 … 36500; 0 for good' } as const;
const secret = { schema: text, allowed: 'text', isSecret: true } as const;

const EVERY_PART: readonly Part[] = ['n8n', 'gateway', 'worker'];
/** Agents run there, each in its sandbox. */
const WORKER: readonly Part[] = ['worker'];
/** Everything that leaves by the outbox leaves from there, and questions are asked there. */
const GATEWAY: readonly Part[] = ['gateway'];
/** Patterns are learned in the gateway and recalled by workers for their prompts. */
const LEARNING: readonly Part[] = ['gateway', 'worker'];
/** Loops are driven by n8n and begun anew by the gateway; the `recover` template does it from inside n8n. */
const LOOPS: readonly Part[] = ['n8n', 'gateway'];

/** A URL may come without a password (a socket, a `.pgpass`), not with a weak one. */
const serverUrl = (protocols: readonly string[], allowed: string, parts: readonly Part[] = EVERY_PART) =>
  ({
    schema: z
      .string()
      .refine(isUrl(protocols))
      .refine((value) => {
        const password = decodeURIComponent(URL.parse(value)?.password ?? '');
        return password === '' || isStrong(password, 12);
      }),
    allowed: `${allowed}; a password in it has at least 12 characters and is no well-known default`,
    isSecret: true,
    parts,
  }) as const;
const POSTGRES = [['postgres:', 'postgresql:'], 'a postgres:// URL'] as const;
const postgresUrl = serverUrl(...POSTGRES);

const signingSecrets = z
  .string()
  .transform((list) => list.split(',').map((one) => one.trim()))
  .pipe(
    z
      .array(
        z.string().refine((one) => {
          const bytes = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(one)?.[1];
          return bytes !== undefined && Buffer.from(bytes, 'base64').length >= 24 && isStrong(bytes, 32);
        }),
      )
      .min(1),
  );

const clock = '([01]\\d|2[0-3]):[0-5]\\d';
const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((value) => ['true', '1', 'yes'].includes(value));

/** Each name once, with a whole number. */
const resources = z
  .string()
  .transform((list) => list.split(',').map((one) => one.trim().split('=')))
  .refine((pairs) => new Set(pairs.map(([name]) => name)).size === pairs.length)
  .refine((pairs) => pairs.every((pair) => pair.length === 2 && RESOURCE_NAME.test(pair[0] ?? '')))
  .refine((pairs) => pairs.every(([, amount]) => whole(1, MOST_UNITS).safeParse(amount).success))
  .transform(
    (pairs): ReadonlyMap<string, number> => new Map(pairs.map(([name = '', amount]) => [name, Number(amount)])),
  );

/** Every setting that nightshift reads. `loadConfig` is the only reader of the environment, and this the list of what it looks for. */
export const VARIABLES = {
  NIGHTSHIFT_DATABASE_URL: postgresUrl,
  NIGHTSHIFT_DATABASE_DIRECT_URL: postgresUrl,
  NIGHTSHIFT_DATABASE_OWNER_URL: serverUrl(...POSTGRES, []),
  NIGHTSHIFT_QUEUE_URL: postgresUrl,
  NIGHTSHIFT_REDIS_URL: serverUrl(['redis:', 'rediss:'], 'a redis:// or rediss:// URL'),

  NIGHTSHIFT_GATEWAY_HOST: any,
  NIGHTSHIFT_GATEWAY_PORT: port,
  NIGHTSHIFT_GATEWAY_URL: http,
  NIGHTSHIFT_GATEWAY_BEHIND_PROXY: { schema: flag, allowed: 'true or false' },
  NIGHTSHIFT_GATEWAY_ALLOWED_HOSTS: {
    schema: z
      .string()
      .transform((list) => list.split(',').map((one) => one.trim().toLowerCase()))
      .pipe(z.array(z.string().regex(/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/))),
    allowed: 'host names separated by commas, without port',
    parts: GATEWAY,
  },
  NIGHTSHIFT_PUBLIC_URL: {
    schema: httpUrl.refine((url) => isSafeForTickets(url)),
    allowed: 'an https URL without path (http on loopback only)',
    parts: GATEWAY,
  },
  NIGHTSHIFT_URL: { ...http, parts: [] },
  NIGHTSHIFT_TOKEN: {
    schema: z.string().refine((value) => /^ns_[\w-]+$/.test(value) && isStrong(value, 35)),
    allowed: '`ns_` and at least 32 random characters (letters, digits, _ and -)',
    isSecret: true,
    parts: GATEWAY,
  },
  NIGHTSHIFT_SIGNING_SECRETS: {
    schema: signingSecrets,
    allowed: 'one or more, separated by commas, each `whsec_` and the base64 of at least 24 random bytes',
    isSecret: true,
    isNeverEmpty: true,
    parts: LOOPS,
  },

  NIGHTSHIFT_N8N_URL: http,
  NIGHTSHIFT_N8N_API_KEY: {
    ...secret,
    parts: LOOPS,
    schema: z.string().refine((value) => isStrong(value, 24)),
    allowed: 'an API key of n8n',
  },
  NIGHTSHIFT_N8N_MODE: { schema: z.enum(['regular', 'queue']), allowed: 'regular or queue' },
  NIGHTSHIFT_N8N_HANDOFF_PATH: {
    schema: z.string().regex(/^\/\S+$/),
    allowed: 'a path that starts with /',
    parts: LOOPS,
  },
  NIGHTSHIFT_N8N_LOOP_PATH: { schema: z.string().regex(/^\/\S+$/), allowed: 'a path that starts with /', parts: LOOPS },

  NIGHTSHIFT_SANDBOX: { schema: z.enum(['bubblewrap', 'none']), allowed: 'bubblewrap or none', parts: WORKER },
  NIGHTSHIFT_HOST_NAME: {
    schema: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    allowed: 'up to 64 letters, digits, dots, - and _',
  },
  NIGHTSHIFT_WORKER_SLOTS: { ...wholeOf(1, 256), parts: WORKER },
  NIGHTSHIFT_WORKER_CAPABILITIES: {
    schema: z
      .string()
      .transform((list) => list.split(',').map((one) => one.trim()))
      .pipe(z.array(z.string().regex(/^[a-z0-9][a-z0-9-]*$/))),
    allowed: 'names separated by commas, each of lower-case letters, digits and -',
    parts: WORKER,
  },
  NIGHTSHIFT_WORKER_SPEED: { ...numberOf(0.01, 100), parts: WORKER },
  NIGHTSHIFT_WORKER_LEASE_SECONDS: { ...wholeOf(3, 600), parts: WORKER },
  NIGHTSHIFT_WORKER_GRACE_SECONDS: { ...numberOf(0, 3_600), parts: WORKER },
  NIGHTSHIFT_WORKER_MEMORY_MB: { ...wholeOf(64, 1_048_576), parts: WORKER },
  NIGHTSHIFT_WORKER_OUTPUT_MB: { ...wholeOf(1, 10_240), parts: WORKER },

  NIGHTSHIFT_START_SECONDS: { ...numberOf(1, 600), parts: LOOPS },
  NIGHTSHIFT_HOME_GONE_SECONDS: { ...numberOf(1, 604_800), parts: GATEWAY },
  NIGHTSHIFT_SEND_SECONDS: { ...numberOf(1, 3_600), parts: GATEWAY },
  NIGHTSHIFT_GLOBAL_PARALLEL: wholeOf(1, 1_024),
  NIGHTSHIFT_RESOURCES: {
    schema: resources,
    allowed: 'names and how much there is of each, such as `test-db=1,gpu=2`',
  },
  NIGHTSHIFT_MAX_PARALLEL: wholeOf(1, 256),
  NIGHTSHIFT_COST_CAP_USD: numberOf(0, 100_000),
  NIGHTSHIFT_TASK_COST_CAP_USD: numberOf(0, 100_000),
  NIGHTSHIFT_TASK_TOKEN_CAP: wholeOf(1, 1_000_000_000_000),
  NIGHTSHIFT_TASK_TIMEOUT_MINUTES: numberOf(0.01, 10_080),
  NIGHTSHIFT_RETRY_ATTEMPTS: wholeOf(1, 100),
  NIGHTSHIFT_RETRY_FIRST_DELAY_SECONDS: numberOf(0, 86_400),
  NIGHTSHIFT_RETRY_BACKOFF: numberOf(1, 10),
  NIGHTSHIFT_RETRY_MAX_DELAY_SECONDS: numberOf(0, 86_400),
  NIGHTSHIFT_RETRY_WHEN_SPENT: { schema: z.enum(['fail', 'ask']), allowed: 'fail or ask' },

  NIGHTSHIFT_LIMIT_BYTES: wholeOf(1, 1_073_741_824),
  NIGHTSHIFT_LIMIT_DEPTH: wholeOf(1, 1_000),
  NIGHTSHIFT_LIMIT_KEYS: wholeOf(1, 10_000_000),
  NIGHTSHIFT_LIMIT_STRING_LENGTH: wholeOf(1, 1_073_741_824),
  NIGHTSHIFT_LIMIT_ALIASES: wholeOf(0, 1_000_000),
  NIGHTSHIFT_LIMIT_TASKS: wholeOf(1, 1_000_000),
  NIGHTSHIFT_LIMIT_DEPENDENCIES_PER_TASK: wholeOf(1, 1_000_000),
  NIGHTSHIFT_LIMIT_EDGES: wholeOf(1, 10_000_000),
  NIGHTSHIFT_LIMIT_CHAIN: wholeOf(1, 1_000_000),
  NIGHTSHIFT_LIMIT_FILES_PER_TASK: wholeOf(1, 1_000_000),
  NIGHTSHIFT_LIMIT_TITLE_LENGTH: wholeOf(1, 1_000_000),
  NIGHTSHIFT_LIMIT_DESCRIPTION_LENGTH: wholeOf(1, 100_000_000),
  NIGHTSHIFT_LIMIT_CHECKS_PER_TASK: wholeOf(1, 10_000),

  NIGHTSHIFT_CLAUDE_CODE_COMMAND: { ...any, parts: WORKER },
  NIGHTSHIFT_CLAUDE_CODE_MODEL: { ...any, parts: WORKER },
  NIGHTSHIFT_CLAUDE_CODE_LAST_MODEL: { ...any, parts: WORKER },
  NIGHTSHIFT_CLAUDE_CODE_BASE_URL: {
    ...http,
    parts: WORKER,
    aliases: ['NIGHTSHIFT_ANTHROPIC_BASE_URL', 'ANTHROPIC_BASE_URL'],
  },
  NIGHTSHIFT_CLAUDE_CODE_API_KEY: {
    ...secret,
    parts: WORKER,
    aliases: ['NIGHTSHIFT_ANTHROPIC_API_KEY', 'ANTHROPIC_API_KEY'],
  },
  NIGHTSHIFT_ANTHROPIC_BASE_URL: { ...http, parts: WORKER, aliases: ['ANTHROPIC_BASE_URL'] },
  NIGHTSHIFT_ANTHROPIC_API_KEY: { ...secret, parts: WORKER, aliases: ['ANTHROPIC_API_KEY'] },
  NIGHTSHIFT_ANTHROPIC_MODEL: { ...any, parts: WORKER },
  NIGHTSHIFT_ANTHROPIC_LAST_MODEL: { ...any, parts: WORKER },
  NIGHTSHIFT_ANTHROPIC_PRICE_INPUT: { ...numberOf(0, 100_000), parts: WORKER },
  NIGHTSHIFT_ANTHROPIC_PRICE_OUTPUT: { ...numberOf(0, 100_000), parts: WORKER },
  NIGHTSHIFT_OPENAI_BASE_URL: { ...http, parts: WORKER, aliases: ['OPENAI_BASE_URL'] },
  NIGHTSHIFT_OPENAI_API_KEY: { ...secret, parts: WORKER, aliases: ['OPENAI_API_KEY'] },
  NIGHTSHIFT_OPENAI_MODEL: { ...any, parts: WORKER },
  NIGHTSHIFT_OPENAI_LAST_MODEL: { ...any, parts: WORKER },
  NIGHTSHIFT_OPENAI_PRICE_INPUT: { ...numberOf(0, 100_000), parts: WORKER },
  NIGHTSHIFT_OPENAI_PRICE_OUTPUT: { ...numberOf(0, 100_000), parts: WORKER },

  NIGHTSHIFT_RESEARCH_URL: { ...http, parts: GATEWAY },
  NIGHTSHIFT_RESEARCH_API_KEY: { ...secret, parts: GATEWAY, aliases: ['PERPLEXITY_API_KEY'] },
  NIGHTSHIFT_RESEARCH_MODEL: { ...any, parts: GATEWAY },
  NIGHTSHIFT_KEEP_EXECUTIONS_DAYS: { ...keptDays, parts: GATEWAY },
  NIGHTSHIFT_KEEP_LOGS_DAYS: { ...keptDays, parts: [...GATEWAY, ...WORKER] },
  NIGHTSHIFT_KEEP_RECORDS_DAYS: { ...keptDays, parts: GATEWAY },
  NIGHTSHIFT_KEEP_METRICS_DAYS: { ...keptDays, parts: GATEWAY },
  NIGHTSHIFT_KEEP_AUDIT_DAYS: { ...keptDays, parts: GATEWAY },

  NIGHTSHIFT_RESEARCH_CACHE_HOURS: { ...numberOf(0, 87_600), parts: GATEWAY },
  NIGHTSHIFT_EMBEDDINGS_URL: { ...http, parts: LEARNING },
  NIGHTSHIFT_EMBEDDINGS_API_KEY: { ...secret, parts: LEARNING },
  NIGHTSHIFT_EMBEDDINGS_MODEL: { ...any, parts: LEARNING },
  NIGHTSHIFT_EMBEDDINGS_DIMENSIONS: { ...wholeOf(8, 16_384), parts: LEARNING },
  NIGHTSHIFT_QDRANT_URL: { ...http, parts: LEARNING },
  NIGHTSHIFT_QDRANT_API_KEY: {
    ...secret,
    parts: LEARNING,
    schema: z.string().refine((value) => isStrong(value, 16)),
    allowed: 'at least 16 characters, no well-known default',
  },

  NIGHTSHIFT_VOICE_URL: { ...http, parts: GATEWAY },
  NIGHTSHIFT_VOICE_ID: { ...any, parts: GATEWAY },
  NIGHTSHIFT_NTFY_URL: { ...http, parts: GATEWAY },
  NIGHTSHIFT_NTFY_TOPIC: { ...any, parts: GATEWAY },
  NIGHTSHIFT_NTFY_TOKEN: { ...secret, parts: GATEWAY },
  NIGHTSHIFT_DISCORD_WEBHOOK_URL: { ...http, isSecret: true, parts: GATEWAY },
  NIGHTSHIFT_CHANNELS: {
    schema: z
      .string()
      .transform((list) =>
        list
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      )
      .pipe(z.array(z.enum(CHANNELS))),
    allowed: 'channels separated by commas, of voice, push and discord',
  },
  NIGHTSHIFT_QUIET_HOURS: {
    schema: z.string().regex(new RegExp(`^${clock}-${clock}$`)),
    allowed: 'HH:MM-HH:MM, local time',
  },

  NIGHTSHIFT_LOG_LEVEL: { schema: z.enum(['debug', 'info', 'warn', 'error']), allowed: 'debug, info, warn or error' },
  NIGHTSHIFT_CRASH_AT: any,
  NIGHTSHIFT_CRASH_FILE: any,

  NIGHTSHIFT_POSTGRES_PORT: port,
  NIGHTSHIFT_N8N_PORT: port,
  NIGHTSHIFT_N8N_BROKER_PORT: port,
} as const satisfies Readonly<Record<string, Variable>>;

/** The name of a setting. */
export type VariableName = keyof typeof VARIABLES;

/** The type of a setting's value once it was checked. */
export type ValueOf<N extends VariableName> = z.output<(typeof VARIABLES)[N]['schema']>;
