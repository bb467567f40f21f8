import { simulate } from '../../../runtime/core/schedule/simulate';
import type { SimulationOptions, Workload } from '../../../runtime/core/schedule/workload';
import { scheduleFaults } from './check-schedule';
import { type Instance, workloadOf } from './instances/instance';

/** The makespan of nightshift's scheduler on an instance; every schedule is checked. @throws when it breaks a rule. */
export function simulated(
  instance: Instance,
  workers: number | undefined,
  options: Partial<SimulationOptions> & Pick<SimulationOptions, 'mode'>,
  estimates?: Float64Array,
): number {
  const exact = workloadOf(instance, workers);
  const workload: Workload = estimates === undefined ? exact : { ...exact, estimates };
  const { starts, makespan } = simulate(workload, { seed: 1, noise: 0, ...options });
  const faults = scheduleFaults(instance, workers, starts, makespan);
  if (faults.length > 0) throw new Error(`A schedule breaks the rules: ${faults.slice(0, 3).join('; ')}`);
  return makespan;
}
