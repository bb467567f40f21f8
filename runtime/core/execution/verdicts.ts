import { type ExecutionEvent, isTaskEvent } from './event';
import { type Verdict, verdictIn } from './verdict';

/** An attempt with its verdict. */
export interface JudgedAttempt {
  readonly task: number;
  readonly token: number;
  /** Of the event in which it ended; of one that was lost the one that says so. */
  readonly endedSeq: number;
  readonly verdict: Verdict;
}

/**
 * Reads from events which of them settle which attempts. An attempt that is cancelled or rolled back before has no verdict;
 * a gate that is refused and a merge that is lost are verdicts of no attempt.
 */
export class Verdicts {
  private readonly inHand = new Map<number, { readonly token: number; readonly endedSeq: number }>();

  /** The attempt that this event settles; undefined where it settles none. Events come in order, of one task or of all. */
  add({ seq, body }: Pick<ExecutionEvent, 'seq' | 'body'>): JudgedAttempt | undefined {
    if (!isTaskEvent(body)) return undefined;
    const { task } = body;
    if (body.type === 'attempt-ended') this.inHand.set(task, { token: body.token, endedSeq: seq });
    if (body.type === 'task-reopened' || body.type === 'task-skipped') this.inHand.delete(task);

    const verdict = verdictIn(body);
    if (verdict === undefined) return undefined;
    const ended = this.inHand.get(task);
    if (body.type === 'attempt-lost')
      return ended === undefined ? { task, token: body.token, endedSeq: seq, verdict } : undefined;
    this.inHand.delete(task);
    return ended && { task, ...ended, verdict };
  }
}
