import { Random } from '../../../runtime/core/schedule/random';
import type { Bar } from '../bars';
import { printTable } from '../figures';
import { boundOf } from './bound-of';
import { generateProject, projectShapes } from './generate/progen';
import { mostAbove, RATIO_HEAD, ratioRow } from './ratios';
import { plainMakespan } from './reference';
import { simulated } from './simulated';

/** Sizes, and how many per cent above the best that is known makespans may be. */
const SIZES = [
  { size: 30, online: 5, planned: 1 },
  { size: 60, online: 6, planned: 2 },
  { size: 90, online: 5.5, planned: 2.5 },
  { size: 120, online: 11, planned: 6 },
];
/** Of the long search that stands in for the best known makespan. */
const LONG_STEPS = 6_000_000;

/**
 * S5: generated projects with scarce resources, by size. Beside the lower bound, which such projects seldom reach, each
 * makespan is measured by the best that anything in this run found, a long search included (not in the short form).
 */
export function benchProjects(isQuick: boolean): readonly Bar[] {
  return SIZES.flatMap(({ size, online, planned }) => {
    const cases = projectShapes(size)
      .filter((_, no) => !isQuick || no % 6 === 0)
      .map((shape, seed) => generateProject(new Random(1_000 * size + seed), shape));
    const bounds = cases.map((one) => boundOf(one, undefined));
    const found = {
      'waves, plain': cases.map((one) => plainMakespan(one, undefined, 'waves')),
      'FIFO, plain': cases.map((one) => plainMakespan(one, undefined, 'fifo')),
      'b-level, plain': cases.map((one) => plainMakespan(one, undefined, 'b-level')),
      'S5 nightshift online': cases.map((one) => simulated(one, undefined, { mode: 'online' })),
      'S5 nightshift planned': cases.map((one) => simulated(one, undefined, { mode: 'planned' })),
    };
    const long = isQuick
      ? []
      : [cases.map((one) => simulated(one, undefined, { mode: 'planned', seed: 7, planningSteps: LONG_STEPS }))];
    const best = cases.map((_, no) => Math.min(...[...Object.values(found), ...long].map((all) => all[no]!)));
    const by = (makespans: readonly number[], base: readonly number[]) => makespans.map((one, no) => one / base[no]!);
    printTable(
      `S5: ${cases.length} projects of ${size} jobs, network complexity 1.5 to 2.1, resource factor 0.25 to 1, resource strength ${size < 120 ? '0.2 to 1' : '0.1 to 0.5'}`,
      RATIO_HEAD,
      Object.entries(found).flatMap(([name, makespans]) => [
        ratioRow(`${name}, ÷ lower bound`, by(makespans, bounds)),
        ...(isQuick ? [] : [ratioRow(`${name}, ÷ best found`, by(makespans, best))]),
      ]),
    );
    if (isQuick) return [];
    return [
      mostAbove(`S5 ${size} jobs, online, to the best found`, by(found['S5 nightshift online'], best), online),
      mostAbove(`S5 ${size} jobs, planned, to the best found`, by(found['S5 nightshift planned'], best), planned),
    ];
  });
}
