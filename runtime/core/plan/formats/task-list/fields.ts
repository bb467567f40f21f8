/** Every field of the schema, and those that a plan may not set. */

export const PLAN_FIELDS = [
  '$schema',
  'schemaVersion',
  'title',
  'tasks',
  'source',
  'conversationId',
  'id',
  'metadata',
  'format',
  'notes',
  'missingDependencies',
];
export const MISSING_FIELDS = ['task', 'target', 'where'];
export const TASK_FIELDS = [
  'id',
  'title',
  'description',
  'dependencies',
  'dependsOn',
  'contextTier',
  'verification',
  'files',
  'command',
  'agent',
  'capability',
  'estimateMinutes',
  'timeoutMinutes',
  'humanGate',
  'subtasks',
  'status',
  'marked',
  'originalId',
  'where',
  'impliedDependencies',
  'phase',
  'isParallel',
  'isOptional',
  'parent',
];
export const CRITERION_FIELDS = ['id', 'criterion', 'test', 'command'];
export const METADATA_FIELDS = ['created', 'estimatedDuration', 'contextBudget', 'priority'];
export const SUBTASK_FIELDS = ['id', 'originalId', 'title', 'isDone', 'isOptional', 'dependencies', 'where'];
/** Only nightshift writes these; a plan that could would be believed without evidence. */
export const FORBIDDEN = [
  'checkpoint',
  'token',
  'result',
  'results',
  'evidence',
  'attempts',
  'startedAt',
  'completedAt',
  'completed',
  'passes',
  'done',
  'lease',
];
