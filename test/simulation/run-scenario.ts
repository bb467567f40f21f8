import type { Found } from './oracle';
import type { CallFault, Scenario } from './scenario';
import { type RunOptions, World } from './world';

/** What a run of a scenario came to. */
export interface Outcome {
  readonly found: readonly Found[];
  readonly steps: number;
  readonly virtualMs: number;
  readonly executions: number;
  readonly tasks: number;
  readonly events: number;
  /** Faults by kind. */
  readonly faults: ReadonlyMap<string, number>;
  readonly callFaults: readonly CallFault[];
  /** What happened, line by line, where it was asked for. */
  readonly trace: readonly string[];
  /** Of all events: two runs of the same scenario have the same. */
  readonly fingerprint: string;
}

/** Runs a scenario to its end. The same scenario gives the same outcome. */
export async function runScenario(scenario: Scenario, options: RunOptions = {}): Promise<Outcome> {
  const world = new World(scenario, options);
  const onRejection = (error: unknown): void =>
    world.oracle.report('I30', `A process would have died of ${error instanceof Error ? error.stack : String(error)}`);
  process.on('unhandledRejection', onRejection);
  try {
    await world.run();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('unhandledRejection', onRejection);
  }
  const executions = [...world.database.executions.values()];
  return {
    found: world.oracle.found,
    steps: world.timeline.steps,
    virtualMs: world.timeline.nowMs - scenario.startMs,
    executions: executions.length,
    tasks: executions.reduce((sum, { execution }) => sum + execution.tasks.length, 0),
    events: executions.reduce((sum, { events }) => sum + events.length, 0),
    faults: world.network.counts,
    callFaults: world.network.fired,
    trace: world.network.lines,
    fingerprint: executions.map(({ execution }) => execution.lastHash).join(' '),
  };
}
