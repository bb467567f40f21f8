import { filesOverlap } from '../../../runtime/core/schedule/files-overlap';
import { flatRows, turnRows } from '../../../runtime/core/schedule/flat-rows';
import { Random } from '../../../runtime/core/schedule/random';
import { simulate } from '../../../runtime/core/schedule/simulate';
import type { ScheduleMode, Workload } from '../../../runtime/core/schedule/workload';
import { shortestMakespan } from '../../core/schedule/shortest';
import { slots } from '../../core/schedule/workloads';
import type { Bar } from '../bars';
import { printTable } from '../figures';
import { mostAbove, RATIO_HEAD, ratioRow, ratiosOf } from './ratios';

const FILES = ['a.ts', 'src/', 'src/a.ts', 'src/b.ts', 'docs/'];
const SIGMAS = [0, 0.2, 0.5, 1];

/** A plan, and what its makespan is measured by. */
interface Case {
  readonly workload: Workload;
  readonly best: number;
}

/** Plans whose tasks write each other's files: a few tasks beside the best order that there is, many beside the lower bound. */
export function benchFiles(isQuick: boolean): readonly Bar[] {
  const few = casesOf(isQuick ? 100 : 400, (random) => filePlan(random, 6 + random.below(2), 0.3, 0.6), bestOf);
  const many = casesOf(
    isQuick ? 10 : 100,
    (random) => filePlan(random, 12 + random.below(37), 0.1, 0.4),
    (plan) => simulate(plan, { mode: 'online', seed: 1, noise: 0 }).lowerBound,
  );
  const measured = [few, many].map((cases) =>
    SIGMAS.map((noise) => ({
      noise,
      online: shares(cases, 'online', noise),
      planned: shares(cases, 'planned', noise),
    })),
  );
  for (const [at, title] of [
    `${few.length} plans of 6 or 7 tasks with files: makespan ÷ the shortest there is`,
    `${many.length} plans of 12 to 48 tasks with files: makespan ÷ lower bound`,
  ].entries())
    printTable(
      title,
      RATIO_HEAD,
      measured[at]!.flatMap(({ noise, online, planned }) => [
        ratioRow(`online, σ = ${noise}`, online),
        ratioRow(`planned, σ = ${noise}`, planned),
      ]),
    );
  const [exact] = measured[0]!;
  const longer = exact!.planned.filter((share, at) => share > exact!.online[at]! + 1e-9).length;
  return [
    mostAbove('plans of few tasks with files', exact!.planned, 0.2),
    { name: 'plans with files made longer by the planning pass', measured: longer, most: 0, unit: '' },
    ...(isQuick
      ? []
      : measured.flatMap((ofSize, at) =>
          ofSize.map(({ noise, online, planned }) => ({
            name: `planned beside online, ${at === 0 ? 'few' : 'many'} tasks with files, σ = ${noise}`,
            measured: (100 * ratiosOf(planned).mean) / ratiosOf(online).mean,
            // What errors of such a size cost is measured, and bounded.
            most: at === 1 && noise >= 0.5 ? 100.2 : 100,
            unit: ' %',
          })),
        )),
  ];
}

function casesOf(count: number, make: (random: Random) => Workload, best: (plan: Workload) => number): readonly Case[] {
  return Array.from({ length: count }, (_, seed) => {
    const workload = make(new Random(seed + 1));
    return { workload, best: best(workload) };
  });
}

/** Of estimates that are off, three seeds each. */
function shares(cases: readonly Case[], mode: ScheduleMode, noise: number): readonly number[] {
  return cases.flatMap(({ workload, best }, no) =>
    (noise === 0 ? [1] : [1, 2, 3]).map(
      (seed) => simulate(workload, { mode, seed: 10 * no + seed, noise }).makespan / best,
    ),
  );
}

const bestOf = (plan: Workload): number =>
  shortestMakespan(plan, (one, other) => filesOverlap(plan.files![one]!, plan.files![other]!));

/** @param linked - How likely each task waits on each before it. @param writing - How likely a task writes files. */
function filePlan(random: Random, size: number, linked: number, writing: number): Workload {
  const rows = Array.from({ length: size }, (_, no) =>
    Array.from({ length: no }, (_before, on) => on).filter(() => random.next() < linked),
  );
  const times = Float64Array.from({ length: size }, () => 5 + random.below(56));
  return {
    size,
    dependents: turnRows(flatRows(rows)),
    estimates: times,
    durations: times,
    workers: slots(2 + random.below(size > 7 ? 5 : 3)),
    files: rows.map(() => (random.next() < writing ? [FILES[random.below(FILES.length)]!] : [])),
  };
}
