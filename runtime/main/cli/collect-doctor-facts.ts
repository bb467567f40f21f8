import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ClaudeCodeAgent } from '../../adapters/claude-code/claude-code-agent';
import { openPool } from '../../adapters/postgres/open-pool';
import { checkSandbox } from '../../adapters/sandbox/check-sandbox';
import { SystemClock } from '../../adapters/system/system-clock';
import type { DoctorFacts } from '../../cli/doctor-facts';
import type { Config } from '../../config/config';
import { findHome } from '../../config/find-home';
import { loadConfig } from '../../config/load-config';
import { packageRoot } from '../../config/package-root';
import { isNightshiftError, messageOf } from '../../core/errors';
import { launcherOf, readLauncherState } from '../launcher-state';
import { unpricedModels } from '../model-agents';
import { openToOthers } from '../open-to-others';
import { lookAtParts, type PartProblems } from './look-at-parts';

/** Looks at this machine, reads only, and takes a second or two. Never fails: what cannot be read is told as a problem. */
export async function collectDoctorFacts(env: NodeJS.ProcessEnv, folder: string): Promise<DoctorFacts> {
  const { config, settingsProblem } = configOf(env, folder);
  const home = config?.home ?? findHome(env, folder);
  const claudeCommand = config?.agents.claudeCode.command ?? 'claude';
  const [
    gitVersion,
    claudeVersion,
    claudeProblem,
    unpriced,
    sandbox,
    freeDiskBytes,
    database,
    redisProblem,
    partProblems,
  ] = await Promise.all([
    versionOf('git', env),
    versionOf(claudeCommand, env),
    config === undefined ? undefined : claudeProblemOf(config),
    config === undefined ? [] : unpricedModels(config, new SystemClock()),
    checkSandbox(),
    freeBytes(home),
    config === undefined ? NOT_KNOWN : databaseOf(config.database.url),
    config?.queue.type === 'redis' ? reach(config.queue.url) : undefined,
    config === undefined ? NOTHING_RUNS : lookAtParts(config),
  ]);
  const launcher = launcherFacts(home);
  const openHome = openToOthers(home);
  const n8nVersion = embeddedN8nVersion();
  return {
    nodeVersion: process.versions.node,
    ...(gitVersion === undefined ? {} : { gitVersion }),
    ...(sandbox.isAvailable
      ? { sandboxFound: { version: sandbox.version, command: sandbox.command } }
      : { sandboxProblem: { reason: sandbox.reason, hint: sandbox.hint } }),
    sandbox: config?.sandbox ?? 'bubblewrap',
    ...(claudeVersion === undefined ? {} : { claudeCode: { version: claudeVersion } }),
    ...(claudeProblem === undefined ? {} : { claudeProblem }),
    claudeCommand,
    unpriced,
    freeDiskBytes,
    home,
    ...(openHome === undefined ? {} : { openHome }),
    ...(settingsProblem === undefined ? {} : { settingsProblem }),
    isEmbedded: !env['NIGHTSHIFT_DATABASE_URL'],
    ...(launcher === undefined ? {} : { launcher }),
    ...(n8nVersion === undefined ? {} : { n8nVersion }),
    n8nUrl: config?.n8n.url ?? 'http://127.0.0.1:5678',
    gatewayUrl: config?.gateway.url ?? 'http://127.0.0.1:4114',
    isRedisConfigured: config?.queue.type === 'redis',
    ...(redisProblem === undefined ? {} : { redisProblem }),
    ...(database.version === undefined ? {} : { databaseVersion: database.version }),
    ...(database.problem === undefined ? {} : { databaseProblem: database.problem }),
    ...partProblems,
    keys: keysOf(config),
  };
}

function configOf(
  env: NodeJS.ProcessEnv,
  folder: string,
): { readonly config?: Config; readonly settingsProblem?: string } {
  try {
    return { config: loadConfig(env, folder) };
  } catch (error) {
    if (!isNightshiftError(error)) throw error;
    // Nothing was started here yet, and that is no mistake.
    return error.code === 'CONFIG_MISSING' ? {} : { settingsProblem: error.message };
  }
}

/** The living launcher of a home, and what it says of itself. */
function launcherFacts(home: string): DoctorFacts['launcher'] {
  const launcher = launcherOf(home);
  return launcher && { pid: launcher.pid, phase: readLauncherState(home)?.phase ?? 'starting' };
}

/** The first number of `--version`; undefined when it cannot be started. It is given `PATH` and no secret. */
async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ['--version'], {
      env: { PATH: env['PATH'] },
      timeout: 10_000,
    });
    return /\d{1,9}\.\d{1,9}(\.\d{1,9})?/.exec(stdout)?.[0] ?? stdout.trim().slice(0, 40);
  } catch {
    // Not there, or not what it says it is: both are "not found".
    return undefined;
  }
}

/** Asks the agent itself, as a worker does at its start. */
async function claudeProblemOf({ agents }: Config): Promise<string | undefined> {
  const agent = new ClaudeCodeAgent({ ...agents.claudeCode, clock: new SystemClock() });
  const availability = await agent.availability();
  return availability.isAvailable ? undefined : availability.reason;
}

const NOT_KNOWN: DatabaseFacts = { problem: 'not running' };
const NOTHING_RUNS: PartProblems = {
  gatewayProblem: 'not running',
  n8nProblem: 'not running',
  workersProblem: 'not running',
};

interface DatabaseFacts {
  readonly version?: string;
  readonly problem?: string | undefined;
}

const SERVER_VERSION = { name: 'server-version', text: 'show server_version' };

/** The server's version; why it cannot be asked, where it cannot. */
async function databaseOf(url: string): Promise<DatabaseFacts> {
  const problem = await reach(url);
  if (problem !== undefined) return { problem };
  const pool = openPool(url);
  try {
    const [row] = await pool.query<{ readonly server_version: string }>(SERVER_VERSION);
    return row === undefined ? {} : { version: row.server_version };
  } catch (error) {
    return { problem: messageOf(error) };
  } finally {
    await pool.close();
  }
}

/** Of the file system that the home is or will be on. */
async function freeBytes(home: string): Promise<number> {
  let at = home;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const { bavail, bsize } = await statfs(at);
  return bavail * bsize;
}

/** Undefined when somebody listens there; else why not, without what else the URL holds. */
function reach(address: string): Promise<string | undefined> {
  const url = new URL(address);
  const port = Number(url.port) || DEFAULT_PORTS[url.protocol] || 80;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (problem: string | undefined) => {
      socket.destroy();
      resolve(problem);
    };
    socket.on('connect', () => end(undefined));
    socket.on('timeout', () => end(`nobody answers at ${host}:${port}`));
    socket.on('error', (error) => end(`nobody answers at ${host}:${port}: ${messageOf(error)}`));
  });
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
  'https:': 443,
};

function embeddedN8nVersion(): string | undefined {
  const manifest = join(packageRoot(), 'runtime', 'embedded', 'node_modules', 'n8n', 'package.json');
  return existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version
    : undefined;
}

/** Presence only. */
function keysOf(config: Config | undefined): DoctorFacts['keys'] {
  return [
    {
      name: 'ANTHROPIC_API_KEY',
      isSet: config?.agents.anthropic.apiKey !== undefined,
      purpose: 'the agents claude-code and anthropic',
    },
    {
      name: 'OPENAI_API_KEY',
      isSet: config?.agents.openai.apiKey !== undefined,
      purpose: 'the agent openai (servers of your own often need none)',
    },
    { name: 'PERPLEXITY_API_KEY', isSet: config?.research.apiKey !== undefined, purpose: 'research' },
  ];
}
