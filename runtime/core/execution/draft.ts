import { applyInPlace } from './apply-event';
import type { EventBody, ExecutionEvent } from './event';
import type { Execution, TaskState } from './execution';
import { hashEvent } from './hash-event';

/**
 * A decision in the making: what was seen, the events recorded so far, and the state after them.
 * Decisions read `execution` and `record`; several in a row make one transition.
 */
export class Draft {
  readonly before: Execution;
  private state: Execution;
  private readonly tasks: TaskState[];
  private readonly recorded: ExecutionEvent[] = [];

  /** @param at - Database time, ISO 8601; every event of the draft carries it. */
  constructor(
    execution: Execution,
    readonly at: string,
    readonly actor: string,
  ) {
    this.before = execution;
    this.tasks = [...execution.tasks];
    this.state = { ...execution, tasks: this.tasks };
  }

  /** The state after what is recorded so far. */
  get execution(): Execution {
    return this.state;
  }

  get events(): readonly ExecutionEvent[] {
    return this.recorded;
  }

  /** Milliseconds since 1970 of `at`. */
  get nowMs(): number {
    return Date.parse(this.at);
  }

  task(no: number): TaskState {
    return this.tasks[no] as TaskState;
  }

  record(body: EventBody): void {
    const head = { seq: this.state.lastSeq + 1, at: this.at, actor: this.actor, body };
    const event = { ...head, hash: hashEvent(this.state.lastHash, head) };
    this.state = applyInPlace(this.state, this.tasks, event);
    this.recorded.push(event);
  }
}
