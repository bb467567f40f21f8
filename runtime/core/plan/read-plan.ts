import { checkPlan } from './check-plan';
import type { DraftPlan } from './draft';
import { taskMinutes } from './estimate';
import { findSecret } from './find-secret';
import { Findings } from './findings';
import type { PlanFormat } from './formats/plan-format';
import { PLAN_FORMATS } from './formats/registry';
import type { ExecutionPlan, ExecutionTask, PlanContext, PlanReading, PlanText } from './plan';
import { nearest } from './text/nearest';
import { normaliseText, positionOf } from './text/normalise-text';
import { type PlanDocument, planDocument } from './text/plan-document';
import { quote } from './text/quote';

const EXAMPLE =
  'Write tasks as boxes: "- [ ] Lint the code", as phases: "### Phase 1: Lint", or as a JSON or YAML list';

/**
 * Reads a plan of any known format into the model of R-3, or says everything that is wrong with it: each problem with
 * line, column, code and next step, at most 50 of them and the number of all. Nothing of the plan is believed beyond its
 * text: no status of ours, no path outside the repository, no secret.
 *
 * Cost: linear in the text, without recursion; a text over the limits is not read further than it must be.
 * Source: R-2 … R-6; guarantees D1.
 */
export function readPlan(input: PlanText, context: PlanContext): PlanReading {
  const findings = new Findings();
  const draft = readDraft(input, context, findings);
  if (draft === undefined) return { type: 'problems', ...findings.report() };

  const tasks = checkPlan(draft.plan, draft.format.isStrict, context.limits, findings);
  if (draft.plan.tasks.length === 0 && !findings.hasProblems) {
    findings.problem('PLAN_NO_TASKS', draft.plan.where, 'The plan has no tasks', { hint: EXAMPLE });
  }
  if (findings.hasProblems) return { type: 'problems', ...findings.report() };
  return { type: 'plan', plan: planOf(draft.plan, draft.format, tasks, context, findings) };
}

function readDraft(
  input: PlanText,
  context: PlanContext,
  findings: Findings,
): { plan: DraftPlan; format: PlanFormat } | undefined {
  const start = { line: 1, column: 1 };
  const { limits } = context;
  if (input.text.length > limits.bytes || Buffer.byteLength(input.text) > limits.bytes) {
    findings.problem('PLAN_TOO_LARGE', start, `The plan has more than ${limits.bytes} bytes`, {
      limit: limits.bytes,
      seen: Buffer.byteLength(input.text),
      hint: 'Split the plan, or move long descriptions into files that the tasks name',
    });
    return undefined;
  }
  const text = normaliseText(input.text, findings);
  if (text.trim() === '') findings.problem('PLAN_EMPTY', start, 'The plan is empty', { hint: EXAMPLE });
  const secret = findSecret(text);
  if (secret !== undefined) {
    findings.problem('PLAN_SECRET', positionOf(text, secret.offset), `The plan holds ${secret.what}`, {
      hint: 'Remove it, and renew it; give secrets to nightshift by its configuration, never in a plan',
    });
  }
  if (findings.hasProblems) return undefined;

  const document = planDocument(input, text);
  const format = formatOf(input.format, document, findings);
  const plan = format?.read(document, limits, findings);
  if (plan === undefined && !findings.hasProblems) {
    findings.problem('PLAN_NO_TASKS', start, 'The plan has no tasks', { hint: EXAMPLE });
  }
  return format === undefined || plan === undefined ? undefined : { plan, format };
}

/** The format that was asked for, else the one that is surest of the text. */
function formatOf(name: string | undefined, document: PlanDocument, findings: Findings): PlanFormat | undefined {
  if (name === undefined) {
    const sure = PLAN_FORMATS.map((format) => format.detect(document));
    const best = Math.max(...sure);
    return best > 0 ? PLAN_FORMATS[sure.indexOf(best)] : undefined;
  }
  const format = PLAN_FORMATS.find((candidate) => candidate.name === name);
  if (format !== undefined) return format;
  const names = PLAN_FORMATS.map((candidate) => candidate.name);
  const meant = nearest(name, names);
  findings.problem('PLAN_UNKNOWN_FORMAT', { line: 1, column: 1 }, `There is no format ${quote(name)}`, {
    hint: meant === undefined ? `Formats: ${names.join(', ')}` : `Did you mean ${meant}? Formats: ${names.join(', ')}`,
  });
  return undefined;
}

function planOf(
  draft: DraftPlan,
  format: PlanFormat,
  tasks: readonly ExecutionTask[],
  context: PlanContext,
  findings: Findings,
): ExecutionPlan {
  const done = tasks.filter(({ status }) => status === 'completed');
  const [first] = done;
  if (first !== undefined)
    findings.note(
      'NOTE_DONE',
      first.where,
      `${done.length} of ${tasks.length} tasks are marked as done; they are not run`,
    );
  const open = tasks.filter(({ status }) => status !== 'completed' && status !== 'skipped');
  return {
    id: context.planId,
    conversationId: draft.conversationId ?? context.conversationId,
    source: draft.source,
    tasks,
    metadata: {
      created: context.created,
      estimatedDuration: open.reduce((sum, task) => sum + taskMinutes(task), 0),
      contextBudget: tasks.reduce((sum, { contextTier }) => sum + contextTier * 1_000, 0),
      priority: draft.priority ?? context.priority,
    },
    title: draft.title.slice(0, context.limits.titleLength),
    format: format.name,
    notes: findings.notes(),
  };
}
