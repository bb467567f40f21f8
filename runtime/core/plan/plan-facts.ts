import { findCycle } from '../schedule/find-cycle';
import type { DraftPlan, DraftTask } from './draft';
import { NOTHING_RESOLVED, type Resolution } from './resolve-dependencies';
import { graphOf } from './task-numbers';
import { idKey } from './text/id-key';

/**
 * What a plan says, in its own ids, for comparing with what a careful reader finds in it. The names are those of the
 * corpus of real plans.
 */
export interface PlanFacts {
  readonly n_tasks: number;
  /** In document order. */
  readonly ids: readonly string[];
  /** Explicit ones, `[dependency, dependant]`; a dependency that is not in the plan stands as written. */
  readonly edges: readonly (readonly [string, string])[];
  readonly done_ids: readonly string[];
  /** Subtasks, and tasks that are a part of another task. */
  readonly n_subtasks: number;
  /** Those that have an id. */
  readonly subtask_ids: readonly string[];
  readonly waves_or_phases: number;
  /** Whether explicit dependencies make one. */
  readonly has_cycle: boolean;
  readonly missing_dep_ids: readonly string[];
  readonly verification_count: number;
}

/** The facts of a draft, whether or not it becomes a plan. Linear. */
export function planFacts(draft: DraftPlan | undefined, resolution: Resolution): PlanFacts {
  const tasks = draft?.tasks ?? [];
  const ids = tasks.map(factId);
  const subtasks = tasks.flatMap((task) => task.subtasks);
  const parts = tasks.filter(({ parent }) => parent !== undefined);
  const criteria = [...tasks.flatMap((task) => task.criteria), ...(draft?.criteria ?? [])];
  const missing = resolution.missing.map(({ target }) => bareId(target));
  return {
    n_tasks: tasks.length,
    ids,
    edges: [
      ...resolution.written.flatMap((on, no) => on.map((other) => [ids[other]!, ids[no]!] as const)),
      ...resolution.missing.map(({ no, target }) => [bareId(target), ids[no]!] as const),
    ],
    done_ids: tasks.filter(({ status }) => status === 'completed').map(factId),
    n_subtasks: subtasks.length + parts.length,
    subtask_ids: [
      ...subtasks.flatMap(({ originalId }) => (originalId === '' ? [] : [originalId])),
      ...parts.map(factId),
    ],
    waves_or_phases: phasesOf(draft),
    has_cycle: resolution.written.length > 0 && findCycle(graphOf(resolution.written)).length > 0,
    missing_dep_ids: [...new Set(missing)],
    verification_count: criteria.filter(({ isExtra }) => isExtra !== true).length,
  };
}

function phasesOf(draft: DraftPlan | undefined): number {
  if (draft === undefined) return 0;
  if (draft.phases !== undefined) return draft.phases.length;
  const named = new Set(draft.tasks.flatMap(({ phase }) => phase ?? []));
  return named.size > 0 ? named.size : Math.min(1, draft.tasks.length);
}

const factId = ({ originalId }: Pick<DraftTask, 'originalId'>): string => bareId(originalId);

/** `Phase 09.1` is 9.1: a word of the format in front is no part of the id. */
function bareId(id: string): string {
  return /^(?:Phase|Task|Step) \d/i.test(id) ? idKey(id.slice(id.indexOf(' ') + 1)) : id;
}

/** The facts of what cannot be read at all: none of anything. */
export const NO_FACTS: PlanFacts = planFacts(undefined, NOTHING_RESOLVED);
