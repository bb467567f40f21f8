import type { ExaminedPlan } from '../../core/plan/examined-plan';
import type { ExecutionPlan, PlanProblem } from '../../core/plan/plan';
import { previewPlan } from '../../core/plan/preview-plan';
import { withoutCycles } from '../../core/plan/without-cycles';
import { type FindingsView, factsText, notesText, problemsText } from './plan-findings';
import { planTable } from './plan-table';
import { planText } from './plan-text';

/** How a plan is shown. */
export interface PlanView extends FindingsView {
  readonly columns: number;
  /** What is set up here of shared resources. */
  readonly limits: ReadonlyMap<string, number>;
}

/** All that a person wants to know of a plan: what was understood, and what not. */
export function planReport({ reading, notes, format, facts, partial }: ExaminedPlan, view: PlanView): string {
  const top =
    reading.type === 'plan'
      ? [planText(reading.plan, previewPlan(reading.plan), view)]
      : [
          problemsText(reading.problems, reading.total, view),
          ...(isNamed(reading.problems) ? [] : factsText(format, facts)),
          ...(partial === undefined ? [] : understoodOf(partial, view)),
        ];
  return [...top, ...notesText(notes, view)].join('\n');
}

/** The tasks of a plan that is refused, as far as they were understood. */
function understoodOf(plan: ExecutionPlan, { paint, columns }: Pick<PlanView, 'paint' | 'columns'>): readonly string[] {
  return ['', ...planTable(plan, previewPlan(withoutCycles(plan)), paint, columns)];
}

/** A format that was asked for and does not exist: nothing was looked for then. */
const isNamed = (problems: readonly PlanProblem[]): boolean =>
  problems.some(({ code }) => code === 'PLAN_UNKNOWN_FORMAT');
