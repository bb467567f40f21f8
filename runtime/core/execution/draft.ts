import { Fold } from './apply-event';
import { canonicalJson } from './canonical-json';
import { type EventBody, type ExecutionEvent, isTaskEvent } from './event';
import type { Execution, TaskState } from './execution';
import { hashEvent } from './hash-event';

/**
 * A decision in the making: what was seen, the events recorded so far, and the state after them.
 * Decisions read `execution` and `record`; several in a row make one transition.
 */
export class Draft {
  readonly before: Execution;
  /** Milliseconds since 1970 of `at`. */
  readonly nowMs: number;
  /** Canonical JSON of bodies and attempts that were recorded. */
  readonly known: ReadonlyMap<unknown, string>;
  private readonly texts = new Map<unknown, string>();
  private readonly fold: Fold;
  private readonly recorded: ExecutionEvent[] = [];
  private readonly after: (TaskState | undefined)[] = [];

  /** @param at - Database time, ISO 8601; every event of the draft carries it. */
  constructor(
    execution: Execution,
    readonly at: string,
    readonly actor: string,
  ) {
    this.before = execution;
    this.nowMs = Date.parse(at);
    this.known = this.texts;
    this.fold = new Fold(execution);
  }

  /** The state after what is recorded so far. */
  get execution(): Execution {
    return this.fold.execution;
  }

  get events(): readonly ExecutionEvent[] {
    return this.recorded;
  }

  /** For each event of a task, the task right after it. */
  get taskStates(): readonly (TaskState | undefined)[] {
    return this.after;
  }

  task(no: number): TaskState {
    return this.fold.task(no);
  }

  record(body: EventBody): void {
    const { lastSeq, lastHash } = this.fold.execution;
    // An attempt stands in its event, its row and its task: it is written out once.
    if (body.type === 'attempt-ended') this.texts.set(body.attempt, canonicalJson(body.attempt));
    const payload = canonicalJson(body, this.texts);
    this.texts.set(body, payload);
    const head = { seq: lastSeq + 1, at: this.at, actor: this.actor, body };
    const event = { ...head, hash: hashEvent(lastHash, head, payload) };
    this.fold.apply(event);
    this.recorded.push(event);
    this.after.push(isTaskEvent(body) ? this.fold.task(body.task) : undefined);
  }
}
