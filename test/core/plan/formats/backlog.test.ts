import type { PlanInput } from '../../../../runtime/core/plan/plan';
import { detects, formatTable } from './format-table';

/** A task file: its frontmatter, and what stands below. */
const file = (fields: string, body = '') => `---\n${fields}\n---\n\n${body}`;
const fields = (id: string, ...more: string[]) =>
  [`id: ${id}`, 'title: Add whistle', 'assignee: []', ...more].join('\n');
const folder = (files: Readonly<Record<string, string>>): PlanInput => ({
  documents: Object.entries(files).map(([path, text]) => ({ path: `backlog/${path}`, text })),
});
const at = (text: string, fileName: string) => ({ text, fileName });

detects('backlog', [
  ['by its place, id and title', at('---\nid: task-1\ntitle: Roof\n---\n', 'backlog/tasks/Roof.md'), true],
  [
    'by its place and name, with a title only',
    at('---\ntitle: Roof\n---\nx\n', 'backlog/tasks/task-1 - Roof.md'),
    true,
  ],
  ['by its frontmatter', file(fields('task-1', 'status: To Do', 'dependencies: []')), true],
  ['by its place and name, without frontmatter', at('# Add whistle\n', 'backlog/tasks/task-1 - Add whistle.md'), true],
  ['in a hidden folder', at(file(fields('task-1')), '.backlog/tasks/task-1 - A.md'), true],
  ['with another prefix', file(fields('BACK-7', 'status: Done')), true],
  ['not in a folder of another tool', at('# A\n- [ ] a\n', 'backlog/ideas.md'), false],
  ['not a list of criteria with an id', file('prd: true\nid: PRD-12\nstatus: DRAFT', '- [ ] a\n'), false],
]);

formatTable('backlog', [
  [
    'reads a task file of which only the id and the title are said',
    at(
      '---\nid: task-1\ntitle: Roof\n---\n## Acceptance Criteria\n- [ ] #1 It is dry\n',
      'backlog/tasks/task-1 - Roof.md',
    ),
    { ids: ['task-1'], verification_count: 1, problems: [] },
  ],
  [
    'reads one file as one task',
    file(
      fields('task-12', 'status: Done', 'dependencies: [task-3, task-4.1]', 'parent_task_id: task-10'),
      '## Description\nIt whistles.\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 It whistles\n- [ ] #2 It stops\n<!-- AC:END -->\n\n## Implementation Plan\n1. Drill\n2. Blow\n',
    ),
    {
      ids: ['task-12'],
      done_ids: ['task-12'],
      edges: [
        ['task-3', 'task-12'],
        ['task-4.1', 'task-12'],
      ],
      verification_count: 2,
      n_subtasks: 0,
      notes: ['6 NOTE_EXTERNAL_DEPENDENCY', '6 NOTE_EXTERNAL_DEPENDENCY', '2 NOTE_DONE'].sort(),
    },
  ],
  [
    'T9: counts the definition of done, also below further headings',
    file(
      fields('task-1', 'status: To Do'),
      '## Acceptance Criteria\n- [ ] a\n### Testing\n- [ ] b\n## Definition of Done\n- [ ] c\n## Notes\n- [ ] d\n',
    ),
    { verification_count: 3, n_tasks: 1 },
  ],
  [
    'reads criteria without boxes',
    file(fields('task-1', 'status: To Do'), '## Acceptance Criteria\n- a\n  - more\n- b\n'),
    { verification_count: 2 },
  ],
  [
    'knows block lists, commas and quotes',
    file(fields('task-1', 'dependencies:\n  - task-2\n  - "TASK-3"')),
    { missing_dep_ids: ['task-2', 'TASK-3'] },
  ],
  [
    'T6: reads what is no YAML line by line',
    file('id: task-1\ntitle: a: b\nassignee: @name\nstatus: In Progress\ndependencies: [task-2]'),
    {
      ids: ['task-1'],
      edges: [['task-2', 'task-1']],
      notes: ['1 NOTE_BROKEN_FRONTMATTER', '6 NOTE_EXTERNAL_DEPENDENCY'],
    },
  ],
  ['T7: keeps ids as they are written', file(fields('task-010', 'status: To Do')), { ids: ['task-010'] }],
  [
    'T8: takes id, title and status from elsewhere without frontmatter',
    at('# Task 5\n**Status:** Done\n\n## Acceptance Criteria\n- [ ] a\n', 'backlog/tasks/task-5 - Boil.md'),
    { ids: ['task-5'], done_ids: ['task-5'], verification_count: 1 },
  ],
  [
    'takes the status from the folder, when nobody says it',
    at('# Boil\n', 'backlog/completed/task-5 - Boil.md'),
    { done_ids: ['task-5'] },
  ],
  [
    'counts as open what says so among finished ones',
    at(file(fields('task-5', 'status: To Do')), 'backlog/completed/task-5 - Boil.md'),
    { done_ids: [], notes: ['2 NOTE_STATUS_CONFLICT'] },
  ],
  ['knows the signs of the board', file(fields('task-5', 'status: "✔ Done"')), { done_ids: ['task-5'] }],
  [
    'says that it does not know a status',
    file(fields('task-5', 'status: Brewing', 'labels: []')),
    { done_ids: [], notes: ['2 NOTE_NOT_UNDERSTOOD'] },
  ],
  [
    'T51: asks a person',
    file(fields('task-5', 'status: To Do', 'autonomous: false')),
    { gates: ['task-5 autonomous: false'] },
  ],
  [
    'T51: a label asks a person too, and one that only sounds like it does not',
    file(fields('task-5', 'status: To Do', 'labels: [human-readable, needs-human]')),
    { gates: ['task-5 labels: needs-human'] },
  ],
  [
    'T51: also when the frontmatter has lost a line',
    at(
      file(fields('task-5', 'status: To Do', 'labels: [needs-human]')).replace('---\n', ''),
      'backlog/tasks/task-5 - A.md',
    ),
    { gates: ['task-5 The plan says "labels: [needs-human]"'] },
  ],
  ['does not ask by any label', file(fields('task-5', 'status: To Do', 'labels: [human-readable]')), { gates: [] }],
  [
    'T51: also in a frontmatter that is no YAML',
    file(fields('task-5', 'status: To Do', 'assignee: @ann', 'labels:', '  - ui', '  - hitl')),
    { gates: ['task-5 labels: hitl'] },
  ],
  [
    'T51: a draft waits for a person',
    folder({
      'drafts/draft-1 - A.md': file(fields('draft-1', 'status: Draft')),
      'tasks/task-1 - B.md': file(fields('task-1', 'status: To Do')),
    }),
    { gates: ['draft-1 It is a draft; a person must accept it first'] },
  ],
  [
    'reads a folder, with references by number and the order of tasks that say nothing',
    folder({
      'tasks/task-2 - B.md': file(fields('task-2', 'status: To Do', 'dependencies: [TASK-1]')),
      'tasks/task-10 - C.md': file(fields('task-10', 'status: To Do', 'dependencies: [task-02]')),
      'completed/task-1 - A.md': file(fields('task-1', 'status: Done', 'dependencies: []')),
      'tasks/task-10.1 - D.md': file(fields('task-10.1', 'status: To Do', 'parent_task_id: task-10')),
      'config.yml': 'project_name: Kettle\n',
      'README.md': '- [ ] not a task\n',
    }),
    {
      ids: ['task-1', 'task-2', 'task-10', 'task-10.1'],
      edges: [
        ['task-1', 'task-2'],
        ['task-2', 'task-10'],
      ],
      done_ids: ['task-1'],
      missing_dep_ids: [],
      notes: ['1 NOTE_FILE_LEFT_OUT', '2 NOTE_DONE', '1 NOTE_FILE_LEFT_OUT'],
      shape: ['task-1', 'task-2<task-1', 'task-10<task-2', 'task-10.1'],
    },
  ],
  [
    'orders a folder by number, when no task says what it waits on',
    folder({
      'tasks/task-10 - B.md': file(fields('task-10', 'status: To Do')),
      'tasks/task-9 - A.md': file(fields('task-9', 'status: To Do')),
    }),
    { shape: ['task-9', 'task-10<~task-9'] },
  ],
  [
    'T22: finds tasks by number after their prefix changed',
    folder({
      'tasks/back-1 - A.md': file(fields('BACK-1', 'status: Done')),
      'tasks/back-2 - B.md': file(fields('BACK-2', 'status: To Do', 'dependencies: [task-1, task-9]')),
    }),
    {
      edges: [
        ['BACK-1', 'BACK-2'],
        ['task-9', 'BACK-2'],
      ],
      missing_dep_ids: ['task-9'],
      notes: ['2 NOTE_DONE', '2 NOTE_RENAMED_ID', '6 NOTE_MISSING_DEPENDENCY'],
    },
  ],
  [
    'T20: keeps two files with one id apart',
    folder({
      'tasks/task-1 - A.md': file(fields('task-1', 'status: Done')),
      'tasks/task-1 - B.md': file(fields('task-1', 'status: To Do')),
    }),
    { ids: ['task-1', 'task-1#2'], done_ids: ['task-1'] },
  ],
  [
    'does not run archived tasks that were never done',
    folder({
      'archive/tasks/task-1 - A.md': file(fields('task-1', 'status: To Do')),
      'tasks/task-2 - B.md': file(fields('task-2', 'status: To Do', 'dependencies: [task-1]')),
    }),
    {
      ids: ['task-2', 'task-1'],
      notes: ['2 NOTE_POSTPONED', '6 NOTE_SKIPPED_DEPENDENCY'],
      shape: ['task-2', 'task-1'],
    },
  ],
  [
    'T35: says where a cycle is',
    folder({
      'tasks/task-1 - A.md': file(fields('task-1', 'dependencies: [task-2]', 'status: To Do')),
      'tasks/task-2 - B.md': file(fields('task-2', 'dependencies: [task-1]', 'status: To Do')),
    }),
    { has_cycle: true, problems: ['2 PLAN_CYCLE'] },
  ],
]);
