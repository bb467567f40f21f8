import type { EstimateErrors } from './estimate-errors';
import type { LaidOut } from './planning-search';
import type { Project } from './project';
import { SerialLayout } from './serial-layout';

/** Variance of ln(real ÷ estimated time) above which a plan is worth less than deciding as things come. Measured. */
export const MOST_ERROR = 0.2 ** 2;
/** The same where tasks share resources of several kinds: there a plan gains more. */
const MOST_ERROR_WITH_RESOURCES = 0.4 ** 2;
/** What a task that overruns its estimate is taken to need still, as a part of the estimate. */
const OVERRUN = 0.05;

/**
 * Keeps to a schedule that was made beforehand: a task starts when its time has come, even where a slot was free for it
 * sooner, because the schedule needs that slot for something else. When real times differ, what is left is laid out again
 * in the same order. When they differ too much, the plan is left.
 */
export class PlanFollower {
  /** The order of the schedule. */
  readonly keys: Float64Array;
  private readonly planned: Float64Array;
  private readonly begun: Float64Array;
  private readonly isOver: Uint8Array;
  private readonly running = new Set<number>();
  private readonly layout: SerialLayout;
  private isOff = false;

  constructor(
    private readonly project: Project,
    plan: LaidOut,
    private readonly errors: EstimateErrors,
  ) {
    this.planned = plan.starts.slice();
    this.keys = plan.starts.slice();
    this.begun = new Float64Array(project.size).fill(Number.NaN);
    this.isOver = new Uint8Array(project.size);
    this.layout = new SerialLayout(project);
  }

  /** False once real times have shown that the plan is not worth keeping to. */
  get isWorthIt(): boolean {
    const { capacities, hasSlots } = this.project;
    return this.errors.variance <= (capacities.length > (hasSlots ? 1 : 0) ? MOST_ERROR_WITH_RESOURCES : MOST_ERROR);
  }

  start(no: number, now: number): void {
    this.begun[no] = now;
    this.running.add(no);
  }

  end(no: number, now: number): void {
    const real = now - this.begun[no]!;
    const estimated = this.project.times[no]!;
    this.running.delete(no);
    this.isOver[no] = 1;
    if (Math.abs(real - estimated) > 1e-9 * Math.max(1, now)) this.isOff = true;
  }

  /** Time has come to decide: what is left is laid out again where real times differ from the plan. */
  goTo(now: number): void {
    const slack = 1e-9 * Math.max(1, now);
    for (const no of this.running) if (this.begun[no]! + this.project.times[no]! < now - slack) this.isOff = true;
    if (!this.isOff) return;
    this.isOff = false;
    const remaining = this.begun.map((begun, no) => {
      if (Number.isNaN(begun) || this.isOver[no]) return Number.isNaN(begun) ? begun : 0;
      const estimated = this.project.times[no]!;
      return Math.max(begun + estimated - now, OVERRUN * estimated, slack);
    });
    this.layout.lay(this.keys, remaining);
    for (let no = 0; no < remaining.length; no++) this.planned[no] = now + this.layout.starts[no]!;
  }

  isHeld(no: number, now: number): boolean {
    return this.planned[no]! > now + 1e-9 * Math.max(1, now);
  }
}
