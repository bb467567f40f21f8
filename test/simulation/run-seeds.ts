import { makeScenario } from './make-scenario';
import { type Outcome, runScenario } from './run-scenario';
import { Tally } from './tally';

/** Some seeds, one after the other. */
export interface Seeds {
  readonly first: number;
  readonly count: number;
}

/** What is done besides counting; the default is to stop at the first failure. */
export interface SeedOptions {
  readonly isGoingOn?: boolean;
  readonly isTraced?: boolean;
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** Runs each seed, up to the first one that breaks an invariant unless it goes on. */
export async function runSeeds({ first, count }: Seeds, options: SeedOptions = {}): Promise<Tally> {
  const { isGoingOn = false, isTraced = false, onOutcome } = options;
  const tally = new Tally();
  for (let seed = first; seed < first + count; seed++) {
    const outcome = await runScenario(makeScenario(seed), { isTraced });
    tally.add(seed, outcome);
    onOutcome?.(outcome);
    if (outcome.found.length > 0 && !isGoingOn) break;
  }
  return tally;
}
