import { NONE } from './dependency-lists';
import type { DraftPlan, DraftReference } from './draft';
import { asksForPerson } from './drafting/asked-dependency';
import type { Findings } from './findings';
import type { PlanLimits, Position } from './plan';
import type { TaskNames } from './task-names';
import { cut } from './text/cut';
import { quote } from './text/quote';

/** What helps where many tasks wait on many. */
export const JOIN =
  'Name only the direct dependencies of a task; where many wait on the same many, put one task between that waits on all, and let the others wait on it';
/** Missing names for which the nearest one is looked for. */
const MOST_HINTS = 200;

/** What is written and not in the plan, by the number of the task that names it. */
export interface MissingReference {
  readonly no: number;
  readonly target: string;
  readonly where: Position;
}

export const NOTHING_NAMED = { written: NONE, implied: NONE, ofGroup: NONE };

interface Reading {
  readonly draft: DraftPlan;
  readonly names: TaskNames;
  readonly isStrict: boolean;
  readonly limits: PlanLimits;
  readonly findings: Findings;
  readonly missing: MissingReference[];
}

/** What one task names, as numbers of tasks; what is wrong with a name goes to `findings`, what is not there to `missing`. */
export function namedBy(no: number, reading: Reading): typeof NOTHING_NAMED {
  const { draft, names, isStrict, limits, findings } = reading;
  const task = draft.tasks[no]!;
  const count = task.dependencies.reduce((sum, { isImplied, isOfGroup }) => sum + (isImplied || isOfGroup ? 0 : 1), 0);
  if (count > limits.dependenciesPerTask) {
    findings.problem(
      'PLAN_DEPENDENCIES',
      task.where,
      `${quote(task.title)} names ${count} dependencies; ${limits.dependenciesPerTask} are allowed`,
      {
        limit: limits.dependenciesPerTask,
        seen: count,
        path: cut(task.originalId, 100),
        hint: JOIN,
      },
    );
    return NOTHING_NAMED;
  }
  const written = new Set<number>();
  const implied: number[] = [];
  const ofGroup: number[] = [];
  for (const reference of task.dependencies) {
    const { target, where } = reference;
    const found = reference.isExternal ? undefined : (reference.no ?? names.find(target));
    if (found === undefined) {
      notFound(no, reference, reading);
    } else if (found === no && isStrict) {
      findings.problem('PLAN_CYCLE', where, `${quote(task.originalId)} waits on itself`, {
        path: cut(task.originalId, 100),
        hint: 'Remove the dependency',
      });
    } else if (found === no) {
      findings.note('NOTE_SELF_DEPENDENCY', where, `${quote(task.originalId)} waits on itself; that is left out`);
    } else if (reference.isOfGroup) {
      ofGroup.push(found);
    } else if (reference.isImplied) {
      implied.push(found);
    } else if (written.has(found)) {
      findings.note('NOTE_DUPLICATE_DEPENDENCY', where, `${quote(task.originalId)} names ${quote(target)} twice`);
    } else {
      written.add(found);
      if (draft.tasks[found]!.status === 'skipped' && isStrict)
        findings.problem(
          'PLAN_SKIPPED_DEPENDENCY',
          where,
          `${quote(task.originalId)} waits on ${quote(target)}, which the plan leaves out`,
          { path: cut(task.originalId, 100), hint: 'Remove the dependency, or put the task back' },
        );
      else if (draft.tasks[found]!.status === 'skipped')
        findings.note(
          'NOTE_SKIPPED_DEPENDENCY',
          where,
          `${quote(task.originalId)} waits on ${quote(target)}, which the plan leaves out; it does not wait`,
        );
    }
  }
  return { written: [...written].sort((a, b) => a - b), implied, ofGroup };
}

function notFound(no: number, { target, where, isExternal }: DraftReference, reading: Reading): void {
  const { draft, names, isStrict, findings, missing } = reading;
  const { originalId } = draft.tasks[no]!;
  if (!isStrict || isExternal) missing.push({ no, target, where });
  if (isExternal) {
    findings.note(
      'NOTE_EXTERNAL_DEPENDENCY',
      where,
      `${originalId} also waits on ${quote(target)}, which is not in this file; nightshift does not wait for it`,
    );
    return;
  }
  // It is asked instead (`ask-for-missing.ts`).
  if (!isStrict && asksForPerson(target)) return;
  const meant = findings.hasMany || missing.length > MOST_HINTS ? undefined : names.nearest(target, no);
  const isNotThere = `${quote(originalId)} waits on ${quote(target)}, which is not in the plan`;
  if (isStrict) {
    findings.problem('PLAN_UNKNOWN_DEPENDENCY', where, isNotThere, {
      path: cut(originalId, 100),
      hint: meant === undefined ? 'Name the id of a task of this plan' : `Did you mean ${quote(meant)}?`,
    });
    return;
  }
  const hint = meant === undefined ? '' : ` (did you mean ${quote(meant)}?)`;
  findings.note('NOTE_MISSING_DEPENDENCY', where, `${isNotThere}${hint}; nightshift does not wait for it`);
}
