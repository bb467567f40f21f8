import { join } from 'node:path';
import type { EmbeddedSettings } from '../config/embedded-settings';
import { DEFAULT_PLAN_LIMITS } from '../core/plan/plan';
import { partEnv } from './part-env';

/** The mail address with which the owner of the embedded n8n logs in. */
export const N8N_OWNER_EMAIL = 'owner@nightshift.local';

/** Modules of n8n that nightshift has no use for: each is a route or a call to the outside less, and a faster start. */
const UNUSED_MODULES = [
  'agents',
  'breaking-changes',
  'chat-hub',
  'dynamic-credentials',
  'external-secrets',
  'insights',
  'instance-ai',
  'ldap',
  'log-streaming',
  'mcp',
  'mcp-registry',
  'otel',
  'promotions',
  'quick-connect',
  'source-control',
  'sso-oidc',
  'sso-saml',
  'token-exchange',
  'workflow-builder',
  'workflow-reviews',
];

/** Nodes that run code or programs on this machine outside any sandbox. */
const EXCLUDED_NODES = [
  'n8n-nodes-base.executeCommand',
  'n8n-nodes-base.localFileTrigger',
  'n8n-nodes-base.code',
  'n8n-nodes-base.function',
  'n8n-nodes-base.functionItem',
  '@n8n/n8n-nodes-langchain.code',
];

/**
 * Bounds on what strangers leave in n8n's database: a signature is looked at inside the workflow, so the bodies of
 * refused requests are stored as well. Executions that run or wait are never pruned.
 */
const STORED_DATA_BOUNDS = {
  // MiB. Nothing here takes forms; n8n's own bound is 200.
  N8N_FORMDATA_FILE_SIZE_MAX: '1',
  EXECUTIONS_DATA_PRUNE: 'true',
  // Hours.
  EXECUTIONS_DATA_MAX_AGE: '72',
  EXECUTIONS_DATA_PRUNE_MAX_COUNT: '500',
  // Minutes between two looks; n8n's own is 60.
  EXECUTIONS_DATA_PRUNE_SOFT_DELETE_INTERVAL: '10',
} as const;

/** What the environment of the embedded n8n is made of. */
export interface N8nEnvOptions {
  readonly home: string;
  readonly settings: EmbeddedSettings;
  /** The launcher's own environment; only what a part needs of it is passed on. */
  readonly env: NodeJS.ProcessEnv;
  /** The folder of files that hold n8n's secrets, mode 0600 each. */
  readonly secretsFolder: string;
  /** The Redis of queue mode. */
  readonly queue: URL | undefined;
}

/**
 * The environment of the embedded n8n: its own database, loopback only, owner and keys set, hardened, and silent
 * towards the outside. Secrets are in files, not in here. Source: guarantees E3, libraries 4.
 */
export function n8nEnv(options: N8nEnvOptions): NodeJS.ProcessEnv {
  return {
    ...commonEnv(options),
    ...(options.queue === undefined ? {} : queueEnv(options.queue, options.secretsFolder)),
  };
}

/**
 * What a worker of n8n's queue mode has otherwise than its main process.
 * @param ports - Free ones: every process of n8n opens a broker, and the worker tells its health.
 */
export function n8nWorkerEnv(
  options: N8nEnvOptions,
  ports: { readonly broker: number; readonly health: number },
): NodeJS.ProcessEnv {
  return {
    ...n8nEnv(options),
    N8N_RUNNERS_BROKER_PORT: String(ports.broker),
    QUEUE_HEALTH_CHECK_ACTIVE: 'true',
    QUEUE_HEALTH_CHECK_PORT: String(ports.health),
    N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
  };
}

function queueEnv(redis: URL, secretsFolder: string): NodeJS.ProcessEnv {
  return {
    EXECUTIONS_MODE: 'queue',
    QUEUE_BULL_REDIS_HOST: redis.hostname,
    QUEUE_BULL_REDIS_PORT: redis.port || '6379',
    QUEUE_BULL_REDIS_DB: redis.pathname.slice(1) || '0',
    ...(redis.username === '' ? {} : { QUEUE_BULL_REDIS_USERNAME: decodeURIComponent(redis.username) }),
    ...(redis.password === '' ? {} : { QUEUE_BULL_REDIS_PASSWORD_FILE: join(secretsFolder, 'redis') }),
    ...(redis.protocol === 'rediss:' ? { QUEUE_BULL_REDIS_TLS: 'true' } : {}),
    // BullMQ and n8n would both say "bull".
    QUEUE_BULL_PREFIX: 'n8n',
    OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
  };
}

/** MiB that n8n takes as a body: as much as a hand-off may have and one more, so that a refusal is ours, with what to do. */
function payloadMiB(env: NodeJS.ProcessEnv): string {
  const bytes = Number(env['NIGHTSHIFT_LIMIT_BYTES'] || DEFAULT_PLAN_LIMITS.bytes);
  return String(Math.ceil(bytes / 1024 ** 2) + 1);
}

function commonEnv(options: N8nEnvOptions): NodeJS.ProcessEnv {
  const { ports, secrets } = options.settings;
  const url = `http://127.0.0.1:${ports.n8n}`;
  return {
    ...partEnv('n8n', options.home, options.env),
    NODE_ENV: 'production',
    N8N_USER_FOLDER: join(options.home, 'n8n'),

    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    N8N_PORT: String(ports.n8n),
    N8N_PROTOCOL: 'http',
    N8N_EDITOR_BASE_URL: url,
    N8N_WEBHOOK_URL: `${url}/`,
    // Plain http on loopback: a secure cookie would never come back.
    N8N_SECURE_COOKIE: 'false',
    N8N_PROXY_HOPS: '0',

    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: '127.0.0.1',
    DB_POSTGRESDB_PORT: String(ports.postgres),
    DB_POSTGRESDB_DATABASE: 'n8n',
    DB_POSTGRESDB_USER: 'n8n',
    DB_POSTGRESDB_PASSWORD_FILE: join(options.secretsFolder, 'n8nDatabase'),
    DB_POSTGRESDB_POOL_SIZE: '10',
    N8N_ENCRYPTION_KEY_FILE: join(options.secretsFolder, 'n8nEncryptionKey'),

    N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
    N8N_INSTANCE_OWNER_EMAIL: N8N_OWNER_EMAIL,
    N8N_INSTANCE_OWNER_FIRST_NAME: 'Nightshift',
    N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
    N8N_INSTANCE_OWNER_PASSWORD_HASH: secrets.n8nOwnerPasswordHash,

    N8N_BLOCK_ENV_ACCESS_IN_NODE: 'true',
    N8N_SSRF_PROTECTION_ENABLED: 'true',
    // nightshift's own gateway, which n8n asks when a credential is tested.
    N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
    NODES_EXCLUDE: JSON.stringify(EXCLUDED_NODES),
    N8N_COMMUNITY_PACKAGES_ENABLED: 'false',
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'false',
    N8N_GIT_NODE_ENABLE_HOOKS: 'false',
    N8N_RESTRICT_FILE_ACCESS_TO: join(options.home, 'n8n', 'files'),
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
    N8N_DISABLED_MODULES: UNUSED_MODULES.join(','),
    // Code nodes are excluded, so no runner is needed: "external" keeps n8n from starting one.
    N8N_RUNNERS_MODE: 'external',
    N8N_RUNNERS_AUTH_TOKEN_FILE: join(options.secretsFolder, 'n8nRunnersToken'),
    N8N_RUNNERS_BROKER_PORT: String(ports.n8nBroker),
    N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',

    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
    N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_HIRING_BANNER_ENABLED: 'false',
    N8N_DYNAMIC_BANNERS_ENABLED: 'false',
    N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
    EXTERNAL_FRONTEND_HOOKS_URLS: '',

    N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
    N8N_WORKFLOW_AUTODEACTIVATION_ENABLED: 'false',
    N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
    EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'false',
    ...STORED_DATA_BOUNDS,
    N8N_PAYLOAD_SIZE_MAX: payloadMiB(options.env),
    N8N_WORKFLOW_PUBLICATION_OUTBOX_POLL_INTERVAL_MS: '500',
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '2',
    N8N_LOG_LEVEL: 'info',
    // n8n's own default is New York.
    GENERIC_TIMEZONE: options.env['TZ'] || Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
