import type { DraftCriterion, DraftFile, DraftReference, DraftResource, DraftTask } from '../draft';
import type { ContextTier, Position, Subtask } from '../plan';
import { cut } from '../text/cut';
import { quote } from '../text/quote';
import type { Traits } from '../text/traits';
import { askedBeside } from './asked-dependency';

/** What a task says it waits on. */
export interface SaidDependency {
  readonly expression: string;
  readonly where: Position;
  /** What stood in brackets in the title, with its verb: where it names no task, something else holds the task up. */
  readonly said?: string;
}

/** A task of a plan while its lines are still being read. Its lists grow by `added`: tasks may share the empty one. */
export interface OpenTask {
  originalId: string;
  aliases: readonly string[];
  title: string;
  /** Of its title, or of one that it had, where somebody looked: see `traitsOf`. */
  traits?: Traits;
  readonly where: Position;
  description: readonly string[];
  /** Its dependency expressions, as written; read when all tasks are known. */
  dependsOn: readonly SaidDependency[];
  criteria: readonly DraftCriterion[];
  files: readonly DraftFile[];
  subtasks: readonly Subtask[];
  follows: readonly number[];
  status: DraftTask['status'];
  command?: string;
  agent?: string;
  capability?: string;
  resources?: readonly DraftResource[];
  estimateMinutes?: number;
  timeoutMinutes?: number;
  contextTier?: ContextTier;
  humanGate?: string | false;
  /** See {@link DraftTask.isHeard}. */
  isHeard?: true;
}

/** A task with lists of its own, to which anybody may add. */
export interface MarkdownTask extends OpenTask {
  aliases: string[];
  description: string[];
  dependsOn: SaidDependency[];
  criteria: DraftCriterion[];
  files: DraftFile[];
  subtasks: Subtask[];
  follows: number[];
}

/** The list with one more. The empty one may be shared; any other belongs to its task, and is only ever made longer by this. */
export function added<Value>(list: readonly Value[], value: Value): readonly Value[] {
  if (list.length === 0) return [value];
  (list as Value[]).push(value);
  return list;
}

export function newMarkdownTask(originalId: string, title: string, where: Position): MarkdownTask {
  return {
    originalId,
    aliases: [],
    title,
    where,
    description: [],
    dependsOn: [],
    criteria: [],
    files: [],
    subtasks: [],
    follows: [],
    status: 'pending',
  };
}

/**
 * The task as a draft, with its references read; what it waits on besides, a person is asked for. What the task has beyond that stays. It is the same object: the task
 * is used up.
 */
export function finishMarkdownTask(task: OpenTask, dependencies: readonly DraftReference[]): DraftTask {
  const { description } = task;
  const finished = task as unknown as { description: string; dependencies: readonly DraftReference[] } & DraftTask;
  finished.description = description.length === 0 ? '' : description.join('\n').trim();
  finished.dependencies = dependencies;
  if (task.humanGate !== undefined) return finished;
  for (const { expression } of task.dependsOn) {
    const asked = askedBeside(expression, dependencies);
    if (asked !== undefined) task.humanGate ??= `It waits on ${quote(cut(asked, 200))}`;
  }
  return finished;
}
