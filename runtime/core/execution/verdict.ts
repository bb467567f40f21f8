import { conflictWords } from './conflict-words';
import type { EventBody } from './event';

/** What finally became of an attempt. `rejected` also where what it needs was away, or where its merge was lost for good. */
export type Verdict =
  | { readonly type: 'completed' }
  | { readonly type: 'rejected' | 'conflict' | 'lost'; readonly failure: string };

/** What an event says of the attempt that it settles, where it settles one (`Verdicts` knows); undefined for events that settle none. */
export function verdictIn(body: EventBody): Verdict | undefined {
  switch (body.type) {
    case 'task-completed':
      return { type: 'completed' };
    case 'task-retried':
    case 'task-failed':
      return { type: 'rejected', failure: body.failure };
    case 'merge-conflicted':
      return { type: 'conflict', failure: conflictWords(body.files) };
    case 'attempt-lost':
      return { type: 'lost', failure: body.reason };
    default:
      return undefined;
  }
}
