import type { TaskGraph } from '../schedule/task-graph';
import type { Execution, TaskState, TaskStatus } from './execution';
import { GivenTimes } from './given-times';
import { isSuspect } from './is-suspect';

const CODES: Readonly<Record<TaskStatus, number>> = {
  pending: 0,
  assigned: 1,
  active: 2,
  verifying: 3,
  waiting: 4,
  integrating: 5,
  completed: 6,
  failed: 7,
  skipped: 8,
};

/** Statuses that a task is in for a while, and few at a time. */
type Passing = 'assigned' | 'active' | 'verifying' | 'waiting' | 'integrating';

/**
 * What decisions ask of all tasks of an execution, kept from event to event, so that a decision costs what changed and not the
 * plan's size. It follows from the tasks' states and is never more than a faster way to read them.
 */
export class TaskIndex {
  /** The newest event that it has seen. */
  head: { readonly seq: number; readonly hash: string };
  /** The newest event before the decision that it saw last, and the tasks that may stand otherwise there than here. */
  base: { readonly seq: number; readonly hash: string };
  readonly touched = new Set<number>();
  /** Pending, and all that it waits on is complete. */
  readonly ready = new Set<number>();
  /** Pending, and a person answered, merges met conflicts or tries failed. */
  readonly marked = new Set<number>();
  readonly missed = new Set<number>();
  readonly undeclared = new Set<number>();
  /** Pending, and to be tried at some time. */
  readonly delayed = new Set<number>();
  /** Pending, and lost so often that the next attempt has a worker to itself. */
  readonly suspects = new Set<number>();
  /** A dependant of something that failed or was skipped may be pending or waiting. */
  mayBeBroken = false;
  private readonly statuses: Uint8Array;
  private readonly given = new GivenTimes();
  private readonly plan: Execution['plan'];
  private readonly counts = new Int32Array(9);
  private readonly openDependencies: Int32Array;
  private readonly openInWave: Int32Array;
  /** No wave before it has a task that is not over. */
  private wave = 0;
  /** Tasks of which it changed, since `takeNews`, whether they are pending or ready; undefined once there are too many. */
  private news: number[] | undefined;
  private readonly passing: Readonly<Record<Passing, Set<number>>> = {
    assigned: new Set(),
    active: new Set(),
    verifying: new Set(),
    waiting: new Set(),
    integrating: new Set(),
  };

  constructor(
    private readonly graph: TaskGraph,
    private readonly waveOf: Int32Array,
    waves: number,
    { plan, tasks, lastSeq, lastHash }: Execution,
  ) {
    this.plan = plan;
    this.statuses = new Uint8Array(graph.size);
    this.counts[0] = graph.size;
    this.openDependencies = graph.dependencyCounts();
    this.openInWave = new Int32Array(waves);
    for (let no = 0; no < graph.size; no++) {
      this.openInWave[waveOf[no]!]! += 1;
      if (this.openDependencies[no] === 0) this.ready.add(no);
    }
    for (let no = 0; no < graph.size; no++) this.note(no, tasks.at(no)!);
    this.head = { seq: lastSeq, hash: lastHash };
    this.base = this.head;
  }

  count(status: TaskStatus): number {
    return this.counts[CODES[status]]!;
  }

  /** Completed, failed and skipped ones. */
  get settled(): number {
    return this.counts[6]! + this.counts[7]! + this.counts[8]!;
  }

  /** The tasks in a status, ascending; a copy. */
  in(status: Passing): readonly number[] {
    return ascending(this.passing[status]);
  }

  /** The tasks that have begun and are not over, in no order. */
  inProgress(): readonly number[] {
    return PASSING.flatMap((status) => [...this.passing[status]]);
  }

  /** When a task that is over and takes all of these resources was last given them, ISO 8601; undefined: never. */
  lastGivenOver(execution: Execution, resources: readonly string[]): string | undefined {
    return this.given.lastOf(execution, resources);
  }

  /** Tasks of a wave that are not over. */
  openIn(wave: number): number {
    return this.openInWave[wave]!;
  }

  isReady(no: number): boolean {
    return this.ready.has(no);
  }

  /** The first wave with a task that is not over; as many as there are waves when all are. */
  firstOpenWave(): number {
    while (this.wave < this.openInWave.length && this.openInWave[this.wave] === 0) this.wave += 1;
    return this.wave;
  }

  isPending(no: number): boolean {
    return this.statuses[no] === 0;
  }

  /** It has begun and is not over. */
  isBusy(no: number): boolean {
    return this.statuses[no]! >= 1 && this.statuses[no]! <= 5;
  }

  /** How many of the tasks that a task waits on are not complete. */
  openDependenciesOf(no: number): number {
    return this.openDependencies[no]!;
  }

  /** Tasks that may have become pending or ready, or ceased to be, since the last call; undefined: look at all. */
  takeNews(): readonly number[] | undefined {
    const { news } = this;
    this.news = [];
    return news;
  }

  /** The task is now so. */
  note(no: number, state: TaskState): void {
    const was = this.statuses[no]!;
    const is = CODES[state.status];
    if (was !== is) this.move(no, was, is);
    if (is >= 6) this.given.settle(this.plan, no, state);
    else if (was >= 6) this.given.reopen();
    keep(this.marked, no, is === 0 && (state.answers.length > 0 || state.conflicts > 0 || state.tries > 0));
    keep(this.missed, no, state.missedBy !== undefined && is < 6);
    keep(this.undeclared, no, state.undeclared !== undefined);
    keep(this.delayed, no, is === 0 && state.dueAt !== undefined);
    keep(this.suspects, no, is === 0 && isSuspect(state));
  }

  private move(no: number, was: number, is: number): void {
    this.statuses[no] = is;
    this.counts[was]! -= 1;
    this.counts[is]! += 1;
    if (was >= 1 && was <= 5) this.setOf(was).delete(no);
    if (is >= 1 && is <= 5) this.setOf(is).add(no);
    if (was < 6 !== is < 6) this.countInWave(this.waveOf[no]!, is < 6 ? 1 : -1);
    if (was === 6) this.letDependants(no, 1);
    if (is === 6) this.letDependants(no, -1);
    keep(this.ready, no, is === 0 && this.openDependencies[no] === 0);
    this.tell(no);
    const isBad = this.counts[7]! + this.counts[8]! > 0;
    if (is >= 7 || was >= 7 || (isBad && (is === 0 || is === 4))) this.mayBeBroken = isBad;
  }

  private letDependants(no: number, change: 1 | -1): void {
    const { starts, nos } = this.graph.dependentRows;
    for (let at = starts[no]!; at < starts[no + 1]!; at++) {
      const dependant = nos[at]!;
      this.openDependencies[dependant]! += change;
      const isReady = this.openDependencies[dependant] === 0;
      const wasReady = this.openDependencies[dependant] === change;
      if (this.statuses[dependant] !== 0 || isReady === wasReady) continue;
      keep(this.ready, dependant, isReady);
      this.tell(dependant);
    }
  }

  private countInWave(wave: number, change: 1 | -1): void {
    this.openInWave[wave]! += change;
    if (change > 0) this.wave = Math.min(this.wave, wave);
  }

  private tell(no: number): void {
    if (!this.news) return;
    this.news.push(no);
    if (this.news.length > this.graph.size) this.news = undefined;
  }

  private setOf(code: number): Set<number> {
    return this.passing[PASSING[code - 1]!];
  }
}

const PASSING: readonly Passing[] = ['assigned', 'active', 'verifying', 'waiting', 'integrating'];

export function ascending(nos: ReadonlySet<number>): number[] {
  return nos.size < 2 ? [...nos] : [...nos].sort((a, b) => a - b);
}

function keep(set: Set<number>, no: number, isIn: boolean): void {
  if (isIn) set.add(no);
  else if (set.size > 0) set.delete(no);
}
