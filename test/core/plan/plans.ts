import {
  DEFAULT_PLAN_LIMITS,
  type ExecutionPlan,
  type PlanContext,
  type PlanLimits,
  type PlanProblem,
} from '../../../runtime/core/plan/plan';
import { readPlan } from '../../../runtime/core/plan/read-plan';

export const context = (limits: Partial<PlanLimits> = {}): PlanContext => ({
  planId: '0198c0de-0000-7000-8000-000000000001',
  conversationId: '0198c0de-0000-7000-8000-000000000002',
  created: '2026-01-01T00:00:00.000Z',
  priority: 'normal',
  limits: { ...DEFAULT_PLAN_LIMITS, ...limits },
});

/** The plan of a text that must be one. */
export function planOf(text: string, fileName?: string): ExecutionPlan {
  const reading = readPlan(fileName === undefined ? { text } : { text, fileName }, context());
  if (reading.type === 'problems') throw new Error(`Refused: ${JSON.stringify(reading.problems, null, 1)}`);
  return reading.plan;
}

/** The problems of a text that must have some. */
export function problemsOf(text: string, fileName?: string, limits: Partial<PlanLimits> = {}): readonly PlanProblem[] {
  const reading = readPlan(fileName === undefined ? { text } : { text, fileName }, context(limits));
  if (reading.type === 'plan') throw new Error(`Accepted: ${JSON.stringify(reading.plan.tasks)}`);
  return reading.problems;
}

/** `2:5 PLAN_CYCLE` for each problem. */
export const brief = (problems: readonly PlanProblem[]): string[] =>
  problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

/** `b<a` for each task: its original id, and what it waits on. */
export function shape(plan: ExecutionPlan): string[] {
  const names = new Map(plan.tasks.map(({ id, originalId }) => [id, originalId]));
  return plan.tasks.map(({ originalId, dependencies }) => {
    const on = dependencies.map((id) => names.get(id)).join(',');
    return on === '' ? originalId : `${originalId}<${on}`;
  });
}

export const noteCodes = (plan: ExecutionPlan): string[] => plan.notes.map(({ code }) => code);
