import { quantile } from '../figures';
import { type Floors, measureFloors } from './floors';
import { hintThroughRedis } from './hints';
import { isolatedProcess } from './isolated-process';
import {
  bigDag,
  dependencyToStart,
  killedEngine,
  killedWorker,
  millionTasks,
  overhead,
  type Place,
  tasksPerSecond,
} from './measures';
import { benchBullmq } from './peers/bullmq';
import { benchBullmqOfTwo } from './peers/bullmq-processes';
import type { PeerFigures } from './peers/peer-figures';
import { benchDbos } from './peers/run-dbos';
import type { Figure, Goal } from './table';
import { wholePath } from './whole-path';
import { throughTwoProcesses } from './worker-processes';

/** How much is measured. */
export interface Size {
  readonly isWhole: boolean;
  readonly runs: number;
  readonly chain: number;
  readonly executions: number;
  readonly dag: number;
  readonly kills: number;
  readonly sandboxes: number;
  readonly many: number;
  /** Tasks of the chain on the whole path. */
  readonly path: number;
}

export interface Bench {
  readonly place: Place;
  readonly size: Size;
  readonly superUrl: string;
  readonly postgresPort: number;
  /** Absent where there is no Redis. */
  readonly redisUrl?: string;
  readonly note: (text: string) => void;
}

/** Figures that are measured together, in the order in which they are. */
interface Turn {
  readonly ids: readonly string[];
  readonly measure: (bench: Bench) => Promise<readonly Figure[]>;
}

const most = (value: number): Goal => ({ of: 'value', most: value });
const least = (value: number): Goal => ({ of: 'value', least: value });
const medianOf = <T>(runs: readonly T[], of: (run: T) => number): number => quantile(runs.map(of), 0.5);

const figure = (
  id: string,
  name: string,
  unit: string,
  ours: number,
  goals: readonly Goal[],
  beside: Pick<Figure, 'peer' | 'floor'> = {},
): Figure => ({ id, name, unit, ours, ...beside, goals });

/** E2, E3, E5: floors, one process and two, again and again in turn, and beside them the peers. */
async function steps({ place, size, superUrl, postgresPort, redisUrl, note }: Bench): Promise<readonly Figure[]> {
  const runs: (Floors & Record<'p50' | 'p99' | 'rate' | 'otherP50' | 'otherP99' | 'rateOfTwo', number>)[] = [];
  for (let run = 0; run < size.runs; run++) {
    const floors = await measureFloors(superUrl, true);
    const step = await dependencyToStart(place, size.chain);
    const rate = await tasksPerSecond(place, size.executions, 1_000);
    const other = await throughTwoProcesses(place, size.chain, size.executions, 1_000);
    runs.push({
      ...floors,
      ...step,
      rate,
      otherP50: other.p50,
      otherP99: other.p99,
      rateOfTwo: other.tasksPerSecond,
    });
    note(`run ${run + 1} of ${size.runs}`);
  }
  const dbos = await peer('DBOS', note, () => benchDbos(superUrl, postgresPort, 100, size.executions));
  const bullmq = redisUrl
    ? await peer('BullMQ', note, () => benchBullmq(redisUrl, size.chain, size.executions * 1_000))
    : undefined;
  const ofTwo = redisUrl
    ? await peer('BullMQ with two processes', note, () =>
        benchBullmqOfTwo(place.bundle, redisUrl, size.chain, size.executions * 1_000),
      )
    : undefined;
  /** The peer that does the same with its workers in two other processes. */
  const beside = (of: (figures: PeerFigures) => number) =>
    ofTwo ? { peer: { name: 'BullMQ of two', value: of(ofTwo) } } : {};
  const best = (of: (figures: PeerFigures) => number, pick: (...values: number[]) => number) => {
    const peers = [
      ...(dbos ? [{ name: 'DBOS', value: of(dbos) }] : []),
      ...(bullmq ? [{ name: 'BullMQ', value: of(bullmq) }] : []),
    ];
    const found = peers.find(({ value }) => value === pick(...peers.map((one) => one.value)));
    return found ? { peer: found } : {};
  };
  const f1 = { name: 'F1', value: medianOf(runs, ({ f1Ms }) => f1Ms) };
  const f2 = { name: 'F2', value: medianOf(runs, ({ f2RowsPerSecond }) => f2RowsPerSecond) };
  const rate = medianOf(runs, (run) => run.rate);
  const p50 = best((peer) => peer.p50, Math.min);
  const p99 = best((peer) => peer.p99, Math.min);
  const perSecond = best((peer) => peer.tasksPerSecond, Math.max);
  const ratio = (bound: { readonly most: number } | { readonly least: number }): Goal => ({ of: 'ratio', ...bound });
  const of = (name: 'p50' | 'p99' | 'otherP50' | 'otherP99' | 'rateOfTwo') => medianOf(runs, (run) => run[name]);
  return [
    figure('E2', 'dependency to start, p50', 'ms', of('p50'), [most(0.5), ratio({ most: 2.5 })], { ...p50, floor: f1 }),
    figure('E2', 'dependency to start, p99', 'ms', of('p99'), [most(2)], p99),
    figure('E2', 'in another process, p50', 'ms', of('otherP50'), [most(0.65), ratio({ most: 3.2 })], {
      ...beside((two) => two.p50),
      floor: f1,
    }),
    figure(
      'E2',
      'in another process, p99',
      'ms',
      of('otherP99'),
      [most(3)],
      beside((two) => two.p99),
    ),
    figure('E3', 'no-op tasks', '/s', rate, [least(30_000), ratio({ least: 0.1 })], { ...perSecond, floor: f2 }),
    figure('E3', 'through two worker processes', '/s', of('rateOfTwo'), [least(26_000)], {
      ...beside((two) => two.tasksPerSecond),
      floor: f2,
    }),
    figure('E5', 'one task, all records', 'µs', 1e6 / rate, [most(33)]),
  ];
}

async function shares({ place }: Bench): Promise<readonly Figure[]> {
  const [short, long] = [await overhead(place, 400, 50), await overhead(place, 40, 1_000)];
  return [
    figure('E1', 'overhead, tasks of 50 ms', '%', short * 100, [most(5)]),
    figure('E1', 'overhead, tasks of 1 s', '%', long * 100, [most(1)]),
  ];
}

async function hints({ redisUrl, size, note }: Bench): Promise<readonly Figure[]> {
  if (redisUrl === undefined) {
    note('E9 is not measured: there is no redis-server');
    return [];
  }
  const ours = await hintThroughRedis(redisUrl, size.chain);
  return [figure('E9', 'hint through Redis', 'ms', ours, [most(0.5)])];
}

async function dag({ place, size, note }: Bench): Promise<readonly Figure[]> {
  note('a large plan');
  const run = await bigDag(place, size.dag);
  const whole = (goal: Goal) => (size.isWhole ? [goal] : []);
  return [
    figure('E4', `DAG of ${size.dag}`, 's', run.runSeconds, whole(most(3.5))),
    figure('E4', 'its submission', 's', run.submitSeconds, whole(most(0.5))),
    figure('E4', 'tables and indexes so far', 'MB', run.tableMb, []),
    figure('E8', `memory at ${size.dag} tasks`, 'MB', run.maxRssMb, whole(most(160))),
  ];
}

async function kills({ place, size, note }: Bench): Promise<readonly Figure[]> {
  note('kills');
  const engine = await killedEngine(place, size.dag);
  const workers: number[] = [];
  for (let kill = 0; kill < size.kills; kill++) workers.push(await killedWorker(place));
  const longest = Math.max(...workers) / 1_000;
  return [
    figure('E6', `killed worker, most of ${size.kills}`, 's', longest, [most(5)]),
    figure('E7', 'killed engine to first dispatch', 's', engine.ms / 1_000, [most(0.5)]),
    figure('E7', 'tasks done twice', '', engine.doneTwice, [most(0)]),
  ];
}

async function isolation({ size, note }: Bench): Promise<readonly Figure[]> {
  const run = await isolatedProcess(size.sandboxes);
  if (typeof run === 'string') {
    note(`E10 is not measured: ${run}`);
    return [];
  }
  const floor = { name: 'spawn', value: run.spawnMs };
  return [figure('E10', 'isolated process, begun anew', 'ms', run.sandboxMs, [most(2)], { floor })];
}

/** What a step takes with everything around it that the others leave out. */
async function path({ size, redisUrl, note }: Bench): Promise<readonly Figure[]> {
  if (redisUrl === undefined) {
    note('the whole path is not measured: there is no redis-server');
    return [];
  }
  note('the whole path');
  const { workflow, direct } = await wholePath(size.path);
  return [
    figure('path', 'through n8n, BullMQ, git, sandbox, p50', 'ms', workflow.p50, []),
    figure('path', 'the same, p95', 'ms', workflow.p95, [most(500)]),
    figure('path', 'direct: git, sandbox, p50', 'ms', direct.p50, []),
    figure('path', 'the same, p95', 'ms', direct.p95, [most(150)]),
  ];
}

async function many({ place, size, note }: Bench): Promise<readonly Figure[]> {
  note(`${size.many} tasks`);
  const run = await millionTasks(place, size.many);
  return [
    figure('E8', `memory at ${size.many} tasks`, 'MB', run.maxRssMb, [most(256)]),
    figure('E8', 'their time', 's', run.seconds, []),
  ];
}

/** `million`: only when it is named, since it takes minutes and gigabytes. */
const TURNS: readonly Turn[] = [
  { ids: ['e2', 'e3', 'e5'], measure: steps },
  { ids: ['e9'], measure: hints },
  { ids: ['e1'], measure: shares },
  { ids: ['e4', 'e8'], measure: dag },
  { ids: ['e6', 'e7'], measure: kills },
  { ids: ['e10'], measure: isolation },
  { ids: ['path'], measure: path },
  { ids: ['million'], measure: many },
];

/** @param wanted - Ids such as `e2`; all but `million` when there are none. */
export async function measureInTurn(bench: Bench, wanted: readonly string[]): Promise<readonly Figure[]> {
  const known = TURNS.flatMap(({ ids }) => ids);
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new Error(`There is no ${unknown}: ${known.join(' ')}`);
  const figures: Figure[] = [];
  for (const { ids, measure } of TURNS) {
    const isWanted = wanted.length === 0 ? !ids.includes('million') : ids.some((id) => wanted.includes(id));
    if (isWanted) figures.push(...(await measure(bench)));
  }
  return figures;
}

/** A peer that is not there is said, and no reason to measure nothing. */
async function peer(
  name: string,
  note: Bench['note'],
  measure: () => Promise<PeerFigures>,
): Promise<PeerFigures | undefined> {
  try {
    return await measure();
  } catch (error) {
    note(`${name} could not be measured: ${String(error)}`);
    return undefined;
  }
}
