import type { SubmitAnswer } from '../../app/runtime';
import { type SubmitDeps, submitPlan } from '../../app/submit-plan';
import { errorForm } from '../../core/error-form';
import { isNightshiftError, type NightshiftError } from '../../core/errors';
import type { ExecutionOptions, ExecutionStatus } from '../../core/execution/execution';
import { sha256 } from '../../core/execution/hash-event';
import type { PlanProblem } from '../../core/plan/plan';
import { planRefusal } from '../../core/plan/plan-refusal';
import type { HandoffRequest, PlanAsText } from '../../gateway/gateway-app';
import { statusOfError } from '../../gateway/http/status-of-error';
import type { LoopOrigin } from '../../ports/execution-store';
import { parseOptions } from './parse-options';

/** The bundled example: the only plan that may run without a sandbox, known by its folder and its exact text. */
export interface Example {
  readonly dir: string;
  readonly planDigest: string;
}

export interface AcceptDeps extends SubmitDeps {
  readonly example?: Example;
  /** Origin of the gateway, for people who want to look. */
  readonly gatewayUrl: string;
}

/** A hand-off whose plan is at hand. */
export type HandoffWithText = HandoffRequest & { readonly plan: PlanAsText };

/** Commits a hand-off and answers with its receipt; what speaks against it is an answer too. Safe to repeat. */
export async function acceptHandoff(
  deps: AcceptDeps,
  read: () => HandoffWithText | Promise<HandoffWithText>,
  actor: string,
  loop: LoopOrigin,
): Promise<SubmitAnswer> {
  try {
    const request = await read();
    const submitted = await submitPlan(deps, {
      plan: request.plan,
      ...(request.project === undefined ? {} : { project: request.project }),
      ...(request.conversationId === undefined ? {} : { conversationId: request.conversationId }),
      options: { ...parseOptions(request.options, deps.defaults), origin: originOf(deps.example, request) },
      idempotencyKey: request.idempotencyKey,
      digest: request.digest,
      actor,
      loop,
    });
    if (submitted.type === 'problems') return refusedPlan(submitted.problems, submitted.total);
    const { receipt, plan, status, estimatedMinutes } = submitted;
    return {
      type: 'accepted',
      httpStatus: receipt.isNew ? 202 : 200,
      generation: 1,
      executionId: receipt.executionId,
      planId: receipt.planId,
      conversationId: plan.conversationId,
      sha256: receipt.sha256,
      receipt: receipt.receipt,
      status: handoffWord(status),
      state: status,
      isNew: receipt.isNew,
      estimatedDuration: estimatedMinutes,
      webhookUrl: `${deps.gatewayUrl}/api/execution/${receipt.executionId}/status`,
      title: plan.title,
      tasks: plan.tasks.length,
      notes: plan.notes,
    };
  } catch (error) {
    if (!isNightshiftError(error) || error.kind === 'bug') throw error;
    return refused(error);
  }
}

/** R-80's word: a hand-off that comes again may be that of an execution which is over. `state` says it exactly. */
function handoffWord(status: ExecutionStatus): 'queued' | 'running' | 'failed' {
  if (status === 'queued') return 'queued';
  return status === 'failed' || status === 'cancelled' ? 'failed' : 'running';
}

/** Whether it is the bundled example, by what is known of it. */
export function originOf(
  example: Example | undefined,
  { project, plan, options }: Pick<HandoffWithText, 'project' | 'plan' | 'options'>,
): ExecutionOptions['origin'] {
  // With another agent or another commit it would run code that is not ours.
  if (options['agent'] || options['base']) return 'hand-off';
  const isExample = example !== undefined && project === example.dir && sha256(plan.text) === example.planDigest;
  return isExample ? 'example' : 'hand-off';
}

function refusedPlan(problems: readonly PlanProblem[], total: number): SubmitAnswer {
  const httpStatus = problems.some(({ code: of }) => of === 'PLAN_TOO_LARGE') ? 413 : 422;
  return { type: 'refused', httpStatus, error: errorForm(planRefusal(problems, total)) };
}

function refused(error: NightshiftError): SubmitAnswer {
  const httpStatus = error.code.startsWith('SIGNATURE_') ? 401 : statusOfError(error);
  return { type: 'refused', httpStatus, error: errorForm(error) };
}
