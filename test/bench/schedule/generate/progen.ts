import type { Random } from '../../../../runtime/core/schedule/random';
import type { Instance } from '../instances/instance';
import { ActivityNetwork } from './activity-network';

/** What tells projects of one size apart. */
export interface ProjectShape {
  readonly size: number;
  /** Arcs that follow from no others, per job. */
  readonly complexity: number;
  /** Share of the resources that a job takes, on average. */
  readonly resourceFactor: number;
  /** Where capacities lie between the largest demand (0) and what the earliest starts would take (1). */
  readonly resourceStrength: number;
}

const RESOURCES = 4;
const MOST = 10;

/**
 * A project with scarce resources. Jobs take 1 to 10, and 1 to 10 units of what they take.
 *
 * Source: R. Kolisch, A. Sprecher, A. Drexl, Characterization and generation of a general class of resource-constrained
 * project scheduling problems, Management Science 41 (1995); the parameters of PSPLIB's sets are in `projectShapes`.
 */
export function generateProject(random: Random, shape: ProjectShape): Instance {
  const { size, complexity, resourceFactor, resourceStrength } = shape;
  const predecessors = new ActivityNetwork(random, size).grown(complexity);
  const durations = predecessors.map(() => 1 + random.below(MOST));
  const demands = demandsOf(random, size, resourceFactor);
  const starts = earliestStarts(durations, predecessors);
  const capacities = Array.from({ length: RESOURCES }, (_, resource) => {
    const least = Math.max(1, ...demands.map((units) => units[resource]!));
    const most = Math.max(
      least,
      peak(starts, durations, (no) => demands[no]![resource]!),
    );
    return Math.round(least + resourceStrength * (most - least));
  });
  return { ids: durations.map((_, no) => `${no + 1}`), durations, predecessors, resources: { capacities, demands } };
}

/** PSPLIB's parameters for projects of a size: each complexity with each factor and each strength. */
export function projectShapes(size: number): readonly ProjectShape[] {
  const strengths = size >= 120 ? [0.1, 0.2, 0.3, 0.4, 0.5] : [0.2, 0.5, 0.7, 1];
  return [1.5, 1.8, 2.1].flatMap((complexity) =>
    [0.25, 0.5, 0.75, 1].flatMap((resourceFactor) =>
      strengths.map((resourceStrength) => ({ size, complexity, resourceFactor, resourceStrength })),
    ),
  );
}

function demandsOf(random: Random, size: number, factor: number): readonly (readonly number[])[] {
  const demands = Array.from({ length: size }, () => new Array<number>(RESOURCES).fill(0));
  const draw = (no: number, resource: number): boolean => {
    if (demands[no]![resource]! > 0) return false;
    demands[no]![resource] = 1 + random.below(MOST);
    return true;
  };
  for (let no = 0; no < size; no++) draw(no, random.below(RESOURCES));
  let left = Math.round(factor * size * RESOURCES) - size;
  while (left > 0) if (draw(random.below(size), random.below(RESOURCES))) left--;
  return demands;
}

function earliestStarts(durations: readonly number[], predecessors: Instance['predecessors']): readonly number[] {
  const starts: number[] = [];
  predecessors.forEach((on, no) => {
    starts[no] = Math.max(0, ...on.map((one) => starts[one]! + durations[one]!));
  });
  return starts;
}

/** The most that is taken at once when every job starts as early as it can. */
function peak(starts: readonly number[], durations: readonly number[], taken: (no: number) => number): number {
  const sums = starts.map((at) =>
    starts.reduce((sum, start, no) => (start <= at && at < start + durations[no]! ? sum + taken(no) : sum), 0),
  );
  return Math.max(...sums);
}
