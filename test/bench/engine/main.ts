import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { Client } from 'pg';
import { openTestDatabase } from '../../support/postgres';
import { openRedisServer, redisMissing } from '../../support/redis-server';
import { quantile } from '../figures';
import { measureFloors } from './floors';
import { hintThroughRedis } from './hints';
import {
  bigDag,
  dependencyToStart,
  killedEngine,
  killedWorker,
  overhead,
  type Place,
  runProcess,
  tasksPerSecond,
} from './measures';
import { benchBullmq } from './peers/bullmq';
import type { PeerFigures } from './peers/peer-figures';
import { benchDbos } from './peers/run-dbos';
import { type Figure, printFigures } from './table';

/** As the embedded Postgres has them. */
const SETTINGS = 'shared_buffers = 128MB\njit = off\n';

interface Size {
  readonly runs: number;
  readonly chain: number;
  readonly executions: number;
  readonly dag: number;
  readonly kills: number;
}

const FULL: Size = { runs: 5, chain: 500, executions: 20, dag: 100_000, kills: 3 };
const QUICK: Size = { runs: 2, chain: 200, executions: 5, dag: 5_000, kills: 1 };

/** All figures of the engine, peers and floors in turn on the same server. */
async function main(args: readonly string[]): Promise<void> {
  const size = args.includes('--quick') ? QUICK : FULL;
  const load = loadavg()[0]!;
  const server = await openTestDatabase({ isSocket: true, settings: SETTINGS });
  const owner = new Client({ connectionString: server.superUrl });
  await owner.connect();
  const redis = redisMissing() === undefined ? await openRedisServer({ isDurable: true }) : undefined;
  const place: Place = { url: server.appUrl, owner, bundle: __filename };
  try {
    const runs: (Awaited<ReturnType<typeof measureFloors>> & { p50: number; p99: number; rate: number })[] = [];
    for (let run = 0; run < size.runs; run++) {
      const floors = await measureFloors(server.superUrl, true);
      const step = await dependencyToStart(place, size.chain);
      const rate = await tasksPerSecond(place, size.executions, 1_000);
      runs.push({ ...floors, ...step, rate });
      note(`run ${run + 1} of ${size.runs}`);
    }
    const dbos = await peer('DBOS', () => benchDbos(server.superUrl, server.port, 100, size.executions));
    const bullmq = redis && (await peer('BullMQ', () => benchBullmq(redis.url, size.chain, size.executions * 1_000)));
    const hintMs = redis && (await hintThroughRedis(redis.url, size.chain));
    const shares = [await overhead(place, 400, 50), await overhead(place, 40, 1_000)];
    note('a large plan');
    const dag = await bigDag(place, size.dag);
    note('kills');
    const engineKilled = await killedEngine(place, size.dag);
    const workerKilled: number[] = [];
    for (let kill = 0; kill < size.kills; kill++) workerKilled.push(await killedWorker(place));

    const median = (of: (run: (typeof runs)[number]) => number): number => quantile(runs.map(of), 0.5);
    const f1 = { name: 'F1', value: median(({ f1Ms }) => f1Ms) };
    const f2 = { name: 'F2', value: median(({ f2RowsPerSecond }) => f2RowsPerSecond) };
    const best = (of: (figures: PeerFigures) => number, pick: (...values: number[]) => number) => {
      const peers = [
        ...(dbos ? [{ name: 'DBOS', of: of(dbos) }] : []),
        ...(bullmq ? [{ name: 'BullMQ', of: of(bullmq) }] : []),
      ];
      const value = pick(...peers.map((one) => one.of));
      const found = peers.find((one) => one.of === value);
      return found ? { peer: { name: found.name, value } } : {};
    };
    const rate = median((run) => run.rate);
    const isWhole = size === FULL;
    const figures: Figure[] = [
      {
        id: 'E1',
        name: 'overhead, tasks of 50 ms',
        unit: '%',
        ours: shares[0]! * 100,
        goals: [{ of: 'value', most: 5 }],
      },
      {
        id: 'E1',
        name: 'overhead, tasks of 1 s',
        unit: '%',
        ours: shares[1]! * 100,
        goals: [{ of: 'value', most: 1 }],
      },
      {
        id: 'E2',
        name: 'dependency to start, p50',
        unit: 'ms',
        ours: median(({ p50 }) => p50),
        ...best(({ p50 }) => p50, Math.min),
        floor: f1,
        goals: [
          { of: 'value', most: 0.5 },
          { of: 'ratio', most: 2.5 },
        ],
      },
      {
        id: 'E2',
        name: 'dependency to start, p99',
        unit: 'ms',
        ours: median(({ p99 }) => p99),
        ...best(({ p99 }) => p99, Math.min),
        goals: [{ of: 'value', most: 2 }],
      },
      {
        id: 'E3',
        name: 'no-op tasks',
        unit: '/s',
        ours: rate,
        ...best(({ tasksPerSecond: of }) => of, Math.max),
        floor: f2,
        goals: [
          { of: 'value', least: 30_000 },
          { of: 'ratio', least: 0.1 },
        ],
      },
      { id: 'E5', name: 'one task, all records', unit: 'µs', ours: 1e6 / rate, goals: [{ of: 'value', most: 33 }] },
      {
        id: 'E4',
        name: `DAG of ${size.dag}`,
        unit: 's',
        ours: dag.runSeconds,
        goals: isWhole ? [{ of: 'value', most: 3.5 }] : [],
      },
      {
        id: 'E4',
        name: 'its submission',
        unit: 's',
        ours: dag.submitSeconds,
        goals: isWhole ? [{ of: 'value', most: 0.5 }] : [],
      },
      {
        id: 'E6',
        name: `killed worker, most of ${size.kills}`,
        unit: 's',
        ours: Math.max(...workerKilled) / 1000,
        goals: [{ of: 'value', most: 5 }],
      },
      {
        id: 'E7',
        name: 'killed engine to first dispatch',
        unit: 's',
        ours: engineKilled.ms / 1000,
        goals: [{ of: 'value', most: 0.5 }],
      },
      { id: 'E7', name: 'tasks done twice', unit: '', ours: engineKilled.doneTwice, goals: [{ of: 'value', most: 0 }] },
      {
        id: 'E8',
        name: 'memory of the engine',
        unit: 'MB',
        ours: dag.maxRssMb,
        goals: isWhole ? [{ of: 'value', most: 160 }] : [],
      },
      ...(hintMs === undefined
        ? []
        : [
            {
              id: 'E9',
              name: 'hint through Redis',
              unit: 'ms',
              ours: hintMs,
              goals: [{ of: 'value', most: 0.5 } as const],
            },
          ]),
    ];
    printFigures(figures);
    console.log(
      `\nload of the machine: ${load.toFixed(1)} before, ${loadavg()[0]!.toFixed(1)} after; ratios are ours to the floor of the same run`,
    );
    console.log(
      `not measured: workers in other processes (E2, E3), 1,000,000 tasks (E8), a warm sandbox (E10: there is no pool of them)`,
    );
    const to = args.indexOf('--json');
    if (to >= 0)
      writeFileSync(args[to + 1]!, `${JSON.stringify({ load, runs, dbos, bullmq, dag, figures }, undefined, 2)}\n`);
  } finally {
    await redis?.close();
    await owner.end();
    await server.close();
  }
}

const note = (text: string): void => console.error(text);

/** A peer that is not there is said, and no reason to measure nothing. */
async function peer(name: string, measure: () => Promise<PeerFigures>): Promise<PeerFigures | undefined> {
  try {
    return await measure();
  } catch (error) {
    note(`${name} could not be measured: ${String(error)}`);
    return undefined;
  }
}

const args = process.argv.slice(2);
(args[0] === 'process' ? runProcess(args.slice(1)) : main(args)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
