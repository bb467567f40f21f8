import type { Execution, ExecutionOptions } from '../execution/execution';
import type { TaskIndex } from '../execution/task-index';
import type { ExecutionPlan } from '../plan/plan';
import { chooseAgent, neededCapabilities } from './choose-agent';
import { ClaimedFiles } from './claimed-files';
import type { FileYields } from './file-yields';
import type { PlanGroups } from './plan-groups';
import { type LineSources, ReadyLines } from './ready-lines';
import { taskKind } from './task-kind';

/** How much more must be over until what it teaches is used again. */
const REVIEW_FACTOR = 1.4;
/** Of plans with more tasks, at least one in so many must be over besides: looking at all of them again must pay. */
const REVIEW_SHARE = 1_000;

/** In which order tasks go, and what each is believed to take on a worker of speed 1. */
export interface Order {
  readonly keys: Float64Array;
  readonly minutes: Float64Array;
  /** Who leaves files to whom, on the clock of the decisions; absent: nobody. */
  readonly yields?: FileYields;
}

/** Agents and kinds of tasks, by task. */
export interface TaskKinds {
  readonly agents: readonly string[];
  readonly kinds: readonly string[];
}

/** What an order of urgency follows from, as far as it changes while the plan runs. */
export interface OrderSources {
  /** Tasks that are completed, and all of the plan. */
  readonly over: number;
  readonly size: number;
  /** Stands for the workers and slots that there are. */
  readonly places: string;
}

/**
 * Remembers, from decision to decision, what is costly to work out anew. The order of urgency is that of the moment in which it was
 * worked out, of what ran then and for how long: a process that remembers nothing works it out from what is so now, and may
 * decide otherwise. Both keep every rule; a plan whose process was changed may end at another time.
 */
export class PlanMemory {
  /** Minutes that tasks of earlier executions took, by kind; read once, when the execution comes into memory. */
  history: ReadonlyMap<string, readonly number[]> = new Map();
  /** The task for which the last decision kept a place; -1: none. */
  keptTask = -1;
  /** The index of the newest state that was decided on; `indexOf` knows whether it is still right. */
  index: TaskIndex | undefined;
  private orderKey = '';
  private order: Order = { keys: new Float64Array(0), minutes: new Float64Array(0) };
  private levels: { readonly of: Order; readonly lengths: Float64Array } | undefined;
  private groups: { readonly of: readonly (readonly string[])[]; readonly groups: PlanGroups } | undefined;
  private lines: ReadyLines | undefined;
  private claims: ClaimedFiles | undefined;
  private kinds: TaskKinds | undefined;
  private needsKey: string | undefined;
  private needs: readonly (readonly string[])[] = [];

  /**
   * The order of urgency. It is worth computing anew only when notably more is known: when the tasks that are over have
   * become 1.4 times as many, or there are other places to run.
   *
   * @param compute - Is told the order until now; undefined: there was none.
   */
  orderFor({ over, size, places }: OrderSources, compute: (before: Order | undefined) => Order): Order {
    const least = Math.max(1, size / REVIEW_SHARE);
    const key = `${Math.floor(Math.log(over / least + 1) / Math.log(REVIEW_FACTOR))} ${places}`;
    if (key !== this.orderKey) {
      this.order = compute(this.orderKey === '' ? undefined : this.order);
      this.orderKey = key;
    }
    return this.order;
  }

  /** How long the way from each task to an end is, in an order. */
  levelsFor(order: Order, compute: () => Float64Array): Float64Array {
    if (this.levels?.of !== order) this.levels = { of: order, lengths: compute() };
    return this.levels.lengths;
  }

  /** The groups of tasks that ask for the same, by what their workers must be able to do. */
  groupsFor(needs: readonly (readonly string[])[], compute: () => PlanGroups): PlanGroups {
    if (this.groups?.of !== needs) this.groups = { of: needs, groups: compute() };
    return this.groups.groups;
  }

  /** What each task keeps from others now. What was parked because of files that are not kept any more is in line again. */
  claimsOf(execution: Execution, index: TaskIndex): ClaimedFiles {
    this.claims ??= new ClaimedFiles(execution);
    for (const no of this.claims.follow(execution, index)) this.lines?.unpark(no);
    return this.claims;
  }

  /** The ready tasks in lines, as they are now. */
  linesFor(sources: LineSources): ReadyLines {
    if (!this.lines?.isOf(sources) || !this.lines.follow()) this.lines = new ReadyLines(sources, this.lines);
    return this.lines;
  }

  /** The agent and the kind of each task. They follow from the plan and the options, which never change. */
  kindsOf(plan: ExecutionPlan, options: Pick<ExecutionOptions, 'agent'>): TaskKinds {
    this.kinds ??= {
      agents: plan.tasks.map((task) => chooseAgent(task, options)),
      kinds: plan.tasks.map((task) => taskKind(task, options)),
    };
    return this.kinds;
  }

  /** What each task's worker must be able to do; the same array for all tasks that need the same. */
  needsOf(plan: ExecutionPlan, options: Pick<ExecutionOptions, 'agent' | 'origin'>): readonly (readonly string[])[] {
    const key = JSON.stringify([options.agent, options.origin]);
    if (key === this.needsKey) return this.needs;
    const known = new Map<string, readonly string[]>();
    this.needs = plan.tasks.map((task) => {
      const needs = neededCapabilities(task, options);
      const name = needs.join('\n');
      const same = known.get(name) ?? needs;
      known.set(name, same);
      return same;
    });
    this.needsKey = key;
    return this.needs;
  }
}
