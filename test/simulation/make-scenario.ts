import type { ExecutionOptions } from '../../runtime/core/execution/execution';
import { Random, seedOf } from './random';
import type { AgentRates, Fault, Handoff, Rates, Scenario, TaskSpec, WorkerSpec } from './scenario';

const START_MS = Date.parse('2026-01-02T03:04:05.000Z');
const SERVICES = ['postgres', 'n8n', 'hints'];
const SINKS = ['voice', 'push', 'discord', 'patterns'];
const HOUR_MS = 60 * 60_000;

/** The scenario of a seed. Most are small, so that many run; a few are large. */
export function makeScenario(seed: number): Scenario {
  const random = new Random(seedOf(seed, 'scenario'));
  const faultsForMs = random.int(5, random.chance(0.2) ? 240 : 60) * 1_000;
  const workers = Array.from(
    { length: random.int(1, 3) },
    (): WorkerSpec => ({ host: random.chance(0.85) ? 'here' : 'there', slots: random.int(1, 3) }),
  );
  const isCalm = random.chance(0.15);
  // Drawn apart: what is drawn in one order by all seeds must not move.
  const asking = new Random(seedOf(seed, 'asking'));
  const handoffs = Array.from({ length: random.chance(0.7) ? 1 : random.int(2, 3) }, () => handoff(random, asking));
  return {
    seed,
    startMs: START_MS,
    faultsForMs,
    workers: workers.some(({ host }) => host === 'here') ? workers : [...workers, { host: 'here', slots: 2 }],
    gateways: random.chance(0.3) ? 2 : 1,
    globalSlots: random.int(1, 6),
    handoffs,
    faults: isCalm ? [] : faults(random, faultsForMs, workers, handoffs.length),
    rates: isCalm ? NO_RATES : rates(random),
    agents: agentRates(random),
  };
}

const NO_RATES: Rates = {
  'crash-before': 0,
  'crash-after': 0,
  'delay-request': 0,
  'delay-answer': 0,
  'lose-request': 0,
  'lose-answer': 0,
};

/** In some scenarios a kind of fault is frequent, in most it is rare or absent: each mix meets other states. */
function rates(random: Random): Rates {
  const rate = (usual: number, high: number): number => (random.chance(0.4) ? 0 : random.chance(0.2) ? high : usual);
  return {
    'crash-before': rate(0.002, 0.01),
    'crash-after': rate(0.002, 0.01),
    'delay-request': rate(0.01, 0.05),
    'delay-answer': rate(0.01, 0.05),
    'lose-request': rate(0.005, 0.05),
    'lose-answer': rate(0.005, 0.05),
  };
}

function agentRates(random: Random): AgentRates {
  const rate = (usual: number, high: number): number => (random.chance(0.5) ? 0 : random.chance(0.15) ? high : usual);
  return {
    lies: rate(0.1, 0.5),
    fails: rate(0.08, 0.5),
    meetsLimit: rate(0.05, 0.3),
    isAway: rate(0.05, 0.3),
    hangs: rate(0.05, 0.3),
    ignoresStop: rate(0.2, 0.8),
    killsWorker: rate(0.05, 0.4),
    isRefused: rate(0.03, 0.2),
    conflicts: rate(0.15, 0.7),
  };
}

function handoff(random: Random, asking: Random): Handoff {
  const by = random.chance(0.5) ? 'n8n' : random.chance(0.75) ? 'gateway' : 'inline';
  const size =
    by === 'inline' ? 1 : random.chance(0.01) ? random.int(20, 60) : random.int(1, random.chance(0.25) ? 10 : 4);
  return {
    atMs: random.int(0, random.chance(0.8) ? 500 : 20_000),
    by,
    tasks: Array.from({ length: size }, (_, no) => task(random, no)),
    hasProject: random.chance(0.6),
    options: options(random, asking),
  };
}

function task(random: Random, no: number): TaskSpec {
  const after = new Set<number>();
  if (no > 0) for (let edges = random.int(0, 2); edges > 0; edges--) after.add(random.int(Math.max(0, no - 6), no - 1));
  const proofs = ['auto', 'auto', 'auto', 'auto', 'command', 'manual', 'both', 'none'] as const;
  return {
    after: [...after].sort((a, b) => a - b),
    files: random.chance(0.4) ? [random.pick(['a.ts', 'b.ts', 'c/*', 'c/d.ts'])] : [],
    ...(random.chance(0.06) ? { isGated: true } : {}),
    proof: random.pick(proofs),
  };
}

function options(random: Random, asking: Random): Partial<ExecutionOptions> {
  return {
    advance: random.chance(0.5) ? 'workflow' : 'direct',
    release: random.chance(0.85) ? 'rolling' : 'barrier',
    onFailure: random.chance(0.8) ? 'skip-dependents' : 'halt',
    maxParallel: random.int(1, 4),
    priority: random.pick(['low', 'normal', 'high']),
    retry: {
      maxAttempts: random.int(1, 3),
      firstDelayMs: 1_000,
      backoffMultiplier: 2,
      maxDelayMs: 20_000,
      ...(asking.chance(0.25) ? { whenSpent: 'ask' } : {}),
    },
    costCapUsd: random.chance(0.15) ? 2 : 1_000,
    taskCostCapUsd: random.chance(0.15) ? 0.5 : 1_000,
    taskTimeoutMs: random.int(10, 60) * 1_000,
    notifications: { voice: random.chance(0.5), push: random.chance(0.5), discord: random.chance(0.3) },
  };
}

function faults(random: Random, forMs: number, workers: readonly WorkerSpec[], handoffs: number): readonly Fault[] {
  const list: Fault[] = [];
  for (let count = random.int(0, 6); count > 0; count--) {
    const atMs = random.int(0, forMs - 1);
    const worker = `worker-${random.int(0, workers.length - 1)}`;
    const anybody = random.pick([worker, worker, 'gateway-0', 'n8n']);
    const forWhile = random.int(1, random.chance(0.4) ? 90 : 15) * 1_000;
    const draw = random.int(0, 19);
    if (draw < 4) list.push({ atMs, type: 'kill', of: anybody });
    else if (draw < 5) list.push({ atMs, type: 'stop', of: worker, graceMs: random.int(0, 20_000) });
    else if (draw < 6 && workers.length === 3 && workers.every(({ host }) => host === 'here'))
      list.push({ atMs, type: 'hang', of: 'worker-0' });
    else if (draw < 8) list.push({ atMs, type: 'stall', of: anybody, forMs: forWhile });
    else if (draw < 10) list.push({ atMs, type: 'cut', of: anybody, service: random.pick(SERVICES), forMs: forWhile });
    else if (draw < 11) list.push({ atMs, type: 'database-restart', forMs: random.int(200, 12_000) });
    else if (draw < 12)
      list.push({ atMs, type: 'clock-jump', of: anybody, byMs: random.pick([1, -1, 24, -24]) * HOUR_MS });
    else if (draw < 13) list.push({ atMs, type: random.pick(['n8n-forgets', 'n8n-lies', 'everything-dies']) });
    else if (draw < 14) list.push({ atMs, type: 'hints-invented', count: random.int(1, 10) });
    else if (draw < 15) list.push({ atMs, type: 'sink-down', sink: random.pick(SINKS), forMs: forWhile });
    else if (draw < 16) list.push({ atMs, type: 'disk-full', forMs: forWhile });
    else {
      const does = random.pick([
        'pause',
        'resume',
        'cancel',
        'retry',
        'rollback',
        'answer',
        'hand-off-again',
        'stop-workflow',
      ] as const);
      list.push({ atMs, type: 'person', does, handoff: random.int(0, handoffs - 1) });
    }
  }
  return list.sort((a, b) => a.atMs - b.atMs);
}
