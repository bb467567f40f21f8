import { Fold, newExecution } from './apply-event';
import { buildPrompt } from './build-prompt';
import { type ExecutionEvent, isTaskEvent } from './event';
import { eventWords } from './event-words';
import type { Execution } from './execution';
import type { StoredHead } from './stored-execution';

/** One event of an execution that is replayed: what happened, and what it changed. */
export interface ReplayStep {
  readonly seq: number;
  /** Database time, ISO 8601. */
  readonly at: string;
  /** Milliseconds since the hand-off. */
  readonly sinceMs: number;
  readonly actor: string;
  readonly type: ExecutionEvent['body']['type'];
  /** For people; may have several lines. */
  readonly words: string;
  /** The task that it is of, by id; absent for the execution itself. */
  readonly taskId?: string;
  /** The status of its task, or of the execution, before and after. */
  readonly from: string;
  readonly to: string;
  /** Of an attempt that begins: what its agent was told, without the lines on similar tasks of the past, which are not kept. */
  readonly prompt?: string;
}

/**
 * Replays an execution from its hand-off, event after event, by the same fold that it was run with. Pure; memory as for one execution.
 *
 * Source: R-44.
 */
export class Replay {
  private readonly fold: Fold;

  constructor(private readonly head: Pick<StoredHead, 'id' | 'plan' | 'options' | 'submittedAt'>) {
    this.fold = new Fold(newExecution(head.id, head.plan, head.options, head.submittedAt));
  }

  /** The execution as it stands after the events so far; goes on with them. */
  get execution(): Execution {
    return this.fold.execution;
  }

  /**
   * The next event.
   *
   * @param withPrompt - True to say what an agent was told.
   * @throws {InvariantError} `BUG_EVENT_ORDER` when it is not the next one.
   */
  add(event: ExecutionEvent, withPrompt: boolean): ReplayStep {
    const { seq, at, actor, body } = event;
    const words = eventWords(body, this.execution);
    const no = isTaskEvent(body) ? body.task : undefined;
    const status = (): string => (no === undefined ? this.execution : this.fold.task(no)).status;
    const from = status();
    this.fold.apply(event);
    return {
      seq,
      at,
      sinceMs: Date.parse(at) - Date.parse(this.head.submittedAt),
      actor,
      type: body.type,
      words,
      ...(no === undefined ? {} : { taskId: this.head.plan.tasks[no]!.id }),
      from,
      to: status(),
      ...(withPrompt && body.type === 'attempt-started' ? { prompt: buildPrompt(this.execution, body.task, []) } : {}),
    };
  }
}
