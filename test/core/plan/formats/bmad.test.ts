import type { PlanInput } from '../../../../runtime/core/plan/plan';
import { detects, formatTable } from './format-table';

const sprint = (...lines: string[]) =>
  `# Status: backlog, ready-for-dev, in-progress, review, done\nproject: Kettle\ndevelopment_status:\n${lines.map((line) => `  ${line}\n`).join('')}`;
const story = (status: string, tasks: string, more = '') =>
  `# Story 1.1: Boil\n\nStatus: ${status}\n\n## Story\nAs a guest, I want tea.\n\n## Acceptance Criteria\n\n1. Hot\n2. Loud\n3. Shut\n\n## Tasks / Subtasks\n\n${tasks}\n${more}`;
const epics =
  '# Kettle - Epics\n\n## Epic List\n\n### Epic 1: Boil\ntext\n### Epic M2: Pour\ntext\n\n## Epic 1: Boil\n\n';
const folder = (files: Readonly<Record<string, string>>): PlanInput => ({
  documents: Object.entries(files).map(([path, text]) => ({ path: `_bmad-output/${path}`, text })),
});

detects('bmad-sprint', [
  ['by its name', { text: sprint('1-1-a: done'), fileName: 'docs/sprint-status.yaml' }, true],
  ['by its key', sprint('epic-1: backlog', '1-1-a: backlog'), true],
  ['not any YAML', 'status:\n  a: done\n', false],
]);
detects('bmad-story', [
  ['by its headings', story('done', '- [x] Task 1: a\n'), true],
  ['not by tasks alone', '## Tasks\n- [ ] a\n', false],
]);
detects('bmad-epics', [
  ['by its headings', `${epics}### Story 1.1: a\n`, true],
  ['by its name', { text: '### Story 1.1: a\n', fileName: 'docs/epics.md' }, true],
  ['not where phases are more', '### Phase 1: a\n### Phase 2: b\n### Story 1.1: c\n- [ ] d\n', false],
]);

formatTable('bmad-sprint', [
  [
    'asks a person where a nested story says so',
    {
      text: 'epics:\n  epic-1:\n    stories:\n      1-1-a:\n        status: backlog\n        requires_human: true\n      1-2-b:\n        status: backlog\n',
      fileName: 'docs/sprint-status.yaml',
    },
    { gates: ['1-1-a requires_human: true'] },
  ],
  [
    'T51: what is blocked waits for a person',
    sprint('1-1-a: blocked', '1-2-b: backlog'),
    { gates: ['1-1-a status: blocked'] },
  ],
  [
    'T24: tells epics from stories by their prefix, and leaves retrospectives out',
    sprint(
      'epic-1a-plus: in-progress',
      '1a-1-boil-water: done',
      '1a-2-pour: ready-for-dev',
      'epic-1a-plus-retrospective: optional',
      'epic-2: backlog',
      'a1-1-drink: review',
    ),
    {
      ids: ['1a-1-boil-water', '1a-2-pour', 'a1-1-drink'],
      done_ids: ['1a-1-boil-water'],
      waves_or_phases: 2,
      edges: [],
      shape: ['1a-1-boil-water', '1a-2-pour<~1a-1-boil-water', 'a1-1-drink<~1a-2-pour'],
    },
  ],
  [
    'says that an epic is done and a story is not',
    sprint('epic-1: done', '1-1-a: in-progress'),
    { done_ids: [], notes: ['4 NOTE_STATUS_CONFLICT'] },
  ],
  ['says that it does not know a status', sprint('1-1-a: brewing'), { notes: ['4 NOTE_NOT_UNDERSTOOD'] }],
  [
    'reads the other layout, with dependencies',
    'epics:\n  epic-1:\n    status: in-progress\n    stories:\n      1-1-boil:\n        status: done\n      1-2-pour:\n        status: backlog\n        depends_on: [1-1-boil, 0-9-x]\n',
    {
      ids: ['1-1-boil', '1-2-pour'],
      edges: [
        ['1-1-boil', '1-2-pour'],
        ['0-9-x', '1-2-pour'],
      ],
      missing_dep_ids: ['0-9-x'],
      waves_or_phases: 1,
    },
  ],
]);

formatTable('bmad-story', [
  [
    'takes headings of tasks for tasks, and the boxes below them for parts',
    story('draft', '### Task 1: a (AC: 1)\n- [x] 1.1 b\n- [x] 1.2 c\n### Task 2: d\n- [ ] 2.1 e\n'),
    { ids: ['1', '2'], n_subtasks: 3, done_ids: ['1'] },
  ],
  [
    'notes a ticked task with a part that is not (T42)',
    story('review', '- [x] Task 1: a\n  - [ ] b\n- [ ] Task 2: c\n'),
    {
      done_ids: ['1'],
      notes: ['10 NOTE_CRITERIA_PLACED', '16 NOTE_STATUS_CONFLICT', '16 NOTE_DOCUMENT_ORDER', '16 NOTE_DONE'],
    },
  ],
  [
    'reads boxes that lack a space, and numbers with a letter',
    story('review', '- [x] Task 1: a\n  - [x]1.1 b\n  - [ ]1.2a c\n- [ ]Task 2b: d\n'),
    { ids: ['1', '2b'], subtask_ids: ['1.1', '1.2a'], problems: [] },
  ],
  [
    'reads tasks, their parts and the criteria that they name',
    story(
      'in-progress',
      '- [x] Task 1: a (AC: 1, 3)\n  - [x] 1.1 b\n  - [ ] c\n- [ ] Task 2: d (AC: #2)\n  - note\n- [ ] e\n',
      '## Dev Notes\n### Testing\n- [ ] f\n1. g\n',
    ),
    {
      ids: ['1', '2', '#3'],
      done_ids: ['1'],
      n_subtasks: 2,
      subtask_ids: ['1.1'],
      verification_count: 3,
      waves_or_phases: 1,
      shape: ['1', '2<~1', '#3<~2'],
    },
  ],
  [
    'T38: says that the story is done and a task is not',
    story('done', '- [ ] Task 1: a\n'),
    { done_ids: [], notes: ['1 NOTE_STATUS_CONFLICT', '10 NOTE_CRITERIA_PLACED'] },
  ],
  [
    'reads the status of a heading',
    story('', '- [ ] Task 1: a\n').replace('Status: ', '## Status: Done'),
    { n_tasks: 1, done_ids: [] },
  ],
  [
    'T51: a draft waits for a person',
    story('Draft', '- [x] Task 1: a\n- [ ] Task 2: b\n- [ ] Task 3: c\n'),
    { gates: ['2 The story is a draft; a person must approve it'] },
  ],
  [
    'T51: a part that asks for a person',
    story('ready-for-dev', '- [ ] Task 1: a\n  - [ ] 1.1 Get approval from the owner\n'),
    { gates: ['1 A part of it says "Get approval from the owner"'] },
  ],
  [
    'T20: keeps two tasks with one number apart',
    story('ready-for-dev', '- [ ] Task 1: a\n- [ ] Task 1: b\n'),
    { ids: ['1', '1#2'] },
  ],
  [
    'follow-ups of a review are tasks',
    story('in-progress', '- [x] Task 1: a\n\n### Review Follow-ups (AI)\n- [ ] [AI-Review] fix b\n'),
    { ids: ['1', '#2'] },
  ],
]);

formatTable('bmad-epics', [
  [
    'leaves out epics that are struck through',
    `${epics}### Story 1.1: a\n\n## ~~Epic 3: Stir~~ — DELETED\n\ntext\n`,
    { ids: ['1.1'], waves_or_phases: 2 },
  ],
  [
    'T44: merges epics of the list and the body; reads given, when, then as one criterion',
    `${epics}### Story 1.1: Boil\nAs a guest\n**Acceptance Criteria:**\n\n**Given** water\n**When** it is heated\n**Then** it boils\n**And** it sings\n\n**Given** no water\n**Then** nothing\n\n## Epic M2: Pour\n### Story M2.1: Pour\nDepends on: Stories 1.1 and 9.9.\n**Acceptance Criteria:**\n1. a\n2. b\n   - more\n`,
    {
      ids: ['1.1', 'M2.1'],
      waves_or_phases: 2,
      verification_count: 4,
      edges: [
        ['1.1', 'M2.1'],
        ['9.9', 'M2.1'],
      ],
      missing_dep_ids: ['9.9'],
      done_ids: [],
    },
  ],
  [
    'merges a story that stands twice',
    '## Epic 1: A\n### Story 1.1: Boil\n## Epic 1: A\n### Story 1.1: Boil the water\n',
    { ids: ['1.1'], waves_or_phases: 1 },
  ],
  [
    'T20: keeps two stories with one number apart',
    '## Epic 1: A\n### Story 1.1: Boil\n### Story 1.1: Pour\n',
    { ids: ['1.1', '1.1#2'], notes: ['2 NOTE_DOCUMENT_ORDER', '3 NOTE_DUPLICATE_ID'] },
  ],
  [
    'reads prerequisites and a status',
    '## Epic 1: A\n### Story 1.1: Boil ✅\n### Story 1.2: Pour\n**Prerequisites:** Story 1.1\n**Status:** done\n',
    { edges: [['1.1', '1.2']], done_ids: ['1.1', '1.2'] },
  ],
  [
    'says what else a story needs',
    '## Epic 1: A\n### Story 1.1: Boil\n**Depends on:** the tap\n',
    { edges: [], notes: ['3 NOTE_EXTERNAL_DEPENDENCY'] },
  ],
  [
    'T9: boxes of criteria are criteria, other boxes are parts',
    '## Epic 1: A\n### Story 1.1: Boil\n- [ ] part\n#### Acceptance Criteria\n- [ ] hot\n',
    { n_subtasks: 1, verification_count: 1 },
  ],
  [
    'T51: asks a person',
    '## Epic 1: A\nWait for approval of the owner.\n### Story 1.1: Boil\n',
    { gates: ['1.1 Wait for approval of the owner.'] },
  ],
]);

formatTable('bmad', [
  [
    'joins the sprint, the stories and the epics; the status that is not done counts',
    folder({
      'sprint-status.yaml': sprint('epic-1: in-progress', '1-1-boil: done', '1-2-pour: backlog', '1-3-drink: done'),
      'epics.md': `${epics}### Story 1.2: Pour it\n**Acceptance Criteria:**\n- slowly\n`,
      'stories/1-1-boil.md': story('done', '- [x] Task 1: a\n  - [x] b\n'),
      'stories/1-3-drink.md': story('review', '- [ ] Task 1: a\n'),
      'stories/9-9-other.md': story('review', '- [ ] Task 1: a\n'),
    }),
    {
      ids: ['1-1-boil', '1-2-pour', '1-3-drink'],
      done_ids: ['1-1-boil'],
      n_subtasks: 3,
      verification_count: 7,
      waves_or_phases: 1,
    },
  ],
  [
    'reads story files by themselves, in the order of their numbers',
    folder({
      'stories/1-10-b.md': story('Draft', '- [ ] Task 1: a\n'),
      'stories/1-9-a.md': story('ready-for-dev', '- [ ] Task 1: a\n'),
    }),
    {
      ids: ['1-9-a', '1-10-b'],
      shape: ['1-9-a', '1-10-b<~1-9-a'],
      gates: ['1-10-b The story is a draft; a person must approve it'],
    },
  ],
]);

formatTable('bmad-epics', [
  [
    'takes an item that is called AC1 for a criterion, without a label above',
    '# Epics\n## Epic 1: A\n### Story 1.1: x\n- AC1: works\n- AC2: `npm test` passes\n### Story 1.2: y\n**Blocked by:** Story 1.1\n',
    { verification_count: 2 },
  ],
]);

formatTable('bmad-sprint', [
  [
    'reads what a story waits on under other names of that field',
    'epics:\n  epic-1:\n    stories:\n      1-1-a: {status: done}\n      1-2-b: {status: backlog, depends_on: [], blocked_by: 1-1-a}\n',
    { edges: [['1-1-a', '1-2-b']] },
  ],
]);
