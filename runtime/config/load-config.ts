import { hostname } from 'node:os';
import type { ModelPrice } from '../core/agent/model-price';
import { ConfigError } from '../core/errors';
import { DEFAULT_PLAN_LIMITS, type PlanLimits } from '../core/plan/plan';
import type { Config } from './config';
import { type EmbeddedSettings, readEmbeddedSettings } from './embedded-settings';
import { findHome } from './find-home';
import { isGivenTo } from './part-variables';
import { readVariables, type Settings } from './read-variables';
import type { Part } from './variables';

const MINUTE_MS = 60_000;
const MEBIBYTE = 1_048_576;
const PARTS: readonly Part[] = ['n8n', 'gateway', 'worker'];

/**
 * All settings of this process: defaults, over them what `nightshift up` keeps in `<home>/settings.json`, over them
 * `nightshift.config.json`, over them the environment. The only reader of the environment. Deeply frozen.
 *
 * A part (`NIGHTSHIFT_PART` is set) reads only what parts of its kind are given: n8n no model key and no channel's secret,
 * none the owner's right to the database.
 *
 * @param folder - From where a relative `NIGHTSHIFT_HOME` counts.
 * @throws {ConfigError} `CONFIG_INVALID` naming each wrong setting and what is allowed; `CONFIG_MISSING` without a database.
 */
export function loadConfig(env: NodeJS.ProcessEnv, folder: string = process.cwd()): Config {
  const home = findHome(env, folder);
  const part = partOf(env);
  const settings = readVariables(env, home, (_, variable) => part === undefined || isGivenTo(part, variable));
  const embedded = readEmbeddedSettings(home);
  const gateway = gatewayOf(settings, embedded);
  return deepFreeze({
    home,
    hostName: settings.get('NIGHTSHIFT_HOST_NAME') ?? hostname(),
    database: databaseOf(settings, embedded, env['NIGHTSHIFT_PART'] !== undefined),
    queue: queueOf(settings, embedded),
    gateway,
    n8n: {
      url: settings.get('NIGHTSHIFT_N8N_URL') ?? `http://127.0.0.1:${embedded?.ports.n8n ?? 5678}`,
      ...optional('apiKey', settings.get('NIGHTSHIFT_N8N_API_KEY') ?? embedded?.secrets.n8nApiKey),
      handoffPath: settings.get('NIGHTSHIFT_N8N_HANDOFF_PATH') ?? '/webhook/nightshift/handoff',
      loopPath: settings.get('NIGHTSHIFT_N8N_LOOP_PATH') ?? '/webhook/nightshift/loop',
    },
    signingSecrets: settings.get('NIGHTSHIFT_SIGNING_SECRETS') ?? (embedded ? [embedded.secrets.signing] : []),
    ...optional('token', settings.get('NIGHTSHIFT_TOKEN') ?? embedded?.secrets.token),
    sandbox: sandboxOf(settings),
    worker: {
      slots: settings.get('NIGHTSHIFT_WORKER_SLOTS') ?? 4,
      capabilities: capabilitiesOf(settings),
      speed: settings.get('NIGHTSHIFT_WORKER_SPEED') ?? 1,
      graceMs: (settings.get('NIGHTSHIFT_WORKER_GRACE_SECONDS') ?? 30) * 1_000,
      leaseMs: (settings.get('NIGHTSHIFT_WORKER_LEASE_SECONDS') ?? 30) * 1_000,
      memoryBytes: (settings.get('NIGHTSHIFT_WORKER_MEMORY_MB') ?? 4_096) * MEBIBYTE,
      outputBytes: (settings.get('NIGHTSHIFT_WORKER_OUTPUT_MB') ?? 64) * MEBIBYTE,
    },
    limits: limitsOf(settings),
    homeGoneMs: (settings.get('NIGHTSHIFT_HOME_GONE_SECONDS') ?? 600) * 1_000,
    startWithinMs: (settings.get('NIGHTSHIFT_START_SECONDS') ?? 15) * 1_000,
    sendWithinMs: (settings.get('NIGHTSHIFT_SEND_SECONDS') ?? 20) * 1_000,
    globalParallel: settings.get('NIGHTSHIFT_GLOBAL_PARALLEL') ?? 20,
    resources: resourcesOf(settings),
    execution: {
      maxParallel: settings.get('NIGHTSHIFT_MAX_PARALLEL') ?? 4,
      costCapUsd: settings.get('NIGHTSHIFT_COST_CAP_USD') ?? 20,
      taskCostCapUsd: settings.get('NIGHTSHIFT_TASK_COST_CAP_USD') ?? 5,
      taskTokenCap: settings.get('NIGHTSHIFT_TASK_TOKEN_CAP') ?? 20_000_000,
      taskTimeoutMs: (settings.get('NIGHTSHIFT_TASK_TIMEOUT_MINUTES') ?? 60) * MINUTE_MS,
      retry: {
        maxAttempts: settings.get('NIGHTSHIFT_RETRY_ATTEMPTS') ?? 3,
        firstDelayMs: (settings.get('NIGHTSHIFT_RETRY_FIRST_DELAY_SECONDS') ?? 1) * 1_000,
        backoffMultiplier: settings.get('NIGHTSHIFT_RETRY_BACKOFF') ?? 2,
        maxDelayMs: (settings.get('NIGHTSHIFT_RETRY_MAX_DELAY_SECONDS') ?? 300) * 1_000,
        whenSpent: settings.get('NIGHTSHIFT_RETRY_WHEN_SPENT') ?? 'fail',
      },
    },
    agents: agentsOf(settings, env['PATH']),
    keepDays: {
      executions: settings.get('NIGHTSHIFT_KEEP_EXECUTIONS_DAYS') ?? 90,
      logs: settings.get('NIGHTSHIFT_KEEP_LOGS_DAYS') ?? 180,
      records: settings.get('NIGHTSHIFT_KEEP_RECORDS_DAYS') ?? 30,
      metrics: settings.get('NIGHTSHIFT_KEEP_METRICS_DAYS') ?? 365,
      audit: settings.get('NIGHTSHIFT_KEEP_AUDIT_DAYS') ?? 365,
    },
    research: {
      ...optional('baseUrl', settings.get('NIGHTSHIFT_RESEARCH_URL')),
      ...optional('apiKey', settings.get('NIGHTSHIFT_RESEARCH_API_KEY')),
      model: settings.get('NIGHTSHIFT_RESEARCH_MODEL') ?? 'sonar-pro',
      cacheHours: settings.get('NIGHTSHIFT_RESEARCH_CACHE_HOURS') ?? 24,
    },
    embeddings: embeddingsOf(settings),
    patterns: patternsOf(settings),
    notify: notifyOf(settings),
    logLevel: settings.get('NIGHTSHIFT_LOG_LEVEL') ?? 'info',
    crash: {
      ...optional('at', settings.get('NIGHTSHIFT_CRASH_AT')),
      ...optional('file', settings.get('NIGHTSHIFT_CRASH_FILE')),
    },
  });
}

/** Of this machine's gateway, and of whether there is one at all. */
const OF_GATEWAY = /^NIGHTSHIFT_(?:GATEWAY|DATABASE)_|^NIGHTSHIFT_(?:TOKEN|PUBLIC_URL)$/;

/**
 * Where this machine's gateway answers, and the token for it where there is one: whoever only asks it needs no other setting.
 *
 * @throws {ConfigError} `CONFIG_INVALID`, `CONFIG_MISSING` as `loadConfig`.
 */
export function loadLocalGateway(
  env: NodeJS.ProcessEnv,
  folder: string,
): { readonly url: string; readonly token?: string } {
  const home = findHome(env, folder);
  const settings = readVariables(env, home, (name) => OF_GATEWAY.test(name));
  const embedded = readEmbeddedSettings(home);
  databaseOf(settings, embedded, true);
  const { url } = gatewayOf(settings, embedded);
  return { url, ...optional('token', settings.get('NIGHTSHIFT_TOKEN') ?? embedded?.secrets.token) };
}

/** The kind of part that this process is; undefined for whoever starts parts. */
function partOf({ NIGHTSHIFT_PART: name }: NodeJS.ProcessEnv): Part | undefined {
  return PARTS.find((part) => part === name);
}

function databaseOf(settings: Settings, embedded: EmbeddedSettings | undefined, isPart: boolean): Config['database'] {
  const url = settings.get('NIGHTSHIFT_DATABASE_URL') ?? embeddedUrl(embedded, 'ns_app', embedded?.secrets.app);
  if (url === undefined) {
    throw new ConfigError(
      'CONFIG_MISSING',
      'No database: nothing was started here, and NIGHTSHIFT_DATABASE_URL is not set',
      {
        hint: 'Run `npm start` (or `nightshift up`) first, or set NIGHTSHIFT_HOME or NIGHTSHIFT_DATABASE_URL.',
      },
    );
  }
  const ownerUrl =
    settings.get('NIGHTSHIFT_DATABASE_OWNER_URL') ?? embeddedUrl(embedded, 'ns_owner', embedded?.secrets.owner);
  return {
    url,
    directUrl: settings.get('NIGHTSHIFT_DATABASE_DIRECT_URL') ?? url,
    ...optional('ownerUrl', isPart ? undefined : ownerUrl),
  };
}

function queueOf(settings: Settings, embedded: EmbeddedSettings | undefined): Config['queue'] {
  const redis = settings.get('NIGHTSHIFT_REDIS_URL');
  if (redis !== undefined) return { type: 'redis', url: redis };
  const url = settings.get('NIGHTSHIFT_QUEUE_URL') ?? embeddedUrl(embedded, 'ns_queue', embedded?.secrets.queue);
  if (url !== undefined) return { type: 'postgres', url };
  throw new ConfigError('CONFIG_MISSING', 'No queue: neither NIGHTSHIFT_REDIS_URL nor NIGHTSHIFT_QUEUE_URL is set', {
    hint: 'Set NIGHTSHIFT_REDIS_URL where there are several hosts, else NIGHTSHIFT_QUEUE_URL (role ns_queue of your Postgres).',
  });
}

function embeddedUrl(
  embedded: EmbeddedSettings | undefined,
  role: string,
  password: string | undefined,
): string | undefined {
  if (embedded === undefined || password === undefined) return undefined;
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${embedded.ports.postgres}/nightshift`;
}

function gatewayOf(settings: Settings, embedded: EmbeddedSettings | undefined): Config['gateway'] {
  const host = settings.get('NIGHTSHIFT_GATEWAY_HOST') ?? '127.0.0.1';
  // Embedded: the port that was free at the start, which may be another one than was asked for.
  const port = embedded?.ports.gateway ?? settings.get('NIGHTSHIFT_GATEWAY_PORT') ?? 4114;
  const isLoopback = host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
  if (!isLoopback && settings.get('NIGHTSHIFT_GATEWAY_BEHIND_PROXY') !== true) {
    throw new ConfigError(
      'CONFIG_INVALID',
      `NIGHTSHIFT_GATEWAY_HOST=${host} would offer the gateway to the network without TLS`,
      {
        hint: 'Keep 127.0.0.1, or put a proxy with TLS before it and set NIGHTSHIFT_GATEWAY_BEHIND_PROXY=true.',
      },
    );
  }
  const shownHost = host.includes(':') ? `[${host}]` : host;
  const url = settings.get('NIGHTSHIFT_GATEWAY_URL') ?? `http://${shownHost}:${port}`;
  const publicUrl = settings.get('NIGHTSHIFT_PUBLIC_URL');
  const publicNames = publicUrl === undefined ? [] : [new URL(publicUrl).hostname];
  const allowedHosts = new Set([
    new URL(url).hostname,
    ...publicNames,
    ...(settings.get('NIGHTSHIFT_GATEWAY_ALLOWED_HOSTS') ?? []),
  ]);
  return { host, port, url, ...optional('publicUrl', publicUrl), allowedHosts: [...allowedHosts] };
}

/**
 * What a plan may have at most here; known before anything was started.
 * @throws {ConfigError} `CONFIG_INVALID`.
 */
export function loadPlanLimits(env: NodeJS.ProcessEnv, folder: string): PlanLimits {
  return limitsOf(readVariables(env, findHome(env, folder)));
}

/** What decides who can be asked to work here; known before anything was started. @throws {ConfigError} `CONFIG_INVALID`. */
export function loadMachineSettings(
  env: NodeJS.ProcessEnv,
  folder: string,
): Pick<Config, 'agents' | 'sandbox'> & {
  readonly capabilities: readonly string[];
  readonly resources: ReadonlyMap<string, number>;
} {
  const settings = readVariables(env, findHome(env, folder));
  return {
    agents: agentsOf(settings, env['PATH']),
    sandbox: sandboxOf(settings),
    capabilities: capabilitiesOf(settings),
    resources: resourcesOf(settings),
  };
}

const sandboxOf = (settings: Settings): Config['sandbox'] => settings.get('NIGHTSHIFT_SANDBOX') ?? 'bubblewrap';

const resourcesOf = (settings: Settings): ReadonlyMap<string, number> =>
  settings.get('NIGHTSHIFT_RESOURCES') ?? new Map();

const capabilitiesOf = (settings: Settings): readonly string[] => settings.get('NIGHTSHIFT_WORKER_CAPABILITIES') ?? [];

function limitsOf(settings: Settings): PlanLimits {
  const standard = DEFAULT_PLAN_LIMITS;
  return {
    bytes: settings.get('NIGHTSHIFT_LIMIT_BYTES') ?? standard.bytes,
    depth: settings.get('NIGHTSHIFT_LIMIT_DEPTH') ?? standard.depth,
    keys: settings.get('NIGHTSHIFT_LIMIT_KEYS') ?? standard.keys,
    stringLength: settings.get('NIGHTSHIFT_LIMIT_STRING_LENGTH') ?? standard.stringLength,
    aliases: settings.get('NIGHTSHIFT_LIMIT_ALIASES') ?? standard.aliases,
    tasks: settings.get('NIGHTSHIFT_LIMIT_TASKS') ?? standard.tasks,
    dependenciesPerTask: settings.get('NIGHTSHIFT_LIMIT_DEPENDENCIES_PER_TASK') ?? standard.dependenciesPerTask,
    edges: settings.get('NIGHTSHIFT_LIMIT_EDGES') ?? standard.edges,
    chain: settings.get('NIGHTSHIFT_LIMIT_CHAIN') ?? standard.chain,
    filesPerTask: settings.get('NIGHTSHIFT_LIMIT_FILES_PER_TASK') ?? standard.filesPerTask,
    titleLength: settings.get('NIGHTSHIFT_LIMIT_TITLE_LENGTH') ?? standard.titleLength,
    descriptionLength: settings.get('NIGHTSHIFT_LIMIT_DESCRIPTION_LENGTH') ?? standard.descriptionLength,
    checksPerTask: settings.get('NIGHTSHIFT_LIMIT_CHECKS_PER_TASK') ?? standard.checksPerTask,
  };
}

function agentsOf(settings: Settings, searchPath: string | undefined): Config['agents'] {
  return {
    claudeCode: {
      command: settings.get('NIGHTSHIFT_CLAUDE_CODE_COMMAND') ?? 'claude',
      ...optional('searchPath', searchPath),
      ...optional('model', settings.get('NIGHTSHIFT_CLAUDE_CODE_MODEL')),
      ...optional('lastModel', settings.get('NIGHTSHIFT_CLAUDE_CODE_LAST_MODEL')),
      baseUrl: settings.get('NIGHTSHIFT_CLAUDE_CODE_BASE_URL') ?? 'https://api.anthropic.com',
      ...optional('apiKey', settings.get('NIGHTSHIFT_CLAUDE_CODE_API_KEY')),
    },
    anthropic: {
      baseUrl: settings.get('NIGHTSHIFT_ANTHROPIC_BASE_URL') ?? 'https://api.anthropic.com',
      ...optional('apiKey', settings.get('NIGHTSHIFT_ANTHROPIC_API_KEY')),
      model: settings.get('NIGHTSHIFT_ANTHROPIC_MODEL') ?? 'claude-sonnet-4-5',
      ...optional('lastModel', settings.get('NIGHTSHIFT_ANTHROPIC_LAST_MODEL')),
      ...optional('price', priceOf(settings, 'NIGHTSHIFT_ANTHROPIC_PRICE')),
    },
    openai: {
      baseUrl: settings.get('NIGHTSHIFT_OPENAI_BASE_URL') ?? 'https://api.openai.com/v1',
      ...optional('apiKey', settings.get('NIGHTSHIFT_OPENAI_API_KEY')),
      model: settings.get('NIGHTSHIFT_OPENAI_MODEL') ?? 'gpt-5-codex',
      ...optional('lastModel', settings.get('NIGHTSHIFT_OPENAI_LAST_MODEL')),
      ...optional('price', priceOf(settings, 'NIGHTSHIFT_OPENAI_PRICE')),
    },
  };
}

/** One without the other would count half of the money. */
function priceOf(
  settings: Settings,
  name: 'NIGHTSHIFT_ANTHROPIC_PRICE' | 'NIGHTSHIFT_OPENAI_PRICE',
): ModelPrice | undefined {
  const inputUsd = settings.get(`${name}_INPUT`);
  const outputUsd = settings.get(`${name}_OUTPUT`);
  if (inputUsd !== undefined && outputUsd !== undefined) return { inputUsd, outputUsd };
  if (inputUsd === undefined && outputUsd === undefined) return undefined;
  throw new ConfigError('CONFIG_INVALID', `${name}_INPUT and ${name}_OUTPUT belong together`, {
    hint: 'Set both, in US dollars for a million tokens; 0 for a model that costs nothing.',
  });
}

function embeddingsOf(settings: Settings): Config['embeddings'] {
  const baseUrl = settings.get('NIGHTSHIFT_EMBEDDINGS_URL');
  if (baseUrl === undefined) return { type: 'local' };
  return {
    type: 'openai',
    baseUrl,
    ...optional('apiKey', settings.get('NIGHTSHIFT_EMBEDDINGS_API_KEY')),
    model: settings.get('NIGHTSHIFT_EMBEDDINGS_MODEL') ?? 'text-embedding-3-small',
    dimensions: settings.get('NIGHTSHIFT_EMBEDDINGS_DIMENSIONS') ?? 1_536,
  };
}

function patternsOf(settings: Settings): Config['patterns'] {
  const url = settings.get('NIGHTSHIFT_QDRANT_URL');
  return url === undefined
    ? { type: 'postgres' }
    : { type: 'qdrant', url, ...optional('apiKey', settings.get('NIGHTSHIFT_QDRANT_API_KEY')) };
}

function notifyOf(settings: Settings): Config['notify'] {
  const voice = settings.get('NIGHTSHIFT_VOICE_URL');
  const discord = settings.get('NIGHTSHIFT_DISCORD_WEBHOOK_URL');
  const topic = settings.get('NIGHTSHIFT_NTFY_TOPIC');
  return {
    ...(voice === undefined
      ? {}
      : { voice: { url: voice, ...optional('voiceId', settings.get('NIGHTSHIFT_VOICE_ID')) } }),
    ...(topic === undefined
      ? {}
      : {
          push: {
            url: settings.get('NIGHTSHIFT_NTFY_URL') ?? 'https://ntfy.sh',
            topic,
            ...optional('token', settings.get('NIGHTSHIFT_NTFY_TOKEN')),
          },
        }),
    ...(discord === undefined ? {} : { discord: { url: discord } }),
    elsewhere: settings.get('NIGHTSHIFT_CHANNELS') ?? [],
    ...optional('quietHours', settings.get('NIGHTSHIFT_QUIET_HOURS')),
  };
}

/** `{[name]: value}`, or nothing: an optional field is absent, never `undefined`. */
function optional<N extends string, V>(name: N, value: V | undefined): { readonly [K in N]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [K in N]?: V });
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
