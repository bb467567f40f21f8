import type { EventBody, ExecutionEvent } from '../../runtime/core/execution/event';
import type { Execution } from '../../runtime/core/execution/execution';
import { hashEvent } from '../../runtime/core/execution/hash-event';

/** Numbers, dates and chains `bodies` onto what the execution has already. */
export function chainEvents(
  execution: Pick<Execution, 'lastSeq' | 'lastHash'>,
  bodies: readonly EventBody[],
  at: string,
  actor: string,
): readonly ExecutionEvent[] {
  let { lastSeq: seq, lastHash: hash } = execution;
  return bodies.map((body) => {
    seq += 1;
    hash = hashEvent(hash, { seq, at, actor, body });
    return { seq, at, actor, body, hash };
  });
}
