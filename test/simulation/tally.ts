import { CHECKED_BY_SIMULATION } from './oracle';
import type { Outcome } from './run-scenario';

const SUMS = ['steps', 'virtualMs', 'executions', 'tasks', 'events'] as const;

/** A failure, with the words of what did not hold. */
export interface Failure {
  readonly seed: number;
  readonly words: readonly string[];
}

/** A tally as it goes from process to process. */
export interface TallyData {
  readonly seeds: number;
  readonly sums: { readonly [key in (typeof SUMS)[number]]: number };
  readonly faults: readonly (readonly [string, number])[];
  readonly failed: readonly Failure[];
}

/** What many runs come to. */
export class Tally {
  readonly failed: Failure[] = [];
  private readonly beganMs = performance.now();
  private readonly faults = new Map<string, number>();
  private readonly sums = { steps: 0, virtualMs: 0, executions: 0, tasks: 0, events: 0 };
  private seeds = 0;

  add(seed: number, outcome: Outcome): void {
    const words = outcome.found.map(({ invariant, message }) => `${invariant} ${message}`);
    this.merge({
      seeds: 1,
      sums: outcome,
      faults: [...outcome.faults],
      failed: words.length > 0 ? [{ seed, words }] : [],
    });
  }

  /** Adds what another process counted. */
  merge({ seeds, sums, faults, failed }: TallyData): void {
    this.seeds += seeds;
    for (const key of SUMS) this.sums[key] += sums[key];
    for (const [kind, times] of faults) this.faults.set(kind, (this.faults.get(kind) ?? 0) + times);
    this.failed.push(...failed);
    this.failed.sort((a, b) => a.seed - b.seed);
  }

  get data(): TallyData {
    const { seeds, sums, faults, failed } = this;
    return { seeds, sums, faults: [...faults], failed };
  }

  /** How far it is. */
  get progress(): string {
    return `seeds=${this.seeds} seeds/s=${this.perSecond} violations=${this.failed.length}`;
  }

  /** For people, and last the line for programs. */
  lines(): readonly string[] {
    const { seeds, failed } = this;
    const { steps, virtualMs, executions, tasks, events } = this.sums;
    const faults = [...this.faults].sort(([a], [b]) => (a < b ? -1 : 1));
    const injected = faults.reduce((sum, [, times]) => sum + times, 0);
    const failures = failed.map(({ seed, words }) => `${seed} ${words[0]?.split(' ')[0]}`);
    return [
      `faults: ${faults.map(([kind, times]) => `${kind} ${times}`).join(', ')}`,
      `checked: ${CHECKED_BY_SIMULATION.join(', ')}`,
      ...(failed.length > 0 ? [`failed: ${failures.join(', ')}`] : []),
      `seeds=${seeds} seconds=${this.seconds.toFixed(1)} seeds/s=${this.perSecond} steps=${steps} ` +
        `virtual-hours=${(virtualMs / 3_600_000).toFixed(0)} executions=${executions} tasks=${tasks} events=${events} ` +
        `faults=${injected} violations=${failed.length}`,
    ];
  }

  private get seconds(): number {
    return (performance.now() - this.beganMs) / 1_000;
  }

  private get perSecond(): string {
    return (this.seeds / this.seconds).toFixed(1);
  }
}
