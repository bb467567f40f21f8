import { detects, formatTable, type Row } from './format-table';

/** A task line, a phase with its lines: one line each. */
const task = (text: string, mark = ' ') => `- [${mark}] ${text}\n`;
const phase = (name: string, ...lines: string[]) => `## ${name}\n\n${lines.join('')}\n`;
const PLACE = 'specs/001-kettle/tasks.md';
const at = (text: string) => ({ text, fileName: PLACE });

detects('spec-kit', [
  ['by its ids', task('T001 Boil'), true],
  ['by its place, also without ids', at(task('Boil')), true],
  ['by what it was made from', `# Tasks: K\n**Input**: Design documents from \`/specs/001-k/\`\n${task('Boil')}`, true],
  ['by its branch', `# Tasks: K\n**Branch**: \`001-k\`\n${task('Boil')}`, true],
  ['by headings with ids', '### T-001: Boil\n**Status**: open\n', true],
  ['not where most boxes have none', task('T001 a') + task('b') + task('c') + task('d'), false],
  ['not by ids of two digits, which GSD-2 has', task('**T01: Boil**'), false],
  ['not in a roadmap', { text: task('T001 Boil'), fileName: '.planning/ROADMAP.md' }, false],
  ['not a list with other numbers in its place', at(task('1. Boil') + task('2. Pour')), false],
  ['not headings of tasks in its place', at(`### Task 1.1: a\n${task('b')}### Task 1.2: c\n${task('d')}`), false],
  ['not in the specs of Kiro', { text: task('1. Boil'), fileName: '.kiro/specs/001-k/tasks.md' }, false],
]);

formatTable('spec-kit', [
  [
    'has what names an earlier task wait for the checkpoint between them as well, in its phase',
    phase(
      'Phase 1: A',
      task('T001 Schema'),
      task('T002 CHECKPOINT: human approves the schema'),
      task('T003 Migrate (depends on T001)'),
    ) + phase('Phase 2: B', task('T004 Seed (depends on T001)')),
    { shape: ['T001', 'T002<~T001', 'T003<T001,~T002', 'T004<T001,~T002,~T003'] },
  ],
  [
    'says of an item that has the id of a task, and no box, that it is none',
    '- [ ] T001 a\n- [ ] T002 b\n- T003 c\n- T001 and T002 run side by side\n',
    { ids: ['T001', 'T002'], notes: ['1 NOTE_DOCUMENT_ORDER', '3 NOTE_LEFT_OUT'] },
  ],
  [
    'what is asked at the end of a phase holds for the next one',
    '## Phase 1: A\n- [ ] T001 a\n\nSTOP and wait for review\n\n## Phase 2: B\n- [ ] T002 b\n## Phase 3: C\n- [ ] T003 c\n',
    { gates: ['T002 STOP and wait for review'] },
  ],
  [
    'what waits on something unknown keeps the order of the document',
    '# Tasks: K\n## Phase 1: Setup\n- [ ] T001 a\n- [ ] T002 b (depends on T099)\n- [ ] T003 c\n',
    { missing_dep_ids: ['T099'], shape: ['T001', 'T002<~T001', 'T003<~T002'] },
  ],
  [
    'reads ids and tags in any order and form',
    [
      'T001 a',
      '**T002** [P] b',
      '`T003` c',
      '[T004] [US1] d',
      '[P] T005 e',
      'T-006: f',
      'TASK-007 g',
      'T008b h',
      'T100.1 i',
      'T9: j',
    ]
      .map((text) => task(text))
      .join(''),
    { ids: ['T001', 'T002', 'T003', 'T004', 'T005', 'T-006', 'TASK-007', 'T008b', 'T100.1', 'T9'] },
  ],
  [
    'T11: counts [X] as done',
    task('T001 a', 'X') + task('T002 b', 'x') + task('T003 c'),
    { done_ids: ['T001', 'T002'], n_tasks: 3 },
  ],
  [
    'runs [P] tasks side by side, the others in order, phase after phase',
    phase('Phase 1: Setup', task('T001 a'), task('T002 [P] b'), task('T003 [P] c'), task('T004 d')) +
      phase('Phase 2: More', task('T005 e')),
    {
      shape: ['T001', 'T002<~T001', 'T003<~T001', 'T004<~T002,~T003', 'T005<~T004'],
      waves_or_phases: 2,
      edges: [],
    },
  ],
  [
    'reads [P13] as a phase, not as parallel',
    task('T001 [P13] a') + task('T002 [P13] b'),
    { shape: ['T001', 'T002<~T001'] },
  ],
  [
    'lets nothing start before what stands above a task that says what it waits on',
    '## Phase 1: Setup\n- [ ] T001 a\n- [ ] T002 b\n## Phase 2: Core\n- [ ] T003 c (depends on T001)\n- [ ] T004 d\n- [ ] T005 e (depends on T001)\n- [ ] T006 f\n',
    { shape: ['T001', 'T002<~T001', 'T003<T001,~T002', 'T004<~T002,~T003', 'T005<T001,~T002', 'T006<~T004,~T005'] },
  ],
  [
    'lets user stories wait on the phases before them only, where the document says so',
    phase('Phase 2: Foundational', task('T001 a')) +
      phase('Phase 3: User Story 1 - Boil', task('T002 [US1] b'), task('T003 [US1] c')) +
      phase('Phase 4: User Story 2 - Pour', task('T004 [US2] d')) +
      phase('Phase 5: User Story 3 - Whistle', task('T005 [US3] e')) +
      phase('Phase 6: Polish', task('T006 f')) +
      '## Dependencies\n- User stories can then proceed in parallel\n- **User Story 3 (P3)**: Depends on US2\n',
    { shape: ['T001', 'T002<~T001', 'T003<~T002', 'T004<~T001', 'T005<~T004', 'T006<~T003,~T004,~T005'] },
  ],
  [
    'T26: counts a repeated phase, a final one and one with the letter N',
    phase('Phase 1: A', task('T001 a')) +
      phase('Phase 1: B', task('T002 b')) +
      phase('Phase N: Polish', task('T003 c')) +
      phase('Final Phase', task('T004 d')),
    { waves_or_phases: 4, n_tasks: 4 },
  ],
  [
    'reads phases in other languages',
    phase('阶段 1：准备', task('T001 a')) +
      phase('フェーズ2: 実装', task('T002 b')) +
      phase('Fase 3: Fim', task('T003 c')),
    { waves_or_phases: 3 },
  ],
  [
    'does not take phases of prose for phases',
    `${phase('Phase 1: A', task('T001 a'))}## Dependencies\n### Phase 1 (Sequential)\ntext\n`,
    { waves_or_phases: 1 },
  ],
  [
    'T10: leaves the legend alone',
    `## Format\n- [P] tasks = different files\n- **[P]**: can run in parallel\n\n${task('T001 a')}`,
    { n_tasks: 1 },
  ],
  [
    'T14: finds no tasks in fences and comments',
    `${task('T001 a')}\`\`\`\nTask: "T002 b"\n- [ ] T003 c\n\`\`\`\n<!--\n- [ ] T004 d\n-->\n`,
    { ids: ['T001'], notes: ['4 NOTE_HIDDEN_BOXES', '7 NOTE_HIDDEN_BOXES'] },
  ],
  [
    'T9: reads boxes of success criteria and checkpoints as criteria',
    phase('Phase 1: A', task('T001 a'), '**Checkpoint**: it boils\n', '**Independent Test**: lift the lid\n') +
      '## Success Criteria\n- [ ] SC-001 boils in four minutes\n- [ ] SC-002 no steam\n',
    { n_tasks: 1, verification_count: 4 },
  ],
  [
    'reads the list below a label of criteria',
    phase(
      'Phase 1: A',
      '**Independent Test Criteria**:\n',
      '- water is hot\n',
      '- lid is shut\n',
      '\n**Tasks**:\n',
      task('T001 a'),
    ),
    { n_tasks: 1, verification_count: 2 },
  ],
  [
    'numbers boxes of a phase that have no id by their place, also beside others that have one',
    phase('Phase 1: A', task('T001 a'), task('Update the README'), task('T002 b')),
    { ids: ['T001', '#2', 'T002'], n_subtasks: 0, verification_count: 0 },
  ],
  ...['**Checkpoint**:', '**Checkpoint**: it works', '**Verification**:', '### Checkpoint'].map(
    (label): Row => [
      `keeps boxes without an id below "${label}" as what must hold`,
      phase('Phase 1: A', task('T001 a'), `${label}\n`, task('All tests pass')),
      { ids: ['T001'], verification_count: label.endsWith('works') ? 2 : 1 },
    ],
  ),
  [
    'keeps boxes that say themselves that they must hold',
    phase('Phase 1: A', task('T001 a'), task('SC-001: It boils'), task('CHK001 It is safe')),
    { ids: ['T001'], verification_count: 2 },
  ],
  [
    'keeps a box below a task as a part of it',
    `${task('T001 a')}  - [x] first\n  - [ ] second\n  - a remark\n`,
    { n_tasks: 1, n_subtasks: 2 },
  ],
  [
    'T19: merges a line that is repeated',
    phase('Phase 1: A', task('T001 Boil the water in the kettle', 'x'), task('T002 b')) +
      phase('Remaining', task('T002 b'), task('T001 Boil the water in the kettle', 'x')),
    { ids: ['T001', 'T002'], done_ids: ['T001'] },
  ],
  [
    'counts a repeated line with two marks as open',
    task('T001 a', 'x') + task('T001 a'),
    { ids: ['T001'], done_ids: [], notes: ['2 NOTE_STATUS_CONFLICT'] },
  ],
  [
    'T20: keeps two tasks with one id apart',
    task('T001 Boil') + task('T001 Pour') + task('T001 Drink'),
    {
      ids: ['T001', 'T001#2', 'T001#3'],
      notes: ['1 NOTE_DOCUMENT_ORDER', '2 NOTE_DUPLICATE_ID', '3 NOTE_DUPLICATE_ID'],
    },
  ],
  [
    'reads dependencies behind the text',
    task('T001 a') + task('T002 b') + task('T003 c (depends on T001, T002)') + task('T004 d — depends on T001'),
    {
      edges: [
        ['T001', 'T003'],
        ['T002', 'T003'],
        ['T001', 'T004'],
      ],
      has_cycle: false,
    },
  ],
  [
    'T29: writes ranges out, and finds ids in other spellings',
    `${task('T001 a')}${task('T002 b')}${task('T003 c')}${task('T004 d (depends on T001-T003)')}${task('T005 e')}  - Depends on: T-1–T002\n`,
    {
      edges: [
        ['T001', 'T004'],
        ['T002', 'T004'],
        ['T003', 'T004'],
        ['T001', 'T005'],
        ['T002', 'T005'],
      ],
    },
  ],
  [
    'keeps an unknown id as missing',
    task('T001 a (depends on T099)'),
    { missing_dep_ids: ['T099'], edges: [['T099', 'T001']] },
  ],
  [
    'asks a person where it does not understand a dependency on words',
    task('T001 a') + task('T002 b (depends on the weather)'),
    { edges: [], shape: ['T001', 'T002<~T001'], notes: ['1 NOTE_DOCUMENT_ORDER', '2 NOTE_HUMAN_GATE'] },
  ],
  [
    'reads sentences about tasks',
    ['T001 a', 'T002 b', 'T003 c', 'T004 d', 'T005 e', 'T006 f'].map((text) => task(text)).join('') +
      '## Dependencies\n- T002 and T003 depend on T001\n- T004 blocks T005\n- T005 must complete before T006\n- T001 and T002 can run in parallel\n',
    {
      edges: [
        ['T001', 'T002'],
        ['T001', 'T003'],
        ['T004', 'T005'],
        ['T005', 'T006'],
      ],
    },
  ],
  [
    'reads arrows between tasks, not between phases',
    ['T001 a', 'T002 b', 'T003 c', 'T004 d'].map((text) => task(text)).join('') +
      '## Order\nT001 → T002 ∥ T003 → T004 (the chain)\n\nPhase 1 (T001-T002) → Phase 2 (T003-T004)\n\nSetup → Foundational\n',
    {
      edges: [
        ['T001', 'T002'],
        ['T001', 'T003'],
        ['T002', 'T004'],
        ['T003', 'T004'],
      ],
    },
  ],
  [
    'reads a mermaid graph, and then no sentences',
    task('T001 a') +
      task('T002 b') +
      task('T003 c') +
      '## Dependencies\n- T003 depends on T001\n```mermaid\ngraph TD\n  T001[T001: a (x)] --> T002[T002: b]\n  T001 & T002 -->|why| T003\n```\n',
    {
      edges: [
        ['T001', 'T002'],
        ['T001', 'T003'],
        ['T002', 'T003'],
      ],
    },
  ],
  [
    'T35: refuses a cycle, with its path',
    task('T001 a (depends on T002)') + task('T002 b (depends on T001)'),
    { has_cycle: true, problems: ['1 PLAN_CYCLE'] },
  ],
  [
    'T36: leaves out that a task waits on itself',
    task('T001 a (depends on T001)'),
    { edges: [], notes: ['1 NOTE_SELF_DEPENDENCY'] },
  ],
  [
    'reads tasks that are headings',
    '### T-001: Boil ✅\n**Depends on**: none\n### T-002: Pour\n**Depends on**: T-001\n**Acceptance Criteria**:\n- [ ] it is hot\n',
    { ids: ['T-001', 'T-002'], done_ids: ['T-001'], edges: [['T-001', 'T-002']], verification_count: 1 },
  ],
  ['numbers boxes where none has an id', at(task('a', 'x') + task('b')), { ids: ['#1', '#2'], done_ids: ['#1'] }],
  [
    'takes a finished list without ids for a report',
    at(`# Tasks: K\n${task('a', 'x')}${task('b', 'x')}`),
    { n_tasks: 0, problems: ['1 PLAN_NO_TASKS'], notes: ['2 NOTE_LEFT_OUT'] },
  ],
  [
    'T16: does not run what is put off',
    `${phase('Phase 1: A', task('T001 a'))}## Future\n${task('T002 b')}`,
    { ids: ['T001', 'T002'], notes: ['3 NOTE_DOCUMENT_ORDER', '6 NOTE_POSTPONED'] },
  ],
  [
    'does not run what takes the work back',
    `${phase('Phase 1: A', task('T001 a'))}## Rollback\n${task('T002 b')}`,
    { ids: ['T001', 'T002'], notes: ['3 NOTE_DOCUMENT_ORDER', '6 NOTE_POSTPONED'] },
  ],
  ['reads a struck task as left out', task('T001 a') + task('~~T002 b~~'), { n_tasks: 2, done_ids: [] }],
  [
    'T51: asks a person where a task or its section says so',
    phase('Phase 1: A', task('T001 a'), task('T002 Release (manual approval)')) +
      phase('Phase 2: B', 'Wait for sign-off before this phase.\n', task('T003 c')),
    { gates: ['T002 The plan says "Release (manual approval)"', 'T003 Wait for sign-off before this phase.'] },
  ],
  [
    'T5, T51: heeds a frontmatter that stands late',
    `# Tasks: K\n---\ntype: checkpoint\nautonomous: false\n---\n${task('T001 a')}`,
    { gates: ['T001 autonomous: false'] },
  ],
  [
    'T51: asks a person where a tag of a task says so',
    task('T001 [MANUAL] a') + task('T002 [P] [HUMAN] b') + task('[MANUAL] T003 c') + task('T004 d (needs approval)'),
    {
      ids: ['T001', 'T002', 'T003', 'T004'],
      gates: [
        'T001 The plan says "[MANUAL] a"',
        'T002 The plan says "[HUMAN] b"',
        'T003 The plan says "[MANUAL] c"',
        'T004 The plan says "needs approval"',
      ],
    },
  ],
]);
