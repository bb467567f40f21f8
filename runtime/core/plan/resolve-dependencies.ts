import { findCycle } from '../schedule/find-cycle';
import { planWaves } from '../schedule/plan-waves';
import { joined, longestChain, NONE, pointsBack, withDocumentOrder, without } from './dependency-lists';
import type { DraftPlan } from './draft';
import type { Findings } from './findings';
import { JOIN, type MissingReference, NOTHING_NAMED, namedBy } from './named-dependencies';
import type { PlanLimits } from './plan';
import { TaskNames } from './task-names';
import { graphOf } from './task-numbers';
import { cut } from './text/cut';
import { quote } from './text/quote';

/** What the tasks of a draft wait on; tasks are numbers in document order, lists are ascending and without repeats. */
export interface Resolution {
  /** What is written of the tasks and of their groups, also to tasks that the plan leaves out. May hold cycles. */
  readonly written: readonly (readonly number[])[];
  /** What the tasks wait on: written and implied, without tasks that are left out. */
  readonly dependencies: readonly (readonly number[])[];
  /** Those of `dependencies` that only the order of the document implies. */
  readonly implied: readonly (readonly number[])[];
  /** What is written and not in the plan. */
  readonly missing: readonly MissingReference[];
}

export const NOTHING_RESOLVED: Resolution = { written: [], dependencies: [], implied: [], missing: [] };

/**
 * What each task of a draft waits on: first what the plan names, then what it only follows by document order, where that
 * makes no cycle.
 *
 * Reports ids twice, unknown ids, tasks that wait on themselves, cycles (as a path) and passed limits. In formats that
 * are not ours, a task that waits on itself does not, and an id that the plan does not have is kept as missing.
 *
 * Cost: linear, apart from the search for the nearest name.
 */
export function resolveDependencies(
  draft: DraftPlan,
  isStrict: boolean,
  limits: PlanLimits,
  findings: Findings,
): Resolution {
  const names = new TaskNames(draft, isStrict, findings);
  const missing: MissingReference[] = [];
  const count = draft.tasks.length;
  const written = new Array<readonly number[]>(count);
  const named = new Array<readonly number[]>(count);
  const implied = new Array<readonly number[]>(count);
  const isSkipped = (no: number): boolean => draft.tasks[no]!.status === 'skipped';
  const reading = { draft, names, isStrict, limits, findings, missing };
  let edges = 0;
  draft.tasks.forEach(({ dependencies }, no) => {
    const each = dependencies.length === 0 ? NOTHING_NAMED : namedBy(no, reading);
    const all = each.ofGroup.length === 0 ? each.written : joined(each.written, each.ofGroup);
    const on = all.some(isSkipped) ? all.filter((other) => !isSkipped(other)) : all;
    written[no] = all;
    implied[no] = each.implied;
    named[no] = on;
    edges += each.written.length;
  });
  const refused = (): Resolution => ({ written, dependencies: named, implied: named.map(() => NONE), missing });
  if (edges > limits.edges) {
    findings.problem('PLAN_EDGES', draft.where, `The plan has ${edges} dependencies; ${limits.edges} are allowed`, {
      limit: limits.edges,
      seen: edges,
      hint: JOIN,
    });
    return refused();
  }

  const isAcyclic = pointsBack(named);
  const graph = isAcyclic ? undefined : graphOf(named);
  const cycle = graph === undefined ? NONE : findCycle(graph);
  if (cycle.length > 0) {
    reportCycle(draft, cycle, findings);
    return refused();
  }
  const chain = graph === undefined ? longestChain(named) : planWaves(graph).length;
  if (chain > limits.chain) {
    findings.problem(
      'PLAN_CHAIN',
      draft.where,
      `The longest chain of dependencies has ${chain} tasks; ${limits.chain} are allowed`,
      {
        limit: limits.chain,
        seen: chain,
        hint: 'Split the plan',
      },
    );
    return refused();
  }
  const dependencies = withDocumentOrder(draft, named, implied);
  return { written, dependencies, implied: dependencies.map((on, no) => without(on, named[no]!)), missing };
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
      path: cut(names[0]!, 100),
      hint: `Remove one of these dependencies (lines ${lines.join(', ')})`,
    },
  );
}
