import type { Runtime } from '../app/runtime';
import type { Config } from '../config/config';
import { loadConfig } from '../config/load-config';
import { sha256 } from '../core/execution/hash-event';
import { composeRuntime } from './compose-runtime';

/** The fields of the credential `nightshiftRuntimeApi`, when one is set; else the process's environment says it all. */
export interface RuntimeCredential {
  readonly databaseUrl: string;
  readonly gatewayUrl: string;
  readonly redisUrl?: string;
  readonly signingSecret: string;
}

/** Milliseconds without a call after which a runtime's connections are closed: nodes are not told that n8n stops. */
const IDLE_MS = 10 * 60_000;

interface Opened {
  readonly runtime: Runtime;
  idle: NodeJS.Timeout;
}

/** The runtimes of this process, by credential. The one place with module-level state, for n8n loads each node by itself. */
const opened = new Map<string, Opened>();

/** The runtime of this process for a credential: opened at the first call, shared by all nodes, closed when idle. */
export async function openRuntime(credential?: RuntimeCredential): Promise<Runtime> {
  const key = credential === undefined ? '' : sha256(JSON.stringify(credential));
  const known = opened.get(key);
  if (known) {
    known.idle.refresh();
    return known.runtime;
  }
  const runtime = composeRuntime(configOf(credential), 'n8n');
  const idle = setTimeout(() => {
    opened.delete(key);
    void runtime.close();
  }, IDLE_MS);
  idle.unref();
  opened.set(key, { runtime, idle });
  return runtime;
}

function configOf(credential: RuntimeCredential | undefined): Config {
  // It reads no key of a model and no channel's secret, whatever stands in the environment of n8n.
  const env = { ...process.env, NIGHTSHIFT_PART: 'n8n' };
  if (credential === undefined) return loadConfig(env);
  const { databaseUrl, gatewayUrl, redisUrl, signingSecret } = credential;
  return loadConfig({
    ...env,
    NIGHTSHIFT_DATABASE_URL: databaseUrl,
    NIGHTSHIFT_GATEWAY_URL: gatewayUrl,
    NIGHTSHIFT_SIGNING_SECRETS: signingSecret,
    ...(redisUrl ? { NIGHTSHIFT_REDIS_URL: redisUrl } : {}),
  });
}
