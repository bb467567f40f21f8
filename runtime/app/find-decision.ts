import type { ExecutionEvent } from '../core/execution/event';
import type { ExecutionId } from '../core/ids';
import type { ApprovalTicket, Decision } from '../core/notify/approval-ticket';
import type { LinkDecision } from '../core/report/views';
import type { ExecutionStore } from '../ports/execution-store';

const PAGE = 1_000;

/**
 * What became of the question that a link is about: who decided it, how and when. Undefined when nobody did: it was asked anew,
 * or went away with its execution. *Cost*: reads the log of the execution.
 */
export async function findDecision(
  { store }: { readonly store: Pick<ExecutionStore, 'eventsAfter'> },
  id: ExecutionId,
  { decision }: ApprovalTicket,
): Promise<LinkDecision | undefined> {
  const match = decision.type === 'control' ? endOfPause : answerOf(decision);
  for (let after = decision.type === 'control' ? decision.seq : 0; ; ) {
    const events = await store.eventsAfter(id, after, PAGE);
    for (const event of events) {
      const result = match(event);
      if (result !== undefined) return { result, by: nameOf(event.actor), at: event.at };
    }
    if (events.length < PAGE) return undefined;
    after = events.at(-1)!.seq;
  }
}

const ENDS: Readonly<Partial<Record<ExecutionEvent['body']['type'], LinkDecision['result']>>> = {
  'execution-resumed': 'resume',
  'execution-cancelled': 'cancel',
};

const endOfPause = ({ body }: ExecutionEvent): LinkDecision['result'] | undefined => ENDS[body.type];

/** The first answer after the very question: later attempts are asked the same. */
function answerOf({
  task,
  token,
  criterionId,
}: Extract<Decision, { readonly type: 'answer' }>): (event: ExecutionEvent) => LinkDecision['result'] | undefined {
  let isAsked = false;
  return ({ body }) => {
    if (body.type === 'task-waiting' && body.task === task) isAsked = body.token === token;
    if (body.type !== 'task-answered' || body.task !== task || !isAsked) return undefined;
    return body.answer.criterionId === criterionId ? body.answer.result : undefined;
  };
}

/** Which link it was is in the log; it says nothing to a person. */
const nameOf = (actor: string): string => (actor.startsWith('link:') ? 'a link from a message' : actor);
