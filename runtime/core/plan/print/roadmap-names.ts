import type { TaskId } from '../../ids';
import { phaseKey } from '../formats/gsd-roadmap/phase-ids';
import type { ExecutionTask } from '../plan';

/** What the tasks of a plan are called in a roadmap. */
export interface RoadmapNames {
  /** `1`, `2.1`: the number of each task's phase, in document order. */
  readonly ids: readonly string[];
  /** The number of a task's phase. */
  readonly of: (id: TaskId) => string;
}

/** The numbers that the plan has, when it was a roadmap; else the places of its tasks. */
export function roadmapNames(tasks: readonly ExecutionTask[]): RoadmapNames {
  const own = tasks.map(({ originalId }) => /^Phase (\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)$/.exec(originalId)?.[1]);
  const keys = new Set(own.map((id) => (id === undefined ? '' : phaseKey(id))));
  // Phases 999.x are parked: such a number says that the phase is left out.
  const isOwn = keys.size === tasks.length && !keys.has('') && own.every((id) => !phaseKey(id!).startsWith('999.'));
  const ids = tasks.map((_, no) => (isOwn ? own[no]! : String(no + 1)));
  const byId = new Map(tasks.map(({ id }, no) => [id, ids[no]!]));
  return { ids, of: (id) => byId.get(id)! };
}
