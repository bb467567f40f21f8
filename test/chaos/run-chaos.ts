import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionEvent } from '../../runtime/core/execution/event';
import { Random, seedOf } from '../simulation/random';
import { Nightshift } from '../support/nightshift';
import { openRedisServer, redisMissing } from '../support/redis-server';
import { describeFault, type Fault } from './fault';
import { Load } from './load';
import { Strikes } from './strikes';
import { percentiles, timingsOf } from './timings';
import { type Finding, testify } from './witness';

export interface ChaosOptions {
  readonly seed: number;
  /** It ends at whichever comes first. */
  readonly minutes: number;
  readonly faults: number;
  /** n8n in queue mode with a worker of its own, hints over Redis. */
  readonly isQueueMode: boolean;
  readonly leaseMs: number;
  readonly openPlans: number;
  /** `progress`: the next fault waits until something happened in a plan, but not for ever; `time`: it does not. */
  readonly pace: 'progress' | 'time';
  readonly say: (line: string) => void;
}

export interface ChaosResult {
  readonly faults: readonly Fault[];
  readonly violations: readonly Finding[];
  /** Last the one for programs. */
  readonly lines: readonly string[];
}

/** After the last fault everything must be over in this time: nothing goes wrong any more. */
const SETTLES_MS = 180_000;
const REPOSITORIES = 3;
/** Longest wait for something to happen before the next strike. */
const MOVES_MS = 15_000;

/**
 * A real nightshift under load whose parts are killed and stopped, in an order that the seed draws. Then all plans must end as
 * they should, and everything that is stored, lies on the disk or runs must hold together.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const redis = options.isQueueMode ? await openRedisServer() : undefined;
  const queue = redis && { NIGHTSHIFT_N8N_MODE: 'queue', NIGHTSHIFT_REDIS_URL: redis.url };
  const env = {
    NIGHTSHIFT_WORKER_LEASE_SECONDS: String(options.leaseMs / 1_000),
    NIGHTSHIFT_GLOBAL_PARALLEL: '12',
    ...queue,
  };
  const nightshift = await Nightshift.start(env);
  try {
    return await withLoad(nightshift, options, { ...(redis ? { redis } : {}), env });
  } finally {
    await nightshift.close().catch((error: unknown) => options.say(`closing: ${String(error)}`));
    await redis?.close();
  }
}

/** Why Redis cannot take part. */
export const queueModeMissing = redisMissing;

async function withLoad(
  nightshift: Nightshift,
  options: ChaosOptions,
  side: Pick<ConstructorParameters<typeof Strikes>[2], 'redis' | 'env'>,
): Promise<ChaosResult> {
  const { seed, say } = options;
  const random = new Random(seedOf(seed, 'strikes'));
  const repositories = await Promise.all(
    Array.from({ length: REPOSITORIES }, (_, no) => nightshift.addRepository(`chaos-${no}`)),
  );
  const load = new Load(nightshift, seedOf(seed, 'load'), { openPlans: options.openPlans, repositories });
  const strikes = new Strikes(nightshift, random, {
    ...side,
    leaseMs: options.leaseMs,
    onFault: (fault) => say(describeFault(fault)),
  });
  await strikes.begin();
  const patience = new AbortController();
  const loading = load.run(patience.signal);
  // Told when it is waited for.
  loading.catch(() => undefined);

  try {
    const end = performance.now() + options.minutes * 60_000;
    while (performance.now() < end && strikes.faults.length < options.faults) {
      await sleep(random.int(200, 1_500));
      if (options.pace === 'progress') await moves(load);
      await strikes.strike();
    }
    await strikes.settle();
  } catch (error) {
    patience.abort();
    throw error;
  }
  load.stop();
  say(`${new Date().toISOString()} no more faults; ${load.unfinished.length} plans are open`);
  const timer = setTimeout(() => patience.abort(), SETTLES_MS);
  await loading;
  clearTimeout(timer);
  return report(nightshift, load, strikes);
}

/** Strikes at what does not move show nothing: the next one waits for something to happen, but not for ever. */
async function moves(load: Load): Promise<void> {
  const { progress } = load;
  const end = performance.now() + MOVES_MS;
  while (load.progress === progress && performance.now() < end) await sleep(100);
}

async function report(nightshift: Nightshift, load: Load, strikes: Strikes): Promise<ChaosResult> {
  const violations: Finding[] = load.unfinished.map(
    ({ executionId, plan }) => `${executionId} (${plan.kind}) is not over`,
  );
  const logs: (readonly ExecutionEvent[])[] = [];
  const stuck: string[] = [];
  for (const handed of load.handed) {
    const events = await nightshift.events(handed.executionId);
    logs.push(events);
    if (load.unfinished.includes(handed)) stuck.push(...(await standOf(nightshift, handed.executionId, events)));
    if (!load.unfinished.includes(handed)) violations.push(...(await testify(nightshift, handed, events)));
  }
  const fsck = await nightshift.gateway.fsck();
  violations.push(...fsck.violations.map(({ invariant, message }) => `${invariant}: ${message}`));

  const tasks = load.handed.reduce((sum, { plan }) => sum + plan.tasks, 0);
  const { detection, takeover, resume } = timingsOf(strikes.faults, logs);
  const lines = [
    `struck: ${counted(strikes.faults.map(({ target, action }) => `${target} ${action}`))}`,
    `plans: ${counted(load.handed.map(({ plan }) => plan.kind))}`,
    `people: ${[...load.help].map(([what, times]) => `${what} ${times}`).join(', ') || 'nothing to do'}`,
    `checked: ${fsck.checked.join(', ')} and what witnesses saw`,
    `detection: ${percentiles(detection)}`,
    `takeover: ${percentiles(takeover)}`,
    `resume: ${percentiles(resume)}`,
    ...[...new Set(strikes.backMs.map(({ target }) => target))].map(
      (target) =>
        `${target} answers again: ${percentiles(strikes.backMs.flatMap((one) => (one.target === target ? [one.ms] : [])))}`,
    ),
    ...violations.map((words) => `violation: ${words}`),
    ...stuck,
    ...(stuck.length > 0 ? [await nightshift.evidence()] : []),
    `faults=${strikes.faults.length} plans=${load.handed.length} tasks=${tasks} violations=${violations.length}`,
  ];
  return { faults: strikes.faults, violations, lines };
}

/** How an execution that does not end stands: what whoever mends it looks at first. */
async function standOf(
  nightshift: Nightshift,
  executionId: string,
  events: readonly ExecutionEvent[],
): Promise<readonly string[]> {
  const status = await nightshift.gateway.status(executionId);
  const tasks = await nightshift.gateway.tasks(executionId);
  return [
    `stuck: ${JSON.stringify(status)}`,
    ...tasks.map((task) => `stuck: ${JSON.stringify({ ...task, evidence: task.evidence.length })}`),
    `stuck: loop ${JSON.stringify(await nightshift.loop(executionId))}`,
    ...events.slice(-20).map(({ seq, at, body }) => `stuck: event ${seq} ${at} ${JSON.stringify(body)}`),
  ];
}

function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([word, times]) => `${word} ${times}`)
    .join(', ');
}
