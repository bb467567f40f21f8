import '../adapters/system/close-prototype';
import { availableParallelism } from 'node:os';
import { GitRepositories } from '../adapters/git/git-repositories';
import { BareSandbox } from '../adapters/sandbox/bare-sandbox';
import { checkSandbox } from '../adapters/sandbox/check-sandbox';
import { endLeftoverRuns } from '../adapters/sandbox/end-leftover-runs';
import { openSandbox } from '../adapters/sandbox/open-sandbox';
import { LocalWorkProcesses } from '../adapters/sandbox/working-processes';
import { SocketNeighbours } from '../adapters/socket/socket-neighbours';
import type { AttemptDeps } from '../app/attempt-deps';
import { clearLogs } from '../app/clear-logs';
import { recall } from '../app/recommend';
import { Work } from '../app/work';
import { loadConfig } from '../config/load-config';
import { messageOf } from '../core/errors';
import type { Execution } from '../core/execution/execution';
import { asWorkerId } from '../core/ids';
import { SANDBOX_CAPABILITY } from '../core/schedule/unmet-needs';
import type { Agent } from '../ports/agent';
import type { Sandbox } from '../ports/sandbox';
import { type Core, composeCore } from './compose-core';
import { listenForHints } from './compose-hints';
import { lookAtAgents, unpricedModels } from './model-agents';
import { Repeater } from './repeater';
import { runMain } from './run-main';
import { runUntilStopped } from './run-until-stopped';

const AGENT_TURNS = 200;
const CLEAR_LOGS_EVERY_MS = 60 * 60_000;

/** A worker process: does what is assigned to it until it is told to stop, then lets attempts finish within the grace. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const core = composeCore(config, 'worker');
  const worker = asWorkerId(`${core.hostName}-${process.pid}-${core.ids.secret(4)}`);
  const agents = await availableAgents(core);
  const sandbox = await sandboxes(core);
  const neighbours = new SocketNeighbours(core.crash);
  const deps: AttemptDeps = {
    ...core,
    worker,
    neighbours,
    leaseMs: config.worker.leaseMs,
    agents,
    repositories: new GitRepositories({ home: config.home, crash: core.crash }),
    processes: new LocalWorkProcesses(),
    sandboxFor: sandbox.for,
    recall: (execution, task) => recall({ ...core.learning, log: core.log }, execution, task),
    limits: { memoryBytes: config.worker.memoryBytes, outputBytes: config.worker.outputBytes, turns: AGENT_TURNS },
  };
  // Before others take this worker for alive: nothing of an earlier one may run beside what it starts.
  await endLeftoverRuns();
  // Hints may come as soon as the worker is known; they wait here until there is somebody to take them.
  let work: Work | undefined;
  const early: Parameters<Work['take']>[0][] = [];
  const hints = await listenForHints(
    config,
    core.log,
    worker,
    (hint) => (work ? work.take(hint) : early.push(hint)),
    () => work,
  );
  const session = await core.workers.register({
    id: worker,
    host: core.hostName,
    pid: process.pid,
    slots: config.worker.slots,
    capabilities: [
      ...agents.keys(),
      ...(sandbox.isConfined ? [SANDBOX_CAPABILITY] : []),
      ...config.worker.capabilities,
    ],
    speed: config.worker.speed,
    ...(hints.address === undefined ? {} : { address: hints.address }),
  });
  const begun = new Work(deps, session);
  work = begun;
  for (const hint of early) begun.take(hint);
  const clearing = new Repeater(
    core.clock,
    CLEAR_LOGS_EVERY_MS,
    async () => clearLogs({ ...core, ends: core.ends, now: await core.time.now() }, config.keepDays.logs),
    (error) => core.log.warn('old logs stay for now', { error: messageOf(error) }),
  );
  core.log.info('worker is ready', {
    worker,
    agents: [...agents.keys()],
    isConfined: sandbox.isConfined,
    cores: availableParallelism(),
  });

  await runUntilStopped(core.log, async () => {
    await Promise.all([begun.stop(config.worker.graceMs), clearing.stop()]);
    await hints.close();
    await neighbours.close();
    await session.close();
    await core.close();
  });
}

async function availableAgents({ config, clock, log }: Core): Promise<ReadonlyMap<string, Agent>> {
  const checked = await lookAtAgents(config, clock);
  for (const { agent, availability } of checked) {
    if (!availability.isAvailable)
      log.info('an agent is not available', { agent: agent.name, reason: availability.reason });
  }
  for (const { agent, model } of await unpricedModels(config, clock)) {
    log.warn('no price is known for a model: the cost cap does not hold for it, only the token cap does', {
      agent,
      model,
      hint: `Set NIGHTSHIFT_${agent.toUpperCase()}_PRICE_INPUT and NIGHTSHIFT_${agent.toUpperCase()}_PRICE_OUTPUT.`,
    });
  }
  return new Map(
    checked.filter(({ availability }) => availability.isAvailable).map(({ agent }) => [agent.name, agent]),
  );
}

async function sandboxes({
  config,
  log,
  crash,
}: Core): Promise<{ readonly isConfined: boolean; readonly for: (execution: Execution) => Sandbox }> {
  const sandbox = openSandbox(config.sandbox, crash);
  if (config.sandbox === 'none') return { isConfined: true, for: () => sandbox };
  const availability = await checkSandbox();
  if (availability.isAvailable) return { isConfined: true, for: () => sandbox };
  log.warn('processes cannot be confined here; only the bundled example will run', { reason: availability.reason });
  const bare = new BareSandbox(crash);
  return { isConfined: false, for: ({ options }) => (options.origin === 'example' ? bare : sandbox) };
}

runMain(main);
