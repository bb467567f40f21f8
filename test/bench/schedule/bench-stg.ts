import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Random } from '../../../runtime/core/schedule/random';
import type { Bar } from '../bars';
import { printTable } from '../figures';
import { cpuMs } from './fresh-turns';
import type { Instance } from './instances/instance';
import { readStg } from './instances/read-stg';
import { loopMakespan } from './loop-run';
import { mostAbove, RATIO_HEAD, ratioRow, ratiosOf } from './ratios';
import { type PlainRule, plainMakespan } from './reference';
import { simulated } from './simulated';

/** One graph on so many processors. */
interface Case {
  readonly instance: Instance;
  readonly workers: number;
  /** Proven: no schedule is shorter. */
  readonly best: number;
}

/** S1 to S3: 60 graphs of the Standard Task Graph Set on 2, 4, 8 and 16 processors, against proven bounds. */
export function benchStg(isQuick: boolean): readonly Bar[] {
  const folder = resolve(process.env['NIGHTSHIFT_STG'] || '../shared/bench/stg');
  if (!existsSync(join(folder, 'optima.json'))) {
    console.log(`\nSTG: left out, ${folder} has no optima.json; NIGHTSHIFT_STG names the folder with the graphs`);
    return [];
  }
  const cases = casesIn(folder);
  const shares = (makespanOf: (one: Case) => number): readonly number[] =>
    cases.map((one) => makespanOf(one) / one.best);
  const plain = (rule: PlainRule) => shares(({ instance, workers }) => plainMakespan(instance, workers, rule));
  const seeds = isQuick ? [1, 2] : [1, 2, 3, 4, 5];
  const noisy = (mode: 'online' | 'planned', noise: number) =>
    seeds.flatMap((seed) => shares(({ instance, workers }) => simulated(instance, workers, { mode, seed, noise })));
  const noisyPlain = (noise: number) =>
    seeds.flatMap((seed) =>
      shares(({ instance, workers }) =>
        plainMakespan(instance, workers, 'b-level', noisyEstimates(instance, seed, noise)),
      ),
    );
  const unknown = (mode: 'online' | 'planned') =>
    shares(({ instance, workers }) =>
      simulated(instance, workers, { mode }, new Float64Array(instance.durations.length).fill(1)),
    );

  const online = shares(({ instance, workers }) => simulated(instance, workers, { mode: 'online' }));
  const from = cpuMs();
  const planned = shares(({ instance, workers }) => simulated(instance, workers, { mode: 'planned' }));
  const planningMs = (cpuMs() - from) / cases.length;
  const loop = shares(({ instance, workers }) => loopMakespan(instance, workers));
  const loopHalf = shares(({ instance, workers }) =>
    loopMakespan(instance, workers, { estimates: noisyEstimates(instance, 1, 0.5) }),
  );
  const [noisyHalf, noisyOne, unknownOnline] = [noisy('planned', 0.5), noisy('planned', 1), unknown('online')];
  printTable(`STG, ${cases.length} instances: makespan ÷ proven bound`, RATIO_HEAD, [
    ratioRow('waves, plain', plain('waves')),
    ratioRow('FIFO, plain', plain('fifo')),
    ratioRow('b-level, plain', plain('b-level')),
    ratioRow('S1 nightshift online', online, 1.0056),
    ratioRow('S2 nightshift planned', planned, 1.001),
    ratioRow('S2 as a plan that runs', loop, 1.001),
    ratioRow(
      'S3 durations unknown: hops, plain',
      shares(({ instance, workers }) =>
        plainMakespan(
          instance,
          workers,
          'b-level',
          instance.durations.map(() => 1),
        ),
      ),
    ),
    ratioRow('S3 durations unknown, online', unknownOnline, 1.028),
    ratioRow('S3 durations unknown, planned', unknown('planned'), 1.028),
    ratioRow('S3 σ = 0.5: b-level, plain', noisyPlain(0.5)),
    ratioRow('S3 σ = 0.5, online', noisy('online', 0.5), 1.014),
    ratioRow('S3 σ = 0.5, planned', noisyHalf, 1.014),
    ratioRow('S3 σ = 0.5, as a plan that runs', loopHalf, 1.014),
    ratioRow('S3 σ = 1: b-level, plain', noisyPlain(1)),
    ratioRow('S3 σ = 1, online', noisy('online', 1), 1.022),
    ratioRow('S3 σ = 1, planned', noisyOne, 1.022),
  ]);
  console.log(`planned: ${planningMs.toFixed(1)} ms of processor time a plan, all in all`);
  const { worst, exact } = ratiosOf(planned);
  return [
    mostAbove('S1 online', online, 0.56),
    mostAbove('S2 planned', planned, 0.1),
    { name: 'S2 planned, worst', measured: 100 * (worst - 1), most: 5, unit: ' % above' },
    { name: 'S2 planned, optimal', measured: 100 * exact, least: 96, unit: ' %' },
    ...(isQuick ? [] : [{ name: 'S2 planned, time', measured: planningMs, most: 10, unit: ' ms' }]),
    mostAbove('S2 as a plan that runs', loop, 0.1),
    { name: 'S2 as a plan that runs, optimal', measured: 100 * ratiosOf(loop).exact, least: 96, unit: ' %' },
    mostAbove('S3 unknown', unknownOnline, 2.8),
    mostAbove('S3 σ = 0.5', noisyHalf, 1.4),
    mostAbove('S3 σ = 1', noisyOne, 2.2),
  ];
}

function casesIn(folder: string): readonly Case[] {
  // The file that comes with the set: lower and upper bounds by graph and number of processors.
  const bounds = JSON.parse(readFileSync(join(folder, 'optima.json'), 'utf8')) as Record<
    string,
    Record<string, { lb: number }>
  >;
  return readdirSync(folder)
    .filter((file) => file.endsWith('.stg'))
    .sort()
    .flatMap((file) => {
      const instance = readStg(readFileSync(join(folder, file), 'utf8'));
      return Object.entries(bounds[file] ?? {}).map(([workers, { lb }]) => ({
        instance,
        workers: Number(workers),
        best: lb,
      }));
    });
}

function noisyEstimates({ durations }: Instance, seed: number, noise: number): readonly number[] {
  const random = new Random(seed);
  return durations.map((duration) => duration * Math.exp(noise * random.normal()));
}
