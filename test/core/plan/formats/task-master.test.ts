import { detects, formatTable } from './format-table';

const file = (value: unknown): string => JSON.stringify(value, null, 1);
const task = (id: number | string, more: object = {}) => ({
  id,
  title: `T${id}`,
  status: 'pending',
  dependencies: [],
  ...more,
});
const part = (id: number | string, on: unknown[] = [], status = 'pending') => ({
  id,
  title: `P${id}`,
  status,
  dependencies: on,
});
const legacy = (...tasks: unknown[]) => file({ tasks });
const tagged = (tags: Record<string, unknown[]>, more: object = {}) =>
  file({ ...more, ...Object.fromEntries(Object.entries(tags).map(([tag, tasks]) => [tag, { tasks, metadata: {} }])) });
const at = (text: string, fileName: string) => ({ text, fileName });

detects('task-master', [
  ['the list under tasks', legacy(task(1), task(2)), true],
  ['the list alone', file([task(1, { details: 'd' }), task(2, { testStrategy: 't' })]), true],
  ['tags', tagged({ master: [task(1)] }), true],
  ['a tag in another language', tagged({ 功能: [task(1)] }), true],
  ['by its path', at(file({ tasks: [{ id: 1, title: 'x' }] }), '.taskmaster/tasks/tasks.json'), true],
  ['by its path, a file of one tag', at(legacy(task(1)), '.taskmaster/tasks/tasks_feature.json'), true],
  ['by its older path', at(file({ tasks: [{ id: 1, title: 'x' }] }), 'a/tasks/tasks.json'), true],
  ['by its path, when it cannot be read', at('{"master":', '.taskmaster/tasks/tasks.json'), true],
  ['damaged, by what can be told', `{"master":{"tasks":[{"id":1,"title":"a" "status":"done"}]}}`, true],
  ["not nightshift's own schema", file({ schemaVersion: 1, tasks: [task(1)] }), false],
  [
    "not nightshift's own schema, by a field",
    file({ tasks: [{ id: 'a', title: 'x', status: 'pending', contextTier: 64 }] }),
    false,
  ],
  [
    'not a plan of ours with a slip',
    file({
      tasks: [
        { id: 'a', title: 'x' },
        { id: 'b', title: 'y', priority: 'high' },
        { id: 'c', title: 'z' },
      ],
    }),
    false,
  ],
  ['not its settings', at('{"models":{"main":{"modelId":"x"}}}', '.taskmaster/config.json'), false],
  [
    "not VS Code's tasks",
    at('{"version":"2.0.0","tasks":[{"label":"build","dependencies":[]}]}', '.vscode/tasks.json'),
    false,
  ],
]);

formatTable('task-master', [
  [
    'T51: what is blocked waits for a person',
    file({ tasks: [task(1, { status: 'blocked' }), task(2)] }),
    { gates: ['1 status: blocked'] },
  ],
  [
    'reads numbers and texts as the same ids (T21)',
    legacy(task(1, { status: 'done' }), task('2', { dependencies: ['1'] }), task(3, { dependencies: ['2', 1] })),
    {
      ids: ['1', '2', '3'],
      edges: [
        ['1', '2'],
        ['1', '3'],
        ['2', '3'],
      ],
      done_ids: ['1'],
      waves_or_phases: 1,
    },
  ],
  [
    'reads ids of any form',
    legacy(task('CKA.5.1'), task('welcome-task', { dependencies: ['CKA.5.1'] })),
    { edges: [['CKA.5.1', 'welcome-task']] },
  ],
  [
    'starts at 0, has gaps and no order (T25)',
    legacy(task(7), task(0), task(17, { dependencies: [0] })),
    { ids: ['7', '0', '17'], edges: [['0', '17']] },
  ],
  ['follows a forward reference', legacy(task(1, { dependencies: [2] }), task(2)), { shape: ['1<2', '2'] }],
  [
    'keeps to the order when nothing is written',
    legacy(task(1), task(2)),
    { edges: [], shape: ['1', '2<~1'], notes: ['3 NOTE_DOCUMENT_ORDER'] },
  ],
  [
    'counts one tag as one phase, and does not qualify its ids',
    tagged({ master: [task(1), task(2, { dependencies: [1] })] }),
    { ids: ['1', '2'], waves_or_phases: 1 },
  ],
  [
    'qualifies ids of several tags, which never wait on each other (T48)',
    tagged({ master: [task(1)], 'feature x': [task(1), task(2, { dependencies: [1], subtasks: [part(1)] })] }),
    {
      ids: ['master/1', 'feature x/1', 'feature x/2'],
      edges: [['feature x/1', 'feature x/2']],
      subtask_ids: ['feature x/2.1'],
      waves_or_phases: 2,
    },
  ],
  [
    'does not read data about tags as a tag (T48)',
    tagged(
      { master: [task(1)] },
      { version: '1', currentTag: 'master', tags: { master: { description: 'd' } }, meta: { tasks: 3 } },
    ),
    { ids: ['1'], n_tasks: 1, waves_or_phases: 1 },
  ],
  [
    'reads statuses in all their words',
    legacy(
      ...['done', 'completed', 'in-progress', 'review', 'deferred', 'cancelled', 'todo', null, 'active'].map(
        (status, no) => task(no + 1, { status }),
      ),
    ),
    { done_ids: ['1', '2'], n_tasks: 9 },
  ],
  [
    'reads state for status',
    legacy({ id: 1, name: 'N', state: 'done', details: 'd' }),
    { done_ids: ['1'], ids: ['1'] },
  ],
  [
    'notes a word that is no status',
    legacy(task(1, { status: 'purple', details: 'd' })),
    { done_ids: [], notes: ['6 NOTE_NOT_UNDERSTOOD'] },
  ],
  [
    'reads one criterion from a test strategy, and none from an empty one',
    legacy(task(1, { testStrategy: 'Boil.\n- twice' }), task(2, { test_strategy: 'x' }), task(3, { testStrategy: '' })),
    { verification_count: 2 },
  ],
  [
    'reads null as nothing',
    legacy(task(1, { subtasks: null, dependencies: null, priority: null, details: null })),
    { n_subtasks: 0, edges: [] },
  ],
  [
    'gives subtasks full ids (T31)',
    legacy(task(5, { subtasks: [part(1), part('5.2'), part('3', [1, '5.2'])] }), task(31, { subtasks: [part(311)] })),
    { subtask_ids: ['5.1', '5.2', '5.3', '31.311'], n_subtasks: 4 },
  ],
  [
    'reads a bare number as a sibling, though a task has it too (T31)',
    legacy(task(1), task(2, { dependencies: [1], subtasks: [part(1), part(2, [1])] })),
    { edges: [['1', '2']], shape: ['1', '2<1'], notes: [] },
  ],
  [
    'reads a bare number without a sibling as a task (T31)',
    legacy(task(1), task(7, { dependencies: [1] }), task(2, { dependencies: [1], subtasks: [part(1, [7])] })),
    {
      shape: ['1', '7<1', '2<1,~7'],
      notes: ['25 NOTE_SUBTASK_DEPENDENCY'],
      edges: [
        ['1', '7'],
        ['1', '2'],
      ],
    },
  ],
  [
    'reads a bare number that would be a cycle as a task (T35)',
    legacy(task(1), task(2), task(3, { dependencies: [1], subtasks: [part(1, [2]), part(2, [1])] })),
    { has_cycle: false, shape: ['1', '2', '3<1,~2'], n_subtasks: 2 },
  ],
  [
    'reads a subtask that waits on itself as one that waits on the task (T36)',
    legacy(task(1), task(2, { dependencies: [1], subtasks: [part(1, [1]), part(2, [2])] })),
    { has_cycle: false, shape: ['1', '2<1'] },
  ],
  [
    'lets a task wait on the task of a subtask',
    legacy(task(3, { subtasks: [part(2)] }), task(4, { dependencies: ['3.2'] })),
    { edges: [['3', '4']], missing_dep_ids: [] },
  ],
  [
    'keeps a missing target, and runs the task (T30)',
    legacy(task(1), task(2, { dependencies: [1, 99] })),
    {
      edges: [
        ['1', '2'],
        ['99', '2'],
      ],
      missing_dep_ids: ['99'],
      shape: ['1', '2<1'],
    },
  ],
  [
    'drops a task that waits on itself (T36)',
    legacy(task(1), task(2, { dependencies: [2, 1] })),
    { edges: [['1', '2']], has_cycle: false },
  ],
  [
    'refuses a cycle with its path (T35)',
    legacy(task(1, { dependencies: [2] }), task(2, { dependencies: [1] })),
    { has_cycle: true, problems: ['3 PLAN_CYCLE'] },
  ],
  [
    'reads an id twice under another name (T20)',
    legacy(task(1), task(2), task(2, { title: 'Other' })),
    { ids: ['1', '2', '2#2'], n_tasks: 3 },
  ],
  [
    'notes where statuses disagree, and believes each (T42)',
    legacy(
      task(1, { status: 'done', subtasks: [part(1)] }),
      task(2, { subtasks: [part(1, [], 'done')] }),
      task(3, { status: 'done', dependencies: [2] }),
    ),
    {
      done_ids: ['1', '3'],
      notes: ['3 NOTE_PARTS_DISAGREE', '3 NOTE_DONE', '17 NOTE_PARTS_DISAGREE', '31 NOTE_PARTS_DISAGREE'],
    },
  ],
  [
    'asks a person where a field says so (T51)',
    legacy(
      task(1, { autonomous: false }),
      task(2, { type: 'checkpoint:human-verify' }),
      task(3, { requiresApproval: true }),
      task(4, { subtasks: [{ ...part(1), manual: true }] }),
      task(5, { manual: false }),
    ),
    {
      gates: ['1 autonomous: false', '2 type: checkpoint:human-verify', '3 requiresApproval: true', '4 manual: true'],
    },
  ],
  ['reads on behind a byte order mark (T1)', `\ufeff${legacy(task(1))}`, { ids: ['1'] }],
  ['reads CRLF', legacy(task(1)).replaceAll('\n', '\r\n'), { ids: ['1'] }],
  [
    'refuses a merge conflict at its line, and shows our side (T49)',
    '{"tasks":[\n{"id":1,"title":"a",\n<<<<<<< HEAD\n"status":"done"},\n=======\n"status":"pending"},\n>>>>>>> other\n{"id":2,"title":"b","status":"pending","dependencies":[1]}\n]}',
    { problems: ['3 PLAN_SYNTAX'], ids: ['1', '2'], done_ids: ['1'] },
  ],
  [
    'refuses two documents, and shows the first (T49)',
    `${legacy(task(1))}\n${legacy(task(1), task(2))}`,
    { problems: ['11 PLAN_SYNTAX'], ids: ['1'] },
  ],
  [
    'refuses a missing comma at its place, and shows what is there (T49)',
    '{"master":{"tasks":[\n{"id":1,"title":"a","status":"done"}\n{"id":2,"title":"b","status":"pending"}\n]}}',
    { problems: ['3 PLAN_SYNTAX'], ids: ['1', '2'], done_ids: ['1'] },
  ],
  [
    'refuses a key twice',
    '{"master":{"tasks":[\n{"id":1,"id":2,"title":"a","status":"done"}]}}',
    { problems: ['2 PLAN_DUPLICATE_KEY'] },
  ],
  [
    'leaves out an entry that is no task, and says so',
    file({ tasks: [task(1), 'x'] }),
    { n_tasks: 1, notes: ['9 NOTE_LEFT_OUT'] },
  ],
  ['names the fields that it does not read', legacy(task(1, { colour: 'red' })), { notes: ['8 NOTE_FIELDS_LEFT_OUT'] }],
  [
    'cuts what is too long, and says so',
    legacy(task(1, { details: 'x'.repeat(40_000), testStrategy: 'y'.repeat(5_000) })),
    { notes: ['3 NOTE_SHORTENED', '9 NOTE_SHORTENED'], problems: [] },
  ],
]);

formatTable('task-master', [
  [
    'names a list beside the tasks that it does not read',
    JSON.stringify({
      tasks: [{ id: 1, title: 'a', details: 'x', status: 'done', dependencies: [] }],
      later: [{ id: 2 }],
    }),
    { ids: ['1'], notes: ['1 NOTE_DONE', '1 NOTE_FIELDS_LEFT_OUT'] },
  ],
]);
