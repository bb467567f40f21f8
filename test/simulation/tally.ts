import { CHECKED_BY_SIMULATION } from './oracle';
import type { Outcome } from './run-scenario';

/** What many runs come to. */
export class Tally {
  readonly failed: string[] = [];
  private readonly beganMs = performance.now();
  private readonly faults = new Map<string, number>();
  private readonly sums = { steps: 0, virtualMs: 0, executions: 0, tasks: 0, events: 0 };
  private seeds = 0;

  add(seed: number, outcome: Outcome): void {
    this.seeds += 1;
    for (const key of Object.keys(this.sums) as (keyof typeof this.sums)[]) this.sums[key] += outcome[key];
    for (const [kind, times] of outcome.faults) this.faults.set(kind, (this.faults.get(kind) ?? 0) + times);
    if (outcome.found.length > 0) this.failed.push(`${seed} ${outcome.found[0]!.invariant}`);
  }

  /** For people, and last the line for programs. */
  lines(): readonly string[] {
    const { seeds, failed } = this;
    const { steps, virtualMs, executions, tasks, events } = this.sums;
    const seconds = (performance.now() - this.beganMs) / 1_000;
    const faults = [...this.faults].sort(([a], [b]) => (a < b ? -1 : 1));
    const injected = faults.reduce((sum, [, times]) => sum + times, 0);
    return [
      `faults: ${faults.map(([kind, times]) => `${kind} ${times}`).join(', ')}`,
      `checked: ${CHECKED_BY_SIMULATION.join(', ')}`,
      ...(failed.length > 0 ? [`failed: ${failed.join(', ')}`] : []),
      `seeds=${seeds} seconds=${seconds.toFixed(1)} seeds/s=${(seeds / seconds).toFixed(1)} steps=${steps} ` +
        `virtual-hours=${(virtualMs / 3_600_000).toFixed(0)} executions=${executions} tasks=${tasks} events=${events} ` +
        `faults=${injected} violations=${failed.length}`,
    ];
  }
}
