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
/** What one field is called; a task has one of them. */
export const COMMAND_NAMES = ['command', 'run', 'cmd'];
export const DEPENDENCY_NAMES = ['dependencies', 'dependsOn', 'depends_on', 'needs', 'after'];
export const TASK_FIELDS = [
  'id',
  'title',
  'description',
  ...DEPENDENCY_NAMES,
  'contextTier',
  'verification',
  'files',
  ...COMMAND_NAMES,
  'agent',
  'capability',
  'resources',
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
/** Known, but written by nightshift into a printed plan rather than by a person: no hint lists them. */
export const PRINTED: ReadonlySet<string> = new Set([
  'source',
  'format',
  'notes',
  'missingDependencies',
  'where',
  'status',
  'marked',
  'originalId',
  'impliedDependencies',
  'isOptional',
  'parent',
]);
/** Words of the other formats, and the fields that say the same here. */
export const SAME_AS: ReadonlyMap<string, string> = new Map([
  ['run', 'command'],
  ['cmd', 'command'],
  ['timeout', 'timeoutMinutes'],
  ['estimate', 'estimateMinutes'],
  ['est', 'estimateMinutes'],
  ['duration', 'estimateMinutes'],
  ['effort', 'estimateMinutes'],
  ['depends', 'dependencies'],
  ['after', 'dependencies'],
  ['needs', 'dependencies'],
  ['verify', 'verification'],
  ['check', 'verification'],
  ['criteria', 'verification'],
  ['writes', 'files'],
  ['gate', 'humanGate'],
  ['approval', 'humanGate'],
  ['context', 'contextTier'],
  ['name', 'title'],
]);
