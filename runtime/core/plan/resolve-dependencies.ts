import { asTaskId, type TaskId } from '../ids';
import { findCycle } from '../schedule/find-cycle';
import { planWaves } from '../schedule/plan-waves';
import { strongComponents } from '../schedule/strong-components';
import { TaskGraph } from '../schedule/task-graph';
import type { DraftPlan } from './draft';
import type { Findings } from './findings';
import type { PlanLimits } from './plan';
import { nearest } from './text/nearest';
import { quote } from './text/quote';

/** `task-001` for number 0. */
export function taskIdOf(no: number): TaskId {
  return asTaskId(`task-${String(no + 1).padStart(3, '0')}`);
}

/**
 * For each task of a draft the numbers of those that it waits on, ascending and without repeats: first those that the
 * plan names, then those that it only follows by document order, where that makes no cycle.
 *
 * Reports ids twice, unknown ids, tasks that wait on themselves, cycles (as a path) and passed limits. In formats that
 * are not ours, a task that waits on itself does not, and an unknown name was already judged by the format.
 *
 * Cost: linear, apart from the search for the nearest name.
 */
export function resolveDependencies(
  draft: DraftPlan,
  isStrict: boolean,
  limits: PlanLimits,
  findings: Findings,
): readonly (readonly number[])[] {
  const numbers = numberNames(draft, isStrict, findings);
  const named = draft.tasks.map((_, no) => namedBy(draft, no, numbers, isStrict, limits, findings));
  const edges = named.reduce((sum, on) => sum + on.length, 0);
  if (edges > limits.edges) {
    findings.problem('PLAN_EDGES', draft.where, `The plan has ${edges} dependencies`, {
      limit: limits.edges,
      seen: edges,
      hint: 'Name only the direct dependencies of a task',
    });
    return named;
  }

  const graph = graphOf(named);
  const cycle = findCycle(graph);
  if (cycle.length > 0) {
    reportCycle(draft, cycle, findings);
    return named;
  }
  const chain = planWaves(graph).length;
  if (chain > limits.chain) {
    findings.problem('PLAN_CHAIN', draft.where, `The longest chain of dependencies has ${chain} tasks`, {
      limit: limits.chain,
      seen: chain,
      hint: 'Split the plan',
    });
    return named;
  }
  return withDocumentOrder(draft, named);
}

function numberNames(draft: DraftPlan, isStrict: boolean, findings: Findings): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  draft.tasks.forEach(({ originalId, where }, no) => {
    const key = originalId.normalize('NFC');
    const first = numbers.get(key);
    if (first === undefined) numbers.set(key, no);
    else if (isStrict) {
      const line = draft.tasks[first]!.where.line;
      findings.problem(
        'PLAN_DUPLICATE_ID',
        where,
        `The id ${quote(originalId)} stands in lines ${line} and ${where.line}`,
        { path: originalId.slice(0, 100), hint: 'Give each task an id of its own' },
      );
    }
  });
  if (isStrict) return numbers;
  draft.tasks.forEach(({ originalId, aliases }, no) => {
    for (const name of [originalId.toLowerCase(), ...aliases]) if (!numbers.has(name)) numbers.set(name, no);
  });
  return numbers;
}

function namedBy(
  draft: DraftPlan,
  no: number,
  numbers: ReadonlyMap<string, number>,
  isStrict: boolean,
  limits: PlanLimits,
  findings: Findings,
): number[] {
  const task = draft.tasks[no]!;
  if (task.dependencies.length > limits.dependenciesPerTask) {
    findings.problem(
      'PLAN_DEPENDENCIES',
      task.where,
      `${quote(task.title)} names ${task.dependencies.length} dependencies`,
      {
        limit: limits.dependenciesPerTask,
        seen: task.dependencies.length,
        path: task.originalId.slice(0, 100),
      },
    );
    return [];
  }
  const on = new Set<number>();
  for (const { target, where } of task.dependencies) {
    const found = numbers.get(target.normalize('NFC')) ?? (isStrict ? undefined : numbers.get(target.toLowerCase()));
    if (found === undefined) {
      const meant = findings.hasMany
        ? undefined
        : nearest(target, isStrict ? numbers.keys() : draft.tasks.map(({ originalId }) => originalId));
      findings.problem(
        'PLAN_UNKNOWN_DEPENDENCY',
        where,
        `${quote(task.originalId)} waits on ${quote(target)}, which is not in the plan`,
        {
          path: task.originalId.slice(0, 100),
          hint: meant === undefined ? 'Name the id of a task of this plan' : `Did you mean ${quote(meant)}?`,
        },
      );
    } else if (found === no && isStrict) {
      findings.problem('PLAN_CYCLE', where, `${quote(task.originalId)} waits on itself`, {
        path: task.originalId.slice(0, 100),
        hint: 'Remove the dependency',
      });
    } else if (found === no) {
      findings.note('NOTE_SELF_DEPENDENCY', where, `${quote(task.originalId)} waits on itself; that is left out`);
    } else if (on.has(found)) {
      findings.note('NOTE_DUPLICATE_DEPENDENCY', where, `${quote(task.originalId)} names ${quote(target)} twice`);
    } else if (draft.tasks[found]!.status === 'skipped') {
      findings.note(
        'NOTE_SKIPPED_DEPENDENCY',
        where,
        `${quote(task.originalId)} waits on ${quote(target)}, which the plan leaves out; it does not wait`,
      );
    } else {
      on.add(found);
    }
  }
  return [...on].sort((a, b) => a - b);
}

function graphOf(dependencies: readonly (readonly number[])[]): TaskGraph {
  return new TaskGraph({ tasks: dependencies.map((on, no) => ({ id: taskIdOf(no), dependencies: on.map(taskIdOf) })) });
}

function reportCycle(draft: DraftPlan, cycle: readonly number[], findings: Findings): void {
  const names = cycle.map((no) => draft.tasks[no]!.originalId);
  const shown = names.length > 12 ? [...names.slice(0, 11), `… (${names.length} tasks)`] : names;
  const lines = cycle.slice(0, 12).map((no) => draft.tasks[no]!.where.line);
  findings.problem(
    'PLAN_CYCLE',
    draft.tasks[cycle[0]!]!.where,
    `These tasks wait on each other: ${[...shown, names[0]!].map((name) => quote(name).slice(1, -1)).join(' → ')}`,
    {
      path: names[0]!.slice(0, 100),
      hint: `Remove one of these dependencies (lines ${lines.join(', ')})`,
    },
  );
}

/** Adds the order of the document, except inside a cycle that it would close. */
function withDocumentOrder(draft: DraftPlan, named: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const follows = draft.tasks.map((task) => task.follows.filter((no) => draft.tasks[no]?.status !== 'skipped'));
  if (follows.every((on) => on.length === 0)) return named;
  const joined = named.map((on, no) => [...new Set([...on, ...follows[no]!])].sort((a, b) => a - b));
  const component = strongComponents(graphOf(joined));
  return joined.map((on, no) => on.filter((other) => component[other] !== component[no] || named[no]!.includes(other)));
}
