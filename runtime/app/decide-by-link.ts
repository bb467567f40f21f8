import { isNightshiftError, RequestError } from '../core/errors';
import type { Execution } from '../core/execution/execution';
import { sha256 } from '../core/execution/hash-event';
import { asExecutionId, type ExecutionId } from '../core/ids';
import { type ApprovalTicket, readTicket } from '../core/notify/approval-ticket';
import { questionsOf } from '../core/report/questions-of';
import type { ControlView } from '../core/report/requests';
import type { ApprovalView } from '../core/report/views';
import type { AuditLog } from '../ports/records';
import { answerTask } from './answer-question';
import { type ControlDeps, controlExecution } from './control-execution';
import { findDecision } from './find-decision';

export type LinkDeps = ControlDeps & {
  readonly audit: AuditLog;
  /** Those that links are signed with. */
  readonly signingSecrets: readonly string[];
};

/**
 * What a link would decide, and whether that is still asked. Reads only: whoever looks at the link decides nothing.
 *
 * @throws {RequestError} `APPROVAL_UNKNOWN`, `APPROVAL_EXPIRED`.
 */
export async function viewLink(deps: LinkDeps, text: string): Promise<ApprovalView> {
  const { ticket, execution, isAsked } = await look(deps, text);
  const { decision, expiresAt } = ticket;
  const made = isAsked ? undefined : await findDecision(deps, execution.id, ticket);
  const head = {
    executionId: execution.id,
    planTitle: execution.plan.title,
    isAsked,
    expiresAt,
    ...(made === undefined ? {} : { decided: made }),
  };
  if (decision.type === 'control') {
    return { ...head, decision: decision.action, asks: execution.reason ?? 'It is paused.' };
  }
  const task = execution.plan.tasks[decision.task]!;
  const question = questionsOf(execution, decision.task).find((one) => one.criterionId === decision.criterionId);
  const criterion = task.verification.find(({ id }) => id === decision.criterionId)?.criterion;
  const summary = execution.tasks.at(decision.task)!.attempt?.summary;
  return {
    ...head,
    decision: decision.result,
    asks: question?.text ?? criterion ?? task.humanGate ?? decision.criterionId,
    task: { id: task.id, title: task.title },
    ...(summary === undefined || summary === '' ? {} : { summary }),
  };
}

/**
 * Does what the link decides, once: whatever was asked with it is answered then, and the same question is never asked again.
 *
 * *Repeat*: refused, and changes nothing. Source: S-17.
 *
 * @throws {RequestError} `APPROVAL_UNKNOWN`, `APPROVAL_EXPIRED`, `APPROVAL_DECIDED`.
 */
export async function decideByLink(deps: LinkDeps, text: string, note: string | undefined): Promise<ControlView> {
  const { ticket, execution, isAsked } = await look(deps, text);
  if (!isAsked) throw await decided(deps, execution.id, ticket);
  const { decision } = ticket;
  // Which link, not what it says: a ticket in a log would be a right.
  const actor = `link:${sha256(text).slice(0, 8)}`;
  const done = await decide(deps, execution, ticket, actor, note);
  // Pressed twice at once: one of the two was first.
  if (done === undefined || !done.isNew) throw await decided(deps, execution.id, ticket);
  await deps.audit.write({
    actor,
    action: `execution.${decision.type}`,
    target: execution.id,
    outcome: 'done',
    detail:
      decision.type === 'control' ? decision.action : `${decision.task} ${decision.criterionId} ${decision.result}`,
  });
  return { success: true, message: done.message };
}

/** Undefined when something else was decided meanwhile, so that it is not asked any more. */
async function decide(
  deps: LinkDeps,
  { id, plan }: Execution,
  { decision }: ApprovalTicket,
  actor: string,
  note: string | undefined,
): Promise<{ readonly message: string; readonly isNew: boolean } | undefined> {
  try {
    if (decision.type === 'control')
      return await controlExecution(deps, { executionId: id, action: decision.action, actor });
    return await answerTask(deps, {
      executionId: id,
      taskId: plan.tasks[decision.task]!.id,
      criterionId: decision.criterionId,
      result: decision.result,
      actor,
      ...(note === undefined ? {} : { note }),
    });
  } catch (error) {
    if (isNightshiftError(error) && OVERTAKEN.has(error.code)) return undefined;
    throw error;
  }
}

const OVERTAKEN: ReadonlySet<string> = new Set(['ANSWER_NOT_ASKED', 'CONTROL_REFUSED']);

async function decided(deps: LinkDeps, id: ExecutionId, ticket: ApprovalTicket): Promise<RequestError> {
  const made = await findDecision(deps, id, ticket);
  const message =
    made === undefined
      ? 'This is not asked any more'
      : `This was decided already: ${made.result}, by ${made.by}, at ${made.at}`;
  return new RequestError('APPROVAL_DECIDED', message, {
    hint: `See how it stands with \`nightshift status ${id}\``,
  });
}

async function look(
  deps: LinkDeps,
  text: string,
): Promise<{ readonly ticket: ApprovalTicket; readonly execution: Execution; readonly isAsked: boolean }> {
  const now = await deps.time.now();
  const ticket = readTicket(text, deps.signingSecrets, now.getTime());
  const { execution } = await deps.cache.refresh(asExecutionId(ticket.executionId));
  return { ticket, execution, isAsked: await isAsked(deps, ticket, execution) };
}

async function isAsked(deps: LinkDeps, { epoch, decision }: ApprovalTicket, execution: Execution): Promise<boolean> {
  if (execution.epoch !== epoch) return false;
  if (decision.type === 'control')
    return execution.status === 'paused' && (await isNewestPause(deps, execution, decision.seq));
  const { token } = execution.tasks.at(decision.task)!;
  const open = questionsOf(execution, decision.task).map(({ criterionId }) => criterionId);
  return token === decision.token && open.includes(decision.criterionId);
}

async function isNewestPause(deps: LinkDeps, { id }: Execution, seq: number): Promise<boolean> {
  for (let after = seq; ; ) {
    const events = await deps.store.eventsAfter(id, after, 1_000);
    if (events.some(({ body }) => body.type === 'execution-paused' || body.type === 'execution-resumed')) return false;
    if (events.length < 1_000) return true;
    after = events.at(-1)!.seq;
  }
}
