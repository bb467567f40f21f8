import { counted } from '../counted';
import { commandlessTasks, saysWhich } from '../schedule/commandless-tasks';
import { askForMissing } from './ask-for-missing';
import { type PlanRules, TaskCheck } from './check-task';
import type { DraftPlan, DraftTask } from './draft';
import type { Findings } from './findings';
import { lastToRun } from './last-to-run';
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
export function checkPlan(given: DraftPlan, rules: PlanRules, limits: PlanLimits, findings: Findings): CheckedPlan {
  if (given.tasks.length === 0) return { tasks: [], missing: [], resolution: NOTHING_RESOLVED };
  if (given.tasks.length > limits.tasks) {
    findings.problem(
      'PLAN_TASKS',
      given.where,
      `The plan has ${given.tasks.length} tasks; ${limits.tasks} are allowed`,
      {
        limit: limits.tasks,
        seen: given.tasks.length,
        hint: 'Split the plan',
      },
    );
    return { tasks: [], missing: [], resolution: NOTHING_RESOLVED };
  }
  const resolved = resolveDependencies(given, rules.isStrict, limits, findings);
  const { draft, resolution } = rules.isStrict
    ? { draft: given, resolution: resolved }
    : askForMissing(given, resolved, findings);
  const check = new TaskCheck(rules, resolution, limits, findings);
  const tasks = placeCriteria(draft, findings).map((task, no) =>
    check.task(task, no, startsPlan(no, draft, resolution) ? draft.humanGate : undefined),
  );
  const commandless = commandlessTasks(tasks, {});
  if (commandless[0] !== undefined)
    findings.note('NOTE_COMMAND_MISSING', commandless[0].where, `${saysWhich(commandless)}: a hand-off is refused`);
  const missing = resolution.missing.map(({ no, target, where }) => ({ task: taskIdOf(no), target, where }));
  return { tasks, missing, resolution };
}

/** Whether a task waits on nothing that is still to do, so that a person is asked before it what is asked before the plan. */
function startsPlan(no: number, { humanGate, tasks }: DraftPlan, { dependencies }: Resolution): boolean {
  if (humanGate === undefined || tasks[no]!.status === 'completed') return false;
  return dependencies[no]!.every((other) => tasks[other]!.status === 'completed');
}

/** Criteria of the whole plan are proven by the last task of it that is run. */
function placeCriteria(draft: DraftPlan, findings: Findings): readonly DraftTask[] {
  const [first] = draft.criteria ?? [];
  const last = lastToRun(draft.tasks);
  if (first === undefined || last === undefined) return draft.tasks;
  findings.note(
    'NOTE_CRITERIA_PLACED',
    first.where,
    `${counted(draft.criteria!.length, 'criterion of the whole plan is', 'criteria of the whole plan are')} checked after its last task${last.status === 'completed' || last === draft.tasks.at(-1) ? '' : ' that is run'}, ${quote(last.title)}`,
  );
  return draft.tasks.map((task) =>
    task === last ? { ...task, criteria: [...task.criteria, ...draft.criteria!] } : task,
  );
}
