import type { AdvanceDeps } from '../../runtime/app/advance-execution';
import type { AttemptDeps } from '../../runtime/app/attempt-deps';
import { clearWorkspaces } from '../../runtime/app/clear-workspaces';
import { DatabaseTime } from '../../runtime/app/database-time';
import { Deciders } from '../../runtime/app/deciders';
import { AT_ONCE, deliverOutbox, notifyHandler } from '../../runtime/app/deliver-outbox';
import { deliverResult } from '../../runtime/app/deliver-result';
import { ExecutionCache } from '../../runtime/app/execution-cache';
import { HomeGuard } from '../../runtime/app/guard-homes';
import { learnAttempt } from '../../runtime/app/learn-attempt';
import { recall } from '../../runtime/app/recommend';
import { LoopReconciler } from '../../runtime/app/reconcile-loops';
import { recordMetrics } from '../../runtime/app/record-metrics';
import type { LoopDeps } from '../../runtime/app/release-and-assign';
import type { RollbackDeps } from '../../runtime/app/roll-back-execution';
import type { SubmitDeps } from '../../runtime/app/submit-plan';
import { sweep } from '../../runtime/app/sweep';
import { wakeLoops } from '../../runtime/app/wake-loops';
import { Work } from '../../runtime/app/work';
import { messageOf } from '../../runtime/core/errors';
import { asWorkerId, type WorkerId } from '../../runtime/core/ids';
import type { OutboxTopic } from '../../runtime/core/notify/outbox-message';
import { DEFAULT_PLAN_LIMITS } from '../../runtime/core/plan/plan';
import { Repeater } from '../../runtime/main/repeater';
import { NO_CRASH_POINTS } from '../../runtime/ports/crash-points';
import type { Hint } from '../../runtime/ports/hints';
import type { OutgoingMessage } from '../../runtime/ports/outbox';
import type { WorkerSession } from '../../runtime/ports/worker-store';
import { readerOf } from './handoffs';
import { type AgentPlace, SimulatedAgent, SimulatedSandbox } from './simulated-agent';
import type { N8nDeps } from './simulated-n8n';
import type { SimulatedProcess } from './simulated-process';
import type { World } from './world';

export const HOME_HOST = 'here';

/** A gateway, or whoever else asks for control and hand-offs. */
export type GatewayDeps = LoopDeps & SubmitDeps & RollbackDeps;

/** What every process has, as it reaches it. */
function coreOf(world: World, process: SimulatedProcess) {
  const { stores, scenario } = world;
  const postgres = (name: string) => ({ name, service: 'postgres' });
  const store = process.wire(postgres('store'), stores.executions);
  return {
    store,
    cache: new ExecutionCache(store),
    time: new DatabaseTime(store, process.clock),
    messages: { targets: { voice: 'v', push: 'p', discord: 'd' } },
    workers: process.wire(postgres('workers'), stores.workers),
    loops: process.wire(postgres('loops'), stores.loops),
    outbox: process.wire(postgres('outbox'), stores.outbox),
    projects: process.wire(postgres('projects'), stores.projects),
    attempts: process.wire(postgres('attempts'), { attemptsOf: stores.attempts.attemptsOf.bind(stores.attempts) }),
    metrics: process.wire(postgres('metrics'), stores.metrics),
    artifacts: process.wire(postgres('artifacts'), stores.artifacts),
    logTails: process.wire(postgres('tails'), stores.logTails),
    hints: world.hints.senderFor(process),
    host: world.n8n.hostFor(process),
    repositories: process.wire({ name: 'git' }, world.git),
    attemptLogs: world.logs.of(process),
    embedder: {
      model: 'simulated',
      dimensions: 1,
      embed: async (texts: readonly string[]) => texts.map(() => Float32Array.of(1)),
    },
    patterns: {
      put: (patterns: Parameters<World['patterns']['put']>[0]) =>
        process.call({ name: 'patterns.put', service: 'patterns' }, async () => {
          world.sinks.requireUp('patterns');
          return world.patterns.put(patterns);
        }),
      similar: (query: Parameters<World['patterns']['similar']>[0]) =>
        process.call({ name: 'patterns.similar', service: 'patterns' }, async () => {
          world.sinks.requireUp('patterns');
          return world.patterns.similar(query);
        }),
      close: async () => undefined,
    },
    secrets: NO_SECRETS,
    clock: process.clock,
    ids: process.ids,
    log: process.log,
    hostName: HOME_HOST,
    plans: readerOf(scenario),
    limits: DEFAULT_PLAN_LIMITS,
    defaults: DEFAULTS,
    forecastRuns: FORECAST_RUNS,
  } satisfies AdvanceDeps & N8nDeps & GatewayDeps & Record<string, unknown>;
}

/** One list for all processes: what is made of it is kept with it. */
const NO_SECRETS: readonly string[] = [];
/** Of a forecast: what it says changes nothing here. */
const FORECAST_RUNS = 5;
/** Shorter than in life, so that it happens. */
const HOME_GONE_MS = 10_000;

const DEFAULTS = {
  priority: 'normal',
  maxParallel: 4,
  release: 'rolling',
  advance: 'workflow',
  onFailure: 'skip-dependents',
  retry: { maxAttempts: 3, firstDelayMs: 1_000, backoffMultiplier: 2, maxDelayMs: 20_000 },
  costCapUsd: 1_000,
  taskCostCapUsd: 1_000,
  taskTokenCap: 1_000_000,
  taskTimeoutMs: 60_000,
  notifications: { voice: true, push: true, discord: true },
} as const;

/** The gateway as `main/gateway.ts` has it: sweep, sender, disk gate and reconciler, each again and again. */
export function startGateway(world: World, process: SimulatedProcess): GatewayDeps {
  process.isPoller = true;
  const core = coreOf(world, process);
  const reconciler = new LoopReconciler(core);
  const notify = notifyHandler(world.sinks.notifiersFor(process));
  const handlers = {
    voice: notify,
    push: notify,
    discord: notify,
    learn: (message: OutgoingMessage) => learnAttempt(core, message),
    deliver: async (message: OutgoingMessage) => {
      await recordMetrics(core, message);
      await deliverResult(core, message);
    },
  };
  const onError = (what: string) => (error: unknown) => process.log.warn(`${what}: ${messageOf(error)}`);
  const again = (what: string, everyMs: number, step: () => Promise<unknown>) =>
    new Repeater(process.clock, everyMs, step, onError(what));
  const disk = { freeBytes: () => process.call({ name: 'disk' }, async () => world.freeBytes()) };
  const stop = new AbortController();
  const { sweepMs, pollMs } = world.pace;
  const neighbours = world.neighbours.askedBy(process);
  const sweeping = { ...core, deciders: new Deciders({ ...core, host: HOME_HOST, neighbours }) };
  again('sweep', sweepMs, () => sweep(sweeping, HOME_HOST));
  const guard = new HomeGuard({ ...core, disk, homeGoneMs: HOME_GONE_MS });
  again('homes', 3 * sweepMs, () => guard.look());
  again('reconcile', 2 * sweepMs, () => reconciler.look());
  again('clearing', 20 * sweepMs, () => clearWorkspaces(core));
  const wakes = again('wakes', pollMs, () => wakeLoops(core));
  const topics = (Object.keys(AT_ONCE) as OutboxTopic[]).map((topic) =>
    again(topic, 8 * pollMs, () => deliverOutbox({ ...core, handlers, crash: NO_CRASH_POINTS }, topic, stop.signal)),
  );
  world.listen(process, 'wake', () => wakes.hurry());
  world.listen(process, 'outbox', () => {
    for (const topic of topics) topic.hurry();
  });
  return core;
}

/** What n8n's nodes reach. */
export const n8nDepsOf = (world: World, process: SimulatedProcess): N8nDeps => coreOf(world, process);

/** A worker as `main/worker.ts` has it. Answers with what stops it within a grace. */
export async function startWorker(
  world: World,
  process: SimulatedProcess,
  spec: { readonly host: string; readonly slots: number; readonly pid: number },
): Promise<(graceMs: number) => Promise<void>> {
  const core = coreOf(world, process);
  const worker = asWorkerId(`${spec.host}-${process.name}`);
  const place: AgentPlace = {
    seed: world.scenario.seed,
    rates: world.scenario.agents,
    isQuiet: () => world.network.isQuiet,
    timeline: world.timeline,
    worker: process,
    git: world.git,
    spent: world.spent,
  };
  const names = ['shell', 'claude-code'];
  const deps: AttemptDeps = {
    ...core,
    worker,
    crash: NO_CRASH_POINTS,
    agents: new Map(names.map((name) => [name, new SimulatedAgent(name, place)])),
    // Nothing here runs beside its worker.
    processes: { list: async () => [], end: async () => undefined },
    sandboxFor: () => new SimulatedSandbox(place),
    recall: (execution, task) => recall(core, execution, task),
    redact: (text) => text,
    neighbours: world.neighbours.askedBy(process),
    limits: { memoryBytes: 1, outputBytes: 1_000, turns: 1 },
  };
  let take: Work['take'] | undefined;
  const early: Hint[] = [];
  world.hints.listen(worker, process, (hint) => (take ? take(hint) : early.push(hint)));
  const { host, pid, slots } = spec;
  const facts = { id: worker, host, pid, slots, capabilities: [...names, 'sandbox'], address: `/${worker}` };
  process.onEnd(() => world.database.loseConnection(worker));
  // A connection whose other end is dead is closed by the server, and its lock is free.
  const loseIfDead = (): void => {
    if (!process.isAlive) world.database.loseConnection(worker);
  };
  const registered = await process.call({ name: 'workers.register', service: 'postgres' }, async () => {
    const session = await world.stores.workers.register(facts);
    loseIfDead();
    return session;
  });
  const session = sessionOf(world, process, worker, registered, loseIfDead);
  const work = new Work(deps, session);
  take = (hint) => work.take(hint);
  world.neighbours.listen(worker, process, work);
  for (const hint of early) take(hint);
  return async (graceMs) => {
    await work.stop(graceMs);
    await session.close();
  };
}

/** A session as `process` reaches it: one call that is lost, and it has no connection any more. */
function sessionOf(
  world: World,
  process: SimulatedProcess,
  worker: WorkerId,
  session: WorkerSession,
  loseIfDead: () => void,
): WorkerSession {
  const onLoss = () => world.database.loseConnections((id) => id.endsWith(`-${process.name}`));
  const line = (name: string) => ({ name: `session.${name}`, service: 'postgres', onLoss });
  return {
    get lost() {
      return session.lost;
    },
    renew: (held, ms) =>
      process.call(line('renew'), async () => {
        const current = await session.renew(held, ms);
        world.oracle.lookAtRenewal(worker, current);
        return current;
      }),
    reconnect: () => process.call(line('reconnect'), () => session.reconnect().finally(loseIfDead)),
    drain: () => process.call(line('drain'), () => session.drain()),
    close: () => process.call(line('close'), () => session.close()),
  };
}
