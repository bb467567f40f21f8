import { AGENT_NAMES } from '../../agent/agent-names';
import { type DataMap, type DataNode, entryOf, fieldOf, textOf } from '../data/data-node';
import { statusOf } from '../text/status-words';
import { FIELDS } from './data-fields';

/** Only nightshift's own schema has these. */
const OWN_ONLY = ['contextTier', 'humanGate', 'estimateMinutes', 'timeoutMinutes', 'impliedDependencies', 'originalId'];
/** Keys of tasks that others use for what nightshift's own schema calls otherwise, or does not have. */
const FOREIGN: ReadonlySet<string> = new Set([
  ...['details', 'testStrategy', 'test_strategy', 'priority', 'name', 'task', 'task_id', 'taskId', 'story_id', 'state'],
  ...[
    'depends_on',
    'deps',
    'blocked_by',
    'blockedBy',
    'needs',
    'requires',
    'prerequisites',
    'predecessors',
    'acceptance_criteria',
    'acceptanceCriteria',
    'acceptance',
    'steps',
  ],
  ...[
    'notes',
    'content',
    'activeForm',
    'assignee',
    'owner',
    'labels',
    'tags',
    'created',
    'created_at',
    'createdAt',
    'updated',
    'updated_at',
    'updatedAt',
  ],
  ...[
    'type',
    'effort',
    'estimate',
    'estimated_minutes',
    'estimated_hours',
    'estimatedHours',
    'milestone',
    'epic',
    'category',
  ],
  ...['parallel', 'complexity', 'dueDate', 'due', 'files_to_modify', 'files_to_create', 'completedAt', 'completed_at'],
]);

/** The maps of a list. */
export function mapsIn(node: DataNode | undefined): readonly DataMap[] {
  return node?.type === 'list' ? node.items.filter((item) => item.type === 'map') : [];
}

/** Whether a document is in nightshift's own schema: it says so, or has fields that nobody else has. */
export function isOwnSchema(root: DataNode, tasks: readonly DataMap[]): boolean {
  if (fieldOf(root, 'schemaVersion', 'conversationId') !== undefined) return true;
  return tasks.some(
    (task) =>
      OWN_ONLY.some((key) => entryOf(task, key) !== undefined) ||
      AGENT_NAMES.includes(textOf(fieldOf(task, 'agent')) ?? '') ||
      hasOwnCriteria(task),
  );
}

function hasOwnCriteria(task: DataMap): boolean {
  return mapsIn(fieldOf(task, 'verification')).some((each) => entryOf(each, 'criterion') !== undefined);
}

/**
 * Whether a list of tasks is plainly not in nightshift's own schema, because at least half of its tasks have fields,
 * ids or statuses that the schema does not know. A single slip in an own plan stays a slip.
 */
export function isForeignList(tasks: readonly DataMap[]): boolean {
  if (tasks.length === 0) return false;
  const count = (test: (task: DataMap) => boolean): number => tasks.filter(test).length;
  const isMost = (found: number): boolean => found * 2 >= tasks.length;
  if (isMost(count((task) => task.entries.some(({ key }) => FOREIGN.has(key))))) return true;
  if (isMost(count((task) => hasStatus(task) && (hasNumericId(task) || has(task, 'id'))))) return true;
  if (isMost(count((task) => hasNumericId(task) && has(task, 'title') && has(task, 'dependencies')))) return true;
  if (isMost(count((task) => mapsIn(fieldOf(task, 'subtasks')).some((part) => hasNumericId(part) || hasStatus(part)))))
    return true;
  return tasks.every((task) => !has(task, 'title')) && isMost(count(saysOtherwise));
}

/** What is to be done, under another key than `title`: `{ "step": 1, "action": "Build" }`. */
function saysOtherwise(task: DataMap): boolean {
  return [...FIELDS.title, ...FIELDS.description].some((key) => /\p{L}/u.test(textOf(entryOf(task, key)?.value) ?? ''));
}

/** A number, or a text of digits. */
export function hasNumericId(task: DataMap): boolean {
  return /^\d{1,9}$/.test(textOf(fieldOf(task, 'id')) ?? '');
}

function hasStatus(task: DataMap): boolean {
  const word = textOf(fieldOf(task, 'status'));
  return word !== undefined && statusOf(word) !== undefined;
}

function has(task: DataMap, key: string): boolean {
  return entryOf(task, key) !== undefined;
}
