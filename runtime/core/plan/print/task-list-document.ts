import type { TaskId } from '../../ids';
import { findHumanGate } from '../gates/find-human-gate';
import { type ExecutionPlan, type ExecutionTask, NO_ID, type Subtask, type VerificationCriterion } from '../plan';
import { ownTier } from './estimated-tier';

/** What may stand as `id` in nightshift's own schema. */
const ID = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/**
 * A plan as a document of nightshift's own schema, for JSON or YAML: as short as it can be said, and read back as the
 * same plan. What belongs to one hand-over (its id, its time) is no part of it.
 */
export function taskListDocument(plan: ExecutionPlan): Readonly<Record<string, unknown>> {
  const ids = idsOf(plan.tasks);
  const { missingDependencies = [], conversationId, metadata } = plan;
  return {
    schemaVersion: 1,
    title: plan.title,
    ...(plan.source === 'TASK_LIST' ? {} : { source: plan.source }),
    ...(conversationId === NO_ID ? {} : { conversationId }),
    ...(metadata.priority === 'normal' ? {} : { metadata: { priority: metadata.priority } }),
    tasks: plan.tasks.map((task) => taskEntry(task, ids)),
    ...(missingDependencies.length === 0
      ? {}
      : { missingDependencies: missingDependencies.map(({ task, target }) => ({ task: ids.get(task), target })) }),
  };
}

/** The ids that the plan's own file used, when all of them can be ids here; else ours. */
function idsOf(tasks: readonly ExecutionTask[]): ReadonlyMap<TaskId, string> {
  const isUsable = tasks.every(({ originalId }) => ID.test(originalId));
  return new Map(tasks.map(({ id, originalId }) => [id, isUsable ? originalId : id]));
}

function taskEntry(task: ExecutionTask, ids: ReadonlyMap<TaskId, string>): Readonly<Record<string, unknown>> {
  const { description, dependencies, impliedDependencies, verification, files, subtasks } = task;
  const id = ids.get(task.id)!;
  const named = (list: readonly TaskId[]): readonly string[] => list.map((each) => ids.get(each)!);
  return defined({
    id,
    originalId: task.originalId === id ? undefined : task.originalId,
    title: task.title,
    marked: task.status === 'pending' ? undefined : task.status,
    phase: task.phase,
    parent: task.parent,
    description: description === '' ? undefined : description,
    dependencies: dependencies.length === 0 ? undefined : named(dependencies),
    impliedDependencies: impliedDependencies === undefined ? undefined : named(impliedDependencies),
    isParallel: task.isParallel,
    isOptional: task.isOptional,
    command: task.command,
    agent: task.agent,
    capability: task.capability,
    resources: task.resources,
    files: files.length === 0 ? undefined : files,
    contextTier: ownTier(task),
    estimateMinutes: task.estimateMinutes,
    timeoutMinutes: task.timeoutMinutes,
    humanGate: gateOf(task),
    verification: verification.length === 0 ? undefined : verification.map(criterionEntry),
    subtasks: subtasks.length === 0 ? undefined : subtasks.map(subtaskEntry),
  });
}

/** `false` where the words of the task sound like a question to a person, and none was meant. */
export function gateOf({ humanGate, status, title, description, subtasks }: ExecutionTask): string | false | undefined {
  if (humanGate !== undefined || status === 'completed') return humanGate;
  const words = `${description}\n${subtasks.map((subtask) => subtask.title).join('\n')}`;
  return findHumanGate(title, words) === undefined ? undefined : false;
}

export function criterionEntry({ criterion, command }: VerificationCriterion): unknown {
  return command === undefined ? criterion : { criterion, command };
}

export function subtaskEntry({ originalId, title, isDone, isOptional, dependencies }: Subtask): unknown {
  const rest = defined({
    id: originalId === '' ? undefined : originalId,
    isDone: isDone || undefined,
    isOptional,
    dependencies,
  });
  return Object.keys(rest).length === 0 ? title : { ...rest, title };
}

/** Without the fields that are not there. */
export function defined(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
