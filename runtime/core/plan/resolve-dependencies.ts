import { asTaskId, type TaskId } from '../ids';
import { findCycle } from '../schedule/find-cycle';
import { planWaves } from '../schedule/plan-waves';
import { strongComponents } from '../schedule/strong-components';
import { TaskGraph } from '../schedule/task-graph';
import type { DraftPlan, DraftReference } from './draft';
import type { Findings } from './findings';
import { NamedTasks } from './named-tasks';
import type { PlanLimits, Position } from './plan';
import { quote } from './text/quote';

/** Missing names for which the nearest one is looked for. */
const MOST_HINTS = 200;

/** `task-001` for number 0. */
export function taskIdOf(no: number): TaskId {
  return asTaskId(`task-${String(no + 1).padStart(3, '0')}`);
}

/** What the tasks of a draft wait on; tasks are numbers in document order, lists are ascending and without repeats. */
export interface Resolution {
  /** What is written, also to tasks that the plan leaves out. May hold cycles. */
  readonly written: readonly (readonly number[])[];
  /** What the tasks wait on: written and implied, without tasks that are left out. */
  readonly dependencies: readonly (readonly number[])[];
  /** Those of `dependencies` that only the order of the document implies. */
  readonly implied: readonly (readonly number[])[];
  /** What is written and not in the plan. */
  readonly missing: readonly MissingReference[];
}

export interface MissingReference {
  readonly no: number;
  readonly target: string;
  readonly where: Position;
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
  const names = new NamedTasks(draft, isStrict, findings);
  const missing: MissingReference[] = [];
  const written: (readonly number[])[] = [];
  const named: (readonly number[])[] = [];
  const implied: (readonly number[])[] = [];
  const isSkipped = (no: number): boolean => draft.tasks[no]!.status === 'skipped';
  const reading = { draft, names, isStrict, limits, findings, missing };
  let edges = 0;
  draft.tasks.forEach(({ dependencies }, no) => {
    const each = dependencies.length === 0 ? NOTHING_NAMED : namedBy(no, reading);
    const on = each.written.some(isSkipped) ? each.written.filter((other) => !isSkipped(other)) : each.written;
    written.push(each.written);
    implied.push(each.implied);
    named.push(on);
    edges += on.length;
  });
  const refused = (): Resolution => ({ written, dependencies: named, implied: named.map(() => NONE), missing });
  if (edges > limits.edges) {
    findings.problem('PLAN_EDGES', draft.where, `The plan has ${edges} dependencies`, {
      limit: limits.edges,
      seen: edges,
      hint: 'Name only the direct dependencies of a task',
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
    findings.problem('PLAN_CHAIN', draft.where, `The longest chain of dependencies has ${chain} tasks`, {
      limit: limits.chain,
      seen: chain,
      hint: 'Split the plan',
    });
    return refused();
  }
  const dependencies = withDocumentOrder(draft, named, implied);
  return { written, dependencies, implied: dependencies.map((on, no) => without(on, named[no]!)), missing };
}

const NONE: readonly number[] = [];
const NOTHING_NAMED = { written: NONE, implied: NONE };

function without(on: readonly number[], named: readonly number[]): readonly number[] {
  if (named.length === 0) return on;
  if (named === on || named.length === on.length) return NONE;
  const isNamed = new Set(named);
  return on.filter((other) => !isNamed.has(other));
}

/** Whether every task waits on earlier ones only: then no cycle is possible, and no graph is needed to know it. */
function pointsBack(dependencies: readonly (readonly number[])[]): boolean {
  for (let no = 0; no < dependencies.length; no++) for (const on of dependencies[no]!) if (on >= no) return false;
  return true;
}

/** Tasks in the longest chain, where all point back. */
function longestChain(dependencies: readonly (readonly number[])[]): number {
  const depth = new Int32Array(dependencies.length);
  let longest = 0;
  for (let no = 0; no < dependencies.length; no++) {
    let before = 0;
    for (const on of dependencies[no]!) if (depth[on]! > before) before = depth[on]!;
    depth[no] = before + 1;
    if (before >= longest) longest = before + 1;
  }
  return longest;
}

interface Reading {
  readonly draft: DraftPlan;
  readonly names: NamedTasks;
  readonly isStrict: boolean;
  readonly limits: PlanLimits;
  readonly findings: Findings;
  readonly missing: MissingReference[];
}

function namedBy(no: number, reading: Reading): typeof NOTHING_NAMED {
  const { draft, names, isStrict, limits, findings } = reading;
  const task = draft.tasks[no]!;
  const count = task.dependencies.reduce((sum, { isImplied }) => sum + (isImplied ? 0 : 1), 0);
  if (count > limits.dependenciesPerTask) {
    findings.problem('PLAN_DEPENDENCIES', task.where, `${quote(task.title)} names ${count} dependencies`, {
      limit: limits.dependenciesPerTask,
      seen: count,
      path: task.originalId.slice(0, 100),
    });
    return { written: [], implied: [] };
  }
  const written = new Set<number>();
  const implied: number[] = [];
  for (const reference of task.dependencies) {
    const { target, where } = reference;
    const found = reference.isExternal ? undefined : (reference.no ?? names.find(target));
    if (found === undefined) {
      notFound(no, reference, reading);
    } else if (found === no && isStrict) {
      findings.problem('PLAN_CYCLE', where, `${quote(task.originalId)} waits on itself`, {
        path: task.originalId.slice(0, 100),
        hint: 'Remove the dependency',
      });
    } else if (found === no) {
      findings.note('NOTE_SELF_DEPENDENCY', where, `${quote(task.originalId)} waits on itself; that is left out`);
    } else if (reference.isImplied) {
      implied.push(found);
    } else if (written.has(found)) {
      findings.note('NOTE_DUPLICATE_DEPENDENCY', where, `${quote(task.originalId)} names ${quote(target)} twice`);
    } else {
      written.add(found);
      if (draft.tasks[found]!.status === 'skipped')
        findings.note(
          'NOTE_SKIPPED_DEPENDENCY',
          where,
          `${quote(task.originalId)} waits on ${quote(target)}, which the plan leaves out; it does not wait`,
        );
    }
  }
  return { written: [...written].sort((a, b) => a - b), implied };
}

function notFound(no: number, reference: DraftReference, reading: Reading): void {
  const { draft, names, isStrict, findings, missing } = reading;
  const { target, where } = reference;
  const { originalId } = draft.tasks[no]!;
  if (!isStrict || reference.isExternal) missing.push({ no, target, where });
  if (reference.isExternal) {
    findings.note(
      'NOTE_EXTERNAL_DEPENDENCY',
      where,
      `${originalId} also waits on ${quote(target)}, which is not in this file; nightshift does not wait for it`,
    );
    return;
  }
  const meant = findings.hasMany || missing.length > MOST_HINTS ? undefined : names.nearest(target);
  const isNotThere = `${quote(originalId)} waits on ${quote(target)}, which is not in the plan`;
  if (isStrict) {
    findings.problem('PLAN_UNKNOWN_DEPENDENCY', where, isNotThere, {
      path: originalId.slice(0, 100),
      hint: meant === undefined ? 'Name the id of a task of this plan' : `Did you mean ${quote(meant)}?`,
    });
    return;
  }
  const hint = meant === undefined ? '' : ` (did you mean ${quote(meant)}?)`;
  findings.note('NOTE_MISSING_DEPENDENCY', where, `${isNotThere}${hint}; nightshift does not wait for it`);
}

/** The graph of tasks that are known by number. */
export function graphOf(dependencies: readonly (readonly number[])[]): TaskGraph {
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
function withDocumentOrder(
  draft: DraftPlan,
  named: readonly (readonly number[])[],
  implied: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const isLeftOut = (no: number): boolean => draft.tasks[no]?.status === 'skipped';
  const joined = draft.tasks.map((task, no) => {
    const follows = implied[no]!.length === 0 ? task.follows : [...task.follows, ...implied[no]!];
    return join(named[no]!, follows.some(isLeftOut) ? follows.filter((other) => !isLeftOut(other)) : follows);
  });
  if (joined.every((on, no) => on === named[no]) || pointsBack(joined)) return joined;
  const component = strongComponents(graphOf(joined));
  return joined.map((on, no) => on.filter((other) => component[other] !== component[no] || named[no]!.includes(other)));
}

/** Both lists as one, ascending and without repeats. */
function join(on: readonly number[], follows: readonly number[]): readonly number[] {
  if (follows.length === 0) return on;
  if (on.length === 0 && isAscending(follows)) return follows;
  return [...new Set([...on, ...follows])].sort((a, b) => a - b);
}

function isAscending(nos: readonly number[]): boolean {
  for (let at = 1; at < nos.length; at++) if (nos[at]! <= nos[at - 1]!) return false;
  return true;
}
