import '../adapters/system/close-prototype';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { GitRepositories } from '../adapters/git/git-repositories';
import { SystemClock } from '../adapters/system/system-clock';
import { SystemIds } from '../adapters/system/system-ids';
import { ThreadPlanReader } from '../adapters/system/thread-plan-reader';
import type { CliDeps } from '../cli/cli-deps';
import { HttpGatewayClient } from '../cli/http-gateway-client';
import { runCli } from '../cli/main';
import type { Config } from '../config/config';
import { readEmbeddedSettings } from '../config/embedded-settings';
import { findHome } from '../config/find-home';
import { loadConfig, loadLocalGateway, loadMachineSettings, loadPlanLimits } from '../config/load-config';
import { loadRemote } from '../config/load-remote';
import { packageRoot } from '../config/package-root';
import { ConfigError } from '../core/errors';
import { shellWord } from '../core/shell-word';
import { cleanHome } from './clean-action';
import { archiveActions } from './cli/archive-actions';
import { backupActions } from './cli/backup-actions';
import { claudeActions } from './cli/claude-plugin/claude-actions';
import { GatewayTokenMaker } from './cli/claude-plugin/gateway-token-maker';
import { collectDoctorFacts } from './cli/collect-doctor-facts';
import { planSourceActions } from './cli/plan-source';
import { prepareExample } from './cli/prepare-example';
import { processTerminal } from './cli/process-terminal';
import { readRegularFile } from './cli/read-regular-file';
import { repositoryAt } from './cli/repository-at';
import { serveMcp } from './cli/serve-mcp';
import { serviceActions } from './cli/service/service-actions';
import { runProgram, userEnv } from './cli/service/systemd';
import { systemActions } from './cli/system-actions';
import { templateActions } from './cli/template-actions';
import { workerGraceSeconds } from './embedded-parts';
import { launcherOf } from './launcher-state';
import { packageVersion } from './package-version';
import { placesOf } from './running';
import { onStopSignals } from './stop-signals';

/** Commands that stay and end in order at the first signal. */
const STAYING: ReadonlySet<string> = new Set(['watch', 'handoff', 'logs', 'log']);

/** The executable `nightshift`: wires the commands of `cli/` and ends with their exit code. */
async function main(): Promise<void> {
  const { env, argv } = process;
  const interrupt = new AbortController();
  const onSignal = (name: string): void => {
    // `up` ends in order, and listens for a second signal itself; what only asks ends at once.
    const isPatient = argv[2] === 'up' || (STAYING.has(argv[2] ?? '') && !interrupt.signal.aborted);
    if (!isPatient) process.exit(130);
    interrupt.abort(new Error(name));
  };
  onStopSignals(onSignal);
  // `nightshift logs … | head` closes the pipe: nobody reads on.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    // A full disk takes no more of the log of `nightshift up`; what it runs is not stopped for that.
    if (argv[2] === 'up' && error.code === 'ENOSPC') return;
    throw error;
  });
  const home = () => findHome(env, process.cwd());
  const config = (): Config => loadConfig(env, process.cwd());
  const deps: CliDeps = {
    version: packageVersion(),
    ...aliasOf(argv[1] ?? ''),
    terminal: processTerminal(process.stdout, process.stderr, env),
    clock: new SystemClock(),
    http: fetch,
    actor: `person:${userName()}`,
    workingFolder: process.cwd(),
    interrupt: interrupt.signal,
    newId: () => new SystemIds().uuid(),
    readText: async (path) =>
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readRegularFile(path)),
    planSource: planSourceActions(process.stdin),
    plans: new ThreadPlanReader(),
    planLimits: () => loadPlanLimits(env, process.cwd()),
    resourceLimits: () => loadMachineSettings(env, process.cwd()).resources,
    isRemote: (url) => loadRemote(env, process.cwd(), url) !== undefined,
    gateway: async (url) => {
      const remote = loadRemote(env, process.cwd(), url);
      if (remote !== undefined) return new HttpGatewayClient(fetch, remote);
      const address = () => {
        const { url: own, token } = loadLocalGateway(env, process.cwd());
        return { url: own, token: required(token, 'NIGHTSHIFT_TOKEN') };
      };
      const { url: first } = address();
      const at = home();
      const settings = readEmbeddedSettings(at);
      const isOurs = settings !== undefined && new URL(first).port === String(settings.ports.gateway);
      return new HttpGatewayClient(fetch, address, () => isOurs && launcherOf(at) !== undefined);
    },
    webhook: async () => {
      const { n8n, signingSecrets, home: at } = config();
      const settings = readEmbeddedSettings(at);
      // An n8n of somebody else's comes and goes as they like.
      const isOurs = settings !== undefined && n8n.url === placesOf(at, settings).n8n.url;
      return {
        // It may come back at another port while somebody waits.
        url: () => {
          const { n8n: now } = config();
          return new URL(now.handoffPath, now.url).href;
        },
        secret: required(signingSecrets[0], 'NIGHTSHIFT_SIGNING_SECRETS'),
        isExpected: () => !isOurs || launcherOf(at) !== undefined,
      };
    },
    system: systemActions(home, env, interrupt.signal),
    service: serviceActions({
      env,
      home,
      node: process.execPath,
      cli: join(packageRoot(), 'dist', 'cli.js'),
      userName: userName(),
      graceSeconds: () => workerGraceSeconds(env),
      isSystemd: () => existsSync('/run/systemd/system'),
      run: runProgram(userEnv(env, process.getuid?.() ?? 0)),
    }),
    archives: archiveActions(config),
    backups: backupActions({ env, config, clock: new SystemClock(), actor: `person:${userName()}` }),
    clean: (options) => cleanHome(config(), options),
    templates: templateActions(config),
    example: () => prepareExample(home()),
    inspect: (dir) => new GitRepositories({ home: home() }).inspect(dir),
    repositoryAt: (dir) => repositoryAt(new GitRepositories({ home: home() }), dir),
    applyResult: (dir, branch) => new GitRepositories({ home: home() }).apply(dir, branch),
    doctorFacts: () => collectDoctorFacts(env, process.cwd()),
    claude: claudeActions({
      env,
      home,
      clock: new SystemClock(),
      dist: join(packageRoot(), 'dist'),
      // Also where nothing was started, or no more.
      command: () => loadMachineSettings(env, process.cwd()).agents.claudeCode.command,
      tokens: async () => new GatewayTokenMaker(await deps.gateway()),
    }),
    serveMcp: (url) => serveMcp({ ...deps, gateway: () => deps.gateway(url), isRemote: () => deps.isRemote(url) }),
  };
  process.exitCode = await runCli(deps, argv.slice(2));
  // A kept-alive connection would hold the process for seconds; what was written must be out first.
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  process.exit();
}

/** Nobody who runs `npm start` in a clone has a `nightshift` on the PATH. */
function aliasOf(script: string): { readonly alias?: string } {
  return basename(script) === 'nightshift' ? {} : { alias: `node ${shellWord(script)}` };
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new ConfigError('CONFIG_MISSING', `Nothing was started here, and ${name} is not set`, {
    hint: `Run \`nightshift up\` first, or set NIGHTSHIFT_HOME or ${name}`,
  });
}

/** The letters of the user's name that may be recorded; `unknown` where the system has no name. */
function userName(): string {
  try {
    return (
      userInfo()
        .username.replace(/[^\w.@-]/g, '')
        .slice(0, 64) || 'unknown'
    );
  } catch {
    // A user id without an entry: common in containers.
    return 'unknown';
  }
}

const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

void main();
