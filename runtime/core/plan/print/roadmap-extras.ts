import type { ExecutionPlan, ExecutionTask } from '../plan';
import type { RoadmapNames } from './roadmap-names';
import { withoutPlace } from './same-plan';
import { criterionEntry, defined, gateOf, subtaskEntry } from './task-list-document';

/** Fields of a phase that its line `**Also**` says. */
export type Extras = Readonly<Record<string, unknown>>;

export const isNothing = (extras: Extras): boolean => Object.keys(extras).length === 0;

/** Fields that are written as they are; the empty value takes back what was misread. */
const AS_THEY_ARE = [
  'title',
  'description',
  'phase',
  'parent',
  'isParallel',
  'isOptional',
  'command',
  'agent',
  'capability',
  'resources',
  'files',
  'estimateMinutes',
  'timeoutMinutes',
] as const;

/** What a task says and `read`, as which its phase was read back, does not. Without `read`: all of it. */
export function untold(
  task: ExecutionTask,
  plan: ExecutionPlan,
  names: RoadmapNames,
  read: ExecutionTask | undefined,
  readPlan: ExecutionPlan | undefined,
): Extras {
  const differs = (wanted: unknown, found: unknown): boolean => JSON.stringify(wanted) !== JSON.stringify(found);
  const fields = AS_THEY_ARE.map((key) => [key, differs(task[key], read?.[key]) ? (task[key] ?? null) : undefined]);
  const parts = task.subtasks.map(withoutPlace);
  const outside = targetsOf(task, plan);
  return defined({
    originalId: differs(task.originalId, read?.originalId) ? task.originalId : undefined,
    ...Object.fromEntries(fields),
    marked: task.status === 'completed' || task.status === (read?.status ?? 'pending') ? undefined : task.status,
    contextTier: differs(task.contextTier, read?.contextTier) ? task.contextTier : undefined,
    humanGate: differs(task.humanGate, read?.humanGate) ? (gateOf(task) ?? false) : undefined,
    verification: differs(task.verification, read?.verification) ? task.verification.map(criterionEntry) : undefined,
    subtasks: differs(parts, read?.subtasks.map(withoutPlace)) ? task.subtasks.map(subtaskEntry) : undefined,
    impliedDependencies: differs(task.impliedDependencies, read?.impliedDependencies)
      ? (task.impliedDependencies ?? []).map(names.of)
      : undefined,
    missingDependencies: differs(outside, readPlan === undefined ? [] : targetsOf(task, readPlan))
      ? outside
      : undefined,
  });
}

function targetsOf({ id }: ExecutionTask, { missingDependencies = [] }: ExecutionPlan): readonly string[] {
  return missingDependencies.filter(({ task }) => task === id).map(({ target }) => target);
}
