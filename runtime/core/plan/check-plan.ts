import type { TaskId } from '../ids';
import { type PlanRules, TaskCheck } from './check-task';
import type { DraftPlan, DraftTask } from './draft';
import type { Findings } from './findings';
import type { ExecutionTask, MissingDependency, PlanLimits } from './plan';
import { NOTHING_RESOLVED, type Resolution, resolveDependencies } from './resolve-dependencies';
import { taskIdOf } from './task-numbers';
import { quote } from './text/quote';

export interface CheckedPlan {
  readonly tasks: readonly ExecutionTask[];
  readonly missing: readonly MissingDependency[];
  readonly resolution: Resolution;
}

/**
 * Checks a draft and makes its tasks: ids `task-001` … in document order, dependencies resolved, tiers estimated, human
 * checkpoints kept. All problems go to `findings`; the answer counts only when there are none.
 *
 * Source: R-4; guarantees D1 (sizes, graph, fields, paths).
 */
export function checkPlan(draft: DraftPlan, rules: PlanRules, limits: PlanLimits, findings: Findings): CheckedPlan {
  if (draft.tasks.length === 0) return { tasks: [], missing: [], resolution: NOTHING_RESOLVED };
  if (draft.tasks.length > limits.tasks) {
    findings.problem('PLAN_TASKS', draft.where, `The plan has ${draft.tasks.length} tasks`, {
      limit: limits.tasks,
      seen: draft.tasks.length,
      hint: 'Split the plan',
    });
    return { tasks: [], missing: [], resolution: NOTHING_RESOLVED };
  }
  const resolution = resolveDependencies(draft, rules.isStrict, limits, findings);
  const ids = draft.tasks.map((_, no) => taskIdOf(no));
  const idsOf = (nos: readonly number[]): readonly TaskId[] => nos.map((no) => ids[no]!);
  const check = new TaskCheck(rules, limits, findings);
  const tasks = placeCriteria(draft, findings).map((task, no) => {
    const on = resolution.dependencies[no]!;
    const implied = resolution.implied[no]!;
    const dependencies = idsOf(on);
    const links = { dependencies, implied: implied === on ? dependencies : idsOf(implied) };
    const startsPlan =
      draft.humanGate !== undefined &&
      task.status !== 'completed' &&
      on.every((other) => draft.tasks[other]!.status === 'completed');
    return check.task(task, ids[no]!, links, startsPlan ? draft.humanGate : undefined);
  });
  const missing = resolution.missing.map(({ no, target, where }) => ({ task: taskIdOf(no), target, where }));
  return { tasks, missing, resolution };
}

/** Criteria of the whole plan are proven by its last task. */
function placeCriteria(draft: DraftPlan, findings: Findings): readonly DraftTask[] {
  const [first] = draft.criteria ?? [];
  const last = draft.tasks.at(-1);
  if (first === undefined || last === undefined) return draft.tasks;
  findings.note(
    'NOTE_CRITERIA_PLACED',
    first.where,
    `${draft.criteria!.length} criteria of the whole plan are checked after its last task, ${quote(last.title)}`,
  );
  return [...draft.tasks.slice(0, -1), { ...last, criteria: [...last.criteria, ...draft.criteria!] }];
}
