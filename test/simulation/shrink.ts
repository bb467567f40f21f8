import { type Outcome, runScenario } from './run-scenario';
import type { Scenario } from './scenario';

/** Runs that shrinking may take. */
const MOST_RUNS = 600;

/**
 * A smaller scenario that breaks the same invariant: call faults by name in place of chances, then fewer faults, hand-offs,
 * tasks and workers, and agents that behave. Each step is tried and kept when it still fails.
 */
export async function shrink(scenario: Scenario, outcome: Outcome): Promise<Scenario> {
  const wanted = outcome.found[0]?.invariant;
  let runs = 0;
  const fails = async (candidate: Scenario): Promise<boolean> => {
    if (runs >= MOST_RUNS || !isSolvable(candidate)) return false;
    runs += 1;
    return (await runScenario(candidate)).found.some(({ invariant }) => invariant === wanted);
  };
  let best: Scenario = { ...scenario, callFaults: outcome.callFaults };
  if (!(await fails(best))) return scenario;

  const keepIfFails = async (candidate: Scenario): Promise<boolean> => {
    if (!(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  const without = async <K extends 'callFaults' | 'faults' | 'workers' | 'handoffs'>(
    key: K,
    least: number,
  ): Promise<void> => {
    for (let size = Math.ceil((best[key]?.length ?? 0) / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < (best[key]?.length ?? 0); ) {
        const list = best[key] as readonly unknown[];
        const rest = [...list.slice(0, at), ...list.slice(at + size)];
        if (rest.length < least || !(await keepIfFails({ ...best, [key]: rest }))) at += size;
      }
    }
  };
  await without('faults', 0);
  await without('callFaults', 0);
  await without('handoffs', 1);
  await without('workers', 1);
  for (const act of Object.keys(best.agents)) await keepIfFails({ ...best, agents: { ...best.agents, [act]: 0 } });
  await keepIfFails({ ...best, gateways: 1 });
  for (const [no, { tasks }] of best.handoffs.entries()) {
    for (let size = tasks.length - 1; size >= 1; size--) {
      const handoffs = best.handoffs.map((one, at) => (at === no ? { ...one, tasks: one.tasks.slice(0, size) } : one));
      if (!(await keepIfFails({ ...best, handoffs }))) break;
    }
  }
  await without('callFaults', 0);
  await without('faults', 0);
  return best;
}

/** Somebody at home must be there to do the work in the end, or nothing ends for another reason. */
function isSolvable({ workers, faults }: Scenario): boolean {
  const hung = new Set(faults.flatMap((fault) => (fault.type === 'hang' ? [fault.of] : [])));
  return workers.some(({ host }, no) => host === 'here' && !hung.has(`worker-${no}`));
}
