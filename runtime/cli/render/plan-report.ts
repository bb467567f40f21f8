import type { ExaminedPlan } from '../../core/plan/examined-plan';
import type { PlanProblem } from '../../core/plan/plan';
import { previewPlan } from '../../core/plan/preview-plan';
import { type FindingsView, factsText, notesText, problemsText } from './plan-findings';
import { planText } from './plan-text';

/** How a plan is shown. */
export interface PlanView extends FindingsView {
  readonly columns: number;
}

/** All that a person wants to know of a plan: what was understood, and what not. */
export function planReport({ reading, notes, format, facts }: ExaminedPlan, view: PlanView): string {
  const top =
    reading.type === 'plan'
      ? [planText(reading.plan, previewPlan(reading.plan), view.paint, view.columns)]
      : [
          problemsText(reading.problems, reading.total, view),
          ...(isNamed(reading.problems) ? [] : factsText(format, facts)),
        ];
  return [...top, ...notesText(notes, view)].join('\n');
}

/** A format that was asked for and does not exist: nothing was looked for then. */
const isNamed = (problems: readonly PlanProblem[]): boolean =>
  problems.some(({ code }) => code === 'PLAN_UNKNOWN_FORMAT');
