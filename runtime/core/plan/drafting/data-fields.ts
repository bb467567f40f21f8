import { type DataEntry, type DataMap, type DataNode, entryOf, itemsOf, textOf } from '../data/data-node';
import type { Position } from '../plan';

/** Under which keys lists of tasks keep what a task is; the first that a task has is believed. */
export const FIELDS = {
  id: [
    'id',
    'task_id',
    'taskId',
    'story_id',
    'storyId',
    'issue_id',
    'feature_id',
    'step_id',
    'stepId',
    'key',
    'ref',
    'number',
    'slug',
  ],
  /** Numbers of a list that counts its entries, where they are no texts: `{ "step": 1, "action": … }`. */
  count: ['step', 'no', 'nr', 'index', 'seq', 'sequence'],
  title: [
    'title',
    'name',
    'task',
    'summary',
    'subject',
    'story',
    'feature',
    'label',
    'content',
    'text',
    'what',
    'action',
    'step',
    'todo',
    'item',
    'do',
    'activity',
    'job',
  ],
  description: [
    'description',
    'desc',
    'details',
    'detail',
    'body',
    'notes',
    'note',
    'context',
    'instructions',
    'instruction',
    'prompt',
    'objective',
    'goal',
    'design',
  ],
  status: ['status', 'state'],
  isDone: ['passes', 'passed', 'completed', 'complete', 'done', 'isDone', 'is_done', 'finished'],
  isStarted: ['inProgress', 'in_progress'],
  dependencies: [
    'dependencies',
    'depends_on',
    'dependsOn',
    'deps',
    'depends',
    'dependency',
    'depends-on',
    'dependsUpon',
    'blocked_by',
    'blockedBy',
    'blocked-by',
    'waits_for',
    'waitsFor',
    'waits_on',
    'waitsOn',
    'wait_for',
    'requires',
    'prerequisite',
    'prerequisites',
    'prereqs',
    'predecessor',
    'predecessors',
    'after',
    'needs',
  ],
  command: ['command', 'cmd', 'run'],
  criteria: [
    'acceptanceCriteria',
    'acceptance_criteria',
    'acceptance',
    'criteria',
    'success_criteria',
    'successCriteria',
    'definition_of_done',
    'definitionOfDone',
    'done_when',
    'doneWhen',
    'testStrategy',
    'test_strategy',
    'verification',
    'verify',
    'validation',
  ],
  files: [
    'files',
    'files_to_modify',
    'files_to_create',
    'filesToModify',
    'filesToCreate',
    'files_modified',
    'filesModified',
    'affected_files',
    'affectedFiles',
    'target_files',
    'targetFiles',
    'file',
    'file_path',
    'filePath',
    'paths',
  ],
  minutes: ['estimated_minutes', 'estimatedMinutes', 'estimateMinutes', 'estimate_minutes', 'duration_minutes'],
  hours: ['estimated_hours', 'estimatedHours', 'estimate_hours', 'hours'],
  duration: [
    'estimate',
    'estimated',
    'effort',
    'duration',
    'estimated_time',
    'estimatedTime',
    'estimatedDuration',
    'time_estimate',
    'timeEstimate',
  ],
  phase: ['phase', 'milestone', 'epic', 'group', 'section', 'sprint', 'wave', 'category', 'stage'],
  isParallel: [
    'parallel',
    'parallel_safe',
    'parallelSafe',
    'isParallel',
    'can_parallel',
    'canParallel',
    'parallelizable',
  ],
  isOptional: ['optional', 'isOptional', 'is_optional'],
  priority: ['priority', 'order', 'rank'],
  parts: [
    'subtasks',
    'sub_tasks',
    'subTasks',
    'children',
    'chunks',
    'checklist',
    'todos',
    'tasks',
    'task_ids',
    'taskIds',
  ],
} as const;

/** The first of `keys` that a map has with a value. */
export function firstEntry(map: DataNode | undefined, keys: readonly string[]): DataEntry | undefined {
  for (const key of keys) {
    const entry = entryOf(map, key);
    if (entry !== undefined && entry.value.type !== 'null') return entry;
  }
  return undefined;
}

/** The texts of all of `keys` that a map has, with where they stand; lists give each of their texts. */
export function textsUnder(map: DataMap, keys: readonly string[]): readonly PlacedText[] {
  return keys.flatMap((key) => {
    const entry = entryOf(map, key);
    return entry === undefined ? [] : textsOf(entry.value);
  });
}

export interface PlacedText {
  readonly text: string;
  readonly where: Position;
}

/** A text, or the texts of a list; of maps in it the first of `keys` that they have. */
export function textsOf(node: DataNode, keys: readonly string[] = []): readonly PlacedText[] {
  const items = node.type === 'list' ? itemsOf(node) : [node];
  return items.flatMap((item) => {
    const text = item.type === 'map' ? textOf(firstEntry(item, keys)?.value) : textOf(item);
    return text === undefined || text.trim() === '' ? [] : [{ text: text.trim(), where: item.where }];
  });
}

/** What a value says as yes or no: `true`, `"yes"`, `1`; undefined when it says neither. */
export function isYes(node: DataNode | undefined): boolean | undefined {
  const text = textOf(node)?.trim().toLowerCase();
  if (text === undefined) return undefined;
  if (/^(?:true|yes|y|on|1|required|always)$/.test(text)) return true;
  return /^(?:false|no|n|off|0|none|never|null|auto|automatic|)$/.test(text) ? false : undefined;
}
