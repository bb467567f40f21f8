import { type ExecutionPlan, NO_ID } from '../../../../runtime/core/plan/plan';
import { type PrintForm, printPlan } from '../../../../runtime/core/plan/print/print-plan';
import { readPlan } from '../../../../runtime/core/plan/read-plan';
import { context } from '../plans';

const READ_AS: Readonly<Record<PrintForm, { readonly fileName: string; readonly format: string }>> = {
  roadmap: { fileName: 'ROADMAP.md', format: 'gsd-roadmap' },
  json: { fileName: 'plan.json', format: 'task-list' },
  yaml: { fileName: 'plan.yaml', format: 'task-list' },
};

/** The plan that its printed form is read as; must be one. */
export function printAndRead(plan: ExecutionPlan, form: PrintForm): ExecutionPlan {
  const text = printPlan(plan, form);
  const reading = readPlan({ text, ...READ_AS[form] }, { ...context(), conversationId: NO_ID });
  if (reading.type === 'problems') throw new Error(`${JSON.stringify(reading.problems, null, 1)}\n${text}`);
  return reading.plan;
}
