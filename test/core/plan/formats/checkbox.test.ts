import { detects, formatTable } from './format-table';

const box = (text: string, mark = ' ') => `- [${mark}] ${text}\n`;
const graph = (...edges: string[]) => `\`\`\`mermaid\nflowchart TD\n${edges.join('\n')}\n\`\`\`\n`;

detects('checkbox', [
  ['with boxes', box('a'), true],
  ['with anything', 'Just text.\n', true],
]);

formatTable('checkbox', [
  ['reads a single heading as the hint says', '# P\n\n### Phase 1: Lint\n\nRun the linter.\n', { ids: ['1'] }],
  ['reads a single task heading', '### Task 1: Lint\n', { ids: ['1'] }],
  ['reads no prose as work', '# P\n\n## Notes\n\nRun it.\n', { ids: [], problems: ['1 PLAN_NO_TASKS'] }],
  [
    'what is asked behind the last task of a section holds for the next one with tasks',
    '## Phase 1: A\n- [ ] a\n\nBob must sign off by then: needs approval\n\n## Words\nx\n## Phase 2: B\n- [ ] b\n## Phase 3: C\n- [ ] c\n',
    { gates: ['2 Bob must sign off by then: needs approval'] },
  ],
  [
    'has what names an earlier task wait for the checkpoint between them as well',
    '- [ ] 1. Build\n- [ ] 2. Checkpoint: ask the user before going on\n- [ ] 3. Deploy (depends on 1)\n',
    { shape: ['1', '2<~1', '3<1,~2'], notes: ['1 NOTE_DOCUMENT_ORDER', '2 NOTE_HUMAN_GATE', '3 NOTE_DOCUMENT_ORDER'] },
  ],
  [
    'has it wait for the checkpoint of an earlier section, too',
    '## Phase 1\n- [ ] Build the site\n- [ ] Human approval of the site\n\n## Phase 2\n- [ ] Point DNS (depends on: Build the site)\n',
    { shape: ['1', '2<~1', '3<1,~2'] },
  ],
  [
    'lets it pass a task that is only done by a person',
    '- [ ] 1. Build\n- [ ] 2. Publish the docs (needs approval)\n- [ ] 3. Announce (depends on 1)\n',
    { shape: ['1', '2<~1', '3<1'] },
  ],
  [
    'hears columns of a table that ask for a person',
    '| Task | Type | Gate |\n|---|---|---|\n| Turn the key | manual | |\n| Build | auto | no |\n| Ship | checkpoint | |\n| Tell | auto | CTO |\n',
    { gates: ['1 Type: manual', '3 Type: checkpoint', '4 Gate: CTO'] },
  ],
  [
    'does not say of headings that are the tasks that they were left out',
    '# Move\n\n## Task 1: Inventory\n\nList all.\n\n## Task 2: Copy\n\nCopy them.\n',
    { ids: ['1', '2'], notes: ['3 NOTE_LIST_CHOSEN', '3 NOTE_DOCUMENT_ORDER'] },
  ],
  [
    'asks before a task that says that it is manual, not before one that names a manual',
    '- [ ] a\n  - manual: true\n- [ ] b\n  **Manual**: yes\n- [ ] c\n  Manual: see docs\n- [ ] d\n  manual: no\n',
    { gates: ['1 A person must do this', '2 A person must do this'] },
  ],
  [
    'goes on in order behind a task that is left out',
    '- [ ] a\n- [ ] ~~b~~\n- [ ] ~~c~~\n- [ ] d\n',
    { shape: ['1', '2<~1', '3<~1', '4<~1'] },
  ],
  [
    'says nothing of sections that hold no boxes, where a list is read instead',
    '# P\n## Steps\n1. Dump\n2. Switch traffic (manual)\n3. Clean up\n',
    {
      gates: ['2 The plan says "Switch traffic (manual)"'],
      notes: ['3 NOTE_LIST_CHOSEN', '3 NOTE_DOCUMENT_ORDER'],
    },
  ],
  [
    'reads boxes below Acceptance as criteria',
    '- [ ] a\n  - Acceptance:\n    - [ ] b\n    - [ ] `npm test`\n',
    { n_subtasks: 0, verification_count: 2 },
  ],
  [
    'believes boxes in a list that is only called Todo',
    '# TODO\n- [x] a\n- [ ] b\n',
    { done_ids: ['1'], notes: ['2 NOTE_DOCUMENT_ORDER', '2 NOTE_DONE'] },
  ],
  [
    'believes them under a heading Todo without other columns',
    '# Plan\n## Todo\n- [x] a\n- [ ] b\n',
    { done_ids: ['1'] },
  ],
  ['believes the columns of a board', '## Todo\n- [x] a\n## Done\n- [ ] b\n', { done_ids: ['2'] }],
  // What a box is
  [
    'T9 reads boxes as tasks, nested ones as subtasks',
    `${box('a')}  ${box('b', 'x')}    ${box('c')}${box('d', 'X')}`,
    { n_tasks: 2, n_subtasks: 2, done_ids: ['2'] },
  ],
  [
    'T9 reads boxes of criteria as criteria',
    `${box('a')}## Testing checklist\n${box('b')}## Acceptance criteria\n${box('c')}`,
    { n_tasks: 1, verification_count: 2 },
  ],
  ['T10 takes no legend for a box', `- [P] tasks = different files\n${box('a')}`, { n_tasks: 1 }],
  [
    'T12 reads what is in progress or optional',
    `${box('a', '-')}- [ ]* b\n${box('c (optional)')}`,
    { n_tasks: 3, done_ids: [] },
  ],
  [
    'T13 reads ordered boxes',
    '## Checklist\n1. [ ] **a**:\n   - more\n2. [x] b\n',
    { ids: ['1', '2'], done_ids: ['2'], n_subtasks: 0 },
  ],
  [
    'T14 reads no hidden boxes',
    `${box('a')}\`\`\`\n${box('b')}\`\`\`\n<!-- ${box('c').trim()} -->\n`,
    { n_tasks: 1, notes: ['2 NOTE_HIDDEN_BOXES'].map((note) => note.replace('2', '3')).concat('5 NOTE_HIDDEN_BOXES') },
  ],
  [
    'T16 leaves out rollback, risks and exclusions',
    `${box('a')}## Rollback\n${box('b')}## Exclusions\n${box('c')}## Future\n${box('d')}`,
    { n_tasks: 1, notes: ['3 NOTE_LEFT_OUT', '5 NOTE_LEFT_OUT', '7 NOTE_LEFT_OUT'] },
  ],

  // Phases
  [
    'counts phases, also those without tasks',
    `## Phase 1: A\n${box('a')}## Phase 2: B\ntext\n## Phase 3: C\n### Now\n${box('b')}`,
    { n_tasks: 2, waves_or_phases: 3 },
  ],
  ['reads every word for a phase', `### Week 1: A\n${box('a')}### Week 2-3: B\n${box('b')}`, { waves_or_phases: 2 }],
  [
    'reads phases in numbered chapters',
    `## 2. Phase 1: A\n## 3. Phase 2: B\n## 4. Rest\n${box('a')}`,
    { waves_or_phases: 2 },
  ],
  [
    'reads translated phases and Chinese numerals',
    `## 阶段一：甲\n${box('a')}## 阶段二：乙\n${box('b')}## Etapa 3: C\n${box('c')}`,
    { waves_or_phases: 2, n_tasks: 3 },
  ],
  ['reads Fase and 第一阶段', `## Fase 1: A\n${box('a')}## 第二阶段：B\n${box('b')}`, { waves_or_phases: 2 }],
  ['reads letters and roman numerals', `## Phase A: x\n${box('a')}## Phase II: y\n${box('b')}`, { waves_or_phases: 2 }],
  [
    'T26 keeps two tracks that number alike',
    `# Web\n## Phase 1: A\n${box('a')}## Phase 2: B\n${box('b')}# App\n## Phase 1: C\n${box('c')}## Phase 2: D\n${box('d')}`,
    { waves_or_phases: 4 },
  ],
  [
    'counts outer groups only',
    `## Phase 1: A\n### Week 1\n${box('a')}### Week 2\n${box('b')}## Phase 2: B\n### Week 3\n${box('c')}`,
    { waves_or_phases: 2 },
  ],
  [
    'does not count phases of phases',
    `## Phase 1: A\n### Phase 1.1: x\n${box('a')}### Phase 1.2: y\n${box('b')}`,
    { waves_or_phases: 1 },
  ],
  [
    'does not count when a phase is complete',
    `## Phase 1: A\n${box('a')}## Phase 1 complete when\n- x\n`,
    { waves_or_phases: 1, verification_count: 1 },
  ],
  [
    'does not count steps as phases',
    `## Step 4: A\n${box('a')}## Step 4a: B\n${box('b')}## Step 5: C\n${box('c')}`,
    { waves_or_phases: 1, n_tasks: 3 },
  ],
  [
    'keeps tasks before the first phase',
    `## Done\n${box('a', 'x')}## Phase 1: A\n${box('b')}`,
    { n_tasks: 2, waves_or_phases: 1, done_ids: ['1'] },
  ],

  // Status
  [
    'T37 lets columns of a board decide',
    `## To Do\n${box('a')}## In Progress\n${box('b')}## Done\n${box('c', 'x')}`,
    { done_ids: ['3'], notes: ['2 NOTE_DOCUMENT_ORDER', '6 NOTE_DONE'] },
  ],
  [
    'T37 also against their boxes, and says so',
    `## 待办\n${box('a', 'x')}## 已完成\n${box('b')}`,
    {
      done_ids: ['2'],
      notes: ['2 NOTE_STATUS_CONFLICT', '2 NOTE_DOCUMENT_ORDER', '4 NOTE_STATUS_CONFLICT', '4 NOTE_DONE'],
    },
  ],
  [
    'T39 notes a heading that is done above empty boxes',
    `## Setup ✅\n${box('a')}${box('b')}`,
    { done_ids: [], notes: ['1 NOTE_STATUS_CONFLICT', '2 NOTE_DOCUMENT_ORDER'] },
  ],
  ['T40 a check mark in a title is none of a box', box('✅ a'), { done_ids: [] }],
  [
    'notes a report',
    `# Status Report\n${box('a', 'x')}${box('b')}`,
    { n_tasks: 2, notes: ['1 NOTE_STATUS_DOCUMENT', '2 NOTE_DOCUMENT_ORDER', '2 NOTE_DONE'] },
  ],

  // Ids
  ['T25 keeps numbers that start late or jump', `${box('14. a')}${box('17. b')}`, { ids: ['14', '17'] }],
  [
    'T20 keeps a ticket that stands twice',
    `${box('FIX-1 a')}${box('FIX-1 b')}`,
    { ids: ['FIX-1', 'FIX-1#2'], notes: ['1 NOTE_DOCUMENT_ORDER', '2 NOTE_DUPLICATE_ID'] },
  ],

  // The same list twice
  [
    'T44 merges a checklist with the headings of its steps',
    `${box('Step 1: Boil')}${box('Step 2: Pour')}\n## Step 1: Boil\n**Files:** \`a.c\`\n- hot\n### Acceptance criteria\n- it boils\n## Step 2: Pour the tea\n${box('take a cup')}`,
    { ids: ['1', '2'], n_subtasks: 1, verification_count: 1 },
  ],
  [
    'T44 takes a summary of the headings for a repeat',
    `## Step 1: Boil\n${box('coil')}${box('lid')}## Step 2: Pour\n${box('cup')}## Summary\n${box('Step 1: Boil')}${box('Step 2: Pour')}`,
    { n_tasks: 3 },
  ],
  [
    'T19 T44 reads a list that stands twice once',
    `## All\n${box('a')}${box('b')}${box('c')}## Remaining\n${box('b')}${box('c')}`,
    { n_tasks: 3 },
  ],
  [
    'T37 a list that stands twice with other marks is open',
    `## All\n${box('a', 'x')}${box('b', 'x')}## Remaining\n${box('a')}${box('b', 'x')}`,
    { n_tasks: 2, done_ids: ['2'], notes: ['2 NOTE_DOCUMENT_ORDER', '3 NOTE_DONE', '5 NOTE_STATUS_CONFLICT'] },
  ],

  // Graphs
  [
    'reads what waits on what from a graph',
    `${box('Step 1: Boil')}${box('Step 2: Cup')}${box('Step 3: Pour')}${box('Step 4: Drink')}${graph('S1[Step 1: Boil] --> S3[Pour]', 'S2 -->|then| S3', 'S3 --> S4')}`,
    {
      edges: [
        ['1', '3'],
        ['2', '3'],
        ['3', '4'],
      ],
      shape: ['1', '2', '3<1,2', '4<3'],
    },
  ],
  [
    'reads chains and several at once',
    `${box('1. a')}${box('2. b')}${box('3. c')}${graph('T1 & T2 --> T3')}`,
    {
      edges: [
        ['1', '3'],
        ['2', '3'],
      ],
    },
  ],
  [
    'a graph of something else says nothing',
    `${box('1. a')}${box('2. b')}${graph('User --> Api', 'Api --> Db')}`,
    { edges: [], shape: ['1', '2<~1'] },
  ],
  [
    'tasks that a graph leaves out keep their order',
    `${box('1. a')}${box('2. b')}${box('3. c')}${graph('T1 --> T2')}`,
    { shape: ['1', '2<1', '3<~2'] },
  ],
  [
    'T35 refuses a graph that is a cycle',
    `${box('1. a')}${box('2. b')}${graph('T1 --> T2', 'T2 --> T1')}`,
    { has_cycle: true, problems: ['1 PLAN_CYCLE'] },
  ],

  // Headings that are the tasks
  [
    'reads headings of tasks above ordered boxes, which are criteria',
    `#### Task 2.1: A\n1. [ ] x\n2. [ ] y\n#### Task 2.2: B ✅\n1. [x] z\n`,
    { ids: ['2.1', '2.2'], verification_count: 3, n_subtasks: 0, done_ids: ['2.2'] },
  ],
  [
    'reads headings of tasks above boxes, which are parts',
    `## Phase 1: P\n### Task 1: A\n${box('x')}${box('y')}### Task 2: B\n${box('z')}**Acceptance Criteria:**\n${box('ok')}`,
    { ids: ['1', '2'], n_subtasks: 3, verification_count: 1, waves_or_phases: 1 },
  ],

  // No boxes
  [
    'reads a numbered list under steps',
    '# P\n## Steps\n1. a\n2. b\n   - more\n3. c\n',
    { ids: ['1', '2', '3'], shape: ['1', '2<~1', '3<~2'] },
  ],
  [
    'reads Chinese chapters that are steps',
    '# P\n## 一、准备\nx\n## 二、实施\ny\n## 三、上线\nz\n',
    { ids: ['1', '2', '3'] },
  ],
  [
    'does not take chapters for steps',
    '# P\n## 1. Overview\nx\n## 2. Goals\ny\n## 3. Work\n1. a\n2. b\n',
    { ids: ['1', '2'] },
  ],
  [
    'reads numbered headings with finished ones in a table',
    '# P\n## Done\n| # | What |\n|---|---|\n| 1 | a |\n| 2 | b |\n## Open\n### 3. C\nx\n### 4. D\ny\n',
    { ids: ['1', '2', '3', '4'], done_ids: ['1', '2'] },
  ],
  ['reads a board of bullets', '## Todo\n- a\n- b\n## Done\n- c\n', { n_tasks: 3, done_ids: ['3'] }],
  ['reads bullets under tasks', '# TODO\n## Tasks\n- a\n- b\n', { n_tasks: 2 }],
  ['reads a text that is one list', '1. a\n2. b (depends: 1)\n', { ids: ['1', '2'], edges: [['1', '2']] }],
  [
    'T17 reads a table of tasks',
    '## Work\n| ID | Task | Status | Depends |\n|---|---|---|---|\n| T1 | a | ✅ Done | - |\n| T2 | b | Todo | T1 |\n',
    { ids: ['T1', 'T2'], done_ids: ['T1'], edges: [['T1', 'T2']] },
  ],
  [
    'reads steps that start again in each phase',
    '## Phase 1: A\n### Step 1: x\n### Step 2: y\n## Phase 2: B\n### Step 1: z\n',
    { ids: ['1.1', '1.2', '2.1'], waves_or_phases: 2 },
  ],
  [
    'T46 finds no tasks in prose',
    '# P\n## Idea\nJust text.\n- a point\n',
    { n_tasks: 0, problems: ['1 PLAN_NO_TASKS'] },
  ],
  [
    'T51 keeps a gate in frontmatter that is late, also without boxes',
    '# P\n---\ntitle: x\nautonomous: false\n---\n## Steps\n1. a\n2. b\n',
    { gates: ['1 autonomous: false'] },
  ],
  [
    'T51 keeps a gate of a section without boxes',
    '# P\n## Context\nDo not proceed without a yes.\n## Work\n- [ ] a\n- [ ] b\n',
    { gates: ['1 Do not proceed without a yes.'] },
  ],
  [
    'T51 keeps the gate of a heading above a list',
    '# P\n## Phase 1: Build\n### Steps\n1. a\n2. b\n## Phase 2: Publish (manual)\n### Steps\n1. c\n2. d\n3. e\n',
    { gates: ['1', '2', '3'].map((no) => `${no} The plan says "Phase 2: Publish (manual)"`) },
  ],
  [
    'T51 takes a person that a task needs for a gate, and for no missing task',
    '- [ ] a\n- [ ] b (needs approval)\n- [ ] c (needs human)\n- [ ] d\n',
    {
      shape: ['1', '2<~1', '3<~2', '4<~3'],
      gates: ['2 The plan says "needs approval"', '3 The plan says "needs human"'],
      notes: ['1 NOTE_DOCUMENT_ORDER', '2 NOTE_HUMAN_GATE', '3 NOTE_HUMAN_GATE'],
    },
  ],
  [
    'keeps the order of the document when a task waits on something unknown',
    '- [ ] a\n- [ ] b (needs lunch)\n- [ ] c\n- [ ] d (depends: a)\n## Next\n- [ ] e (needs tea)\n- [ ] f\n',
    { shape: ['1', '2<~1', '3<~2', '4<1', '5<~3,~4', '6<~5'] },
  ],
  [
    'takes a sentence with a command under Verification for a criterion',
    '- [ ] a\n## Verification\nRun `npm test` and check.\nLook at it.\n',
    { verification_count: 1 },
  ],
  [
    'T51 reads boxes below a head such as that of GSD, and waits for the person that it asks for',
    '---\n{"phase": "02-whistle", "plan": 1, "autonomous": false}\n---\n# Whistle\n- [ ] Bend\n- [ ] Test\n',
    { ids: ['1', '2'], gates: ['1 autonomous: false'] },
  ],
  [
    'notes where a task and its parts disagree (T42)',
    '- [x] a\n  - [ ] b\n- [ ] c\n  - [x] d\n',
    { notes: ['1 NOTE_STATUS_CONFLICT', '1 NOTE_DOCUMENT_ORDER', '1 NOTE_DONE', '3 NOTE_STATUS_CONFLICT'] },
  ],
  [
    'makes no cycle of what waits on something unknown',
    '- [ ] a (depends: b)\n- [ ] b (needs lunch)\n',
    { has_cycle: false, gates: ['2 The plan says "needs lunch"'] },
  ],
  [
    'T51 takes a tag that asks for a person for a gate, and for no id',
    '- [ ] [MANUAL] rotate keys\n- [ ] [HUMAN] d\n- [ ] [T1] x\n',
    { ids: ['1', '2', 'T1'], gates: ['1 The plan says "[MANUAL] rotate keys"', '2 The plan says "[HUMAN] d"'] },
  ],
  [
    'T51 hears the ways in which people ask for a person',
    '- [ ] GATE: CTO approves\n- [ ] Sign off by Ann\n- [ ] Manual: owner check\n- [ ] Manual verification by QA\n- [ ] Manual QA on staging\n- [ ] STOP and wait for review\n- [ ] Ask Bob before deploying\n- [ ] wait for me before you deploy\n',
    {
      gates: [
        '1 The plan says "GATE: CTO approves"',
        '2 The plan says "Sign off by Ann"',
        '3 The plan says "Manual: owner check"',
        '4 The plan says "Manual verification by QA"',
        '5 The plan says "Manual QA on staging"',
        '6 The plan says "STOP and wait for review"',
        '7 The plan says "Ask Bob before deploying"',
        '8 The plan says "wait for me before you deploy"',
      ],
    },
  ],
  [
    'asks nobody because of a text about manual work',
    '- [ ] Write the manual test plan document\n- [ ] Stop the server and wait for the port\n- [ ] Sign the build\n',
    { gates: [] },
  ],
]);

formatTable('checkbox', [
  [
    'reads ids in bold and in code, and before a dash',
    '- [ ] **FIX-1**: crash\n- [ ] `FIX-2`: leak\n- [ ] FIX-3 — docs\n- [ ] **FIX-4 - tests** (depends: FIX-1)\n- [ ] **T7**: ship\n',
    { ids: ['FIX-1', 'FIX-2', 'FIX-3', 'FIX-4', 'T7'] },
  ],
  [
    'writes out ranges of any ids',
    '- [ ] FIX-1: a\n- [ ] FIX-2: b\n- [ ] FIX-3: c\n- [ ] FIX-4: d (depends on: FIX-1..FIX-3)\n- [ ] FIX-5: e, after FIX-1 through FIX-2\n- [ ] 1.1 f\n- [ ] 1.2 g\n- [ ] h (depends: 1.1-1.2)\n',
    {
      edges: [
        ['FIX-1', 'FIX-4'],
        ['FIX-2', 'FIX-4'],
        ['FIX-3', 'FIX-4'],
        ['FIX-1', 'FIX-5'],
        ['FIX-2', 'FIX-5'],
        ['1.1', '8'],
        ['1.2', '8'],
      ],
    },
  ],
  [
    'hears every word for waiting: in brackets, behind a dash, in emphasis, by a sign, on a line below',
    '- [ ] 1. a\n- [ ] 2. b (blockedBy: 1)\n- [ ] 3. c — prerequisite: 1\n- [ ] 4. d _Depends: 1_\n- [ ] 5. e ← 1\n- [ ] 6. f <- 1\n- [ ] 7. g | after: 1 | est: 30m\n- [ ] 8. not before 1\n- [ ] 9. i\n  - **Prerequisite:** Task 1\n- [ ] 10. j only when 1 is merged\n- [ ] 11. k (no dependencies)\n',
    {
      shape: ['1', '2<1', '3<1', '4<1', '5<1', '6<1', '7<1', '8<1', '9<1', '10<1', '11'],
      n_tasks: 11,
    },
  ],
  [
    'takes what names no task for a remark',
    '- [ ] 1. a\n- [ ] 2. Upgrade 15 → 16\n- [ ] 3. c\n  - Requires: Node 20\n- [ ] 4. Wait for rain\n',
    { shape: ['1', '2<~1', '3<~2', '4<~3'], missing_dep_ids: [] },
  ],
  [
    'takes numbered headings for the tasks where most of them have no box',
    '# Plan\n### 1. Set up\nDo it\n### 2. Core ✅\nDo it\n### 3. Ship\n- [ ] tag\n- [ ] publish\n### 4. Tidy\n',
    { ids: ['1', '2', '3', '4'], done_ids: ['2'], n_subtasks: 2 },
  ],
  [
    'says which numbered heading has no box where most have some',
    '## 1. Build\n- [ ] a\n## 2. Talk\nTo all.\n## 3. Ship\n- [ ] b\n',
    { ids: ['1', '2'], notes: ['2 NOTE_DOCUMENT_ORDER', '3 NOTE_LEFT_OUT'] },
  ],
]);

formatTable('checkbox', [
  [
    'reads arrows and sentences of a section on dependencies',
    '- [ ] 1. a\n- [ ] 2. b\n- [ ] 3. c\n- [ ] 4. d\n- [ ] 5. e\n## Dependencies\n1 → 2\n- Task 3 depends on Task 1\n- 2 and 3 block 9\n- Task 3 must be done before Task 4\n- Tasks need tea\n',
    {
      shape: ['1', '2<1', '3<1', '4<3', '5<~2,~4'],
      notes: ['7 NOTE_DEPENDENCY_READ', '8 NOTE_DEPENDENCY_READ', '10 NOTE_DEPENDENCY_READ'],
    },
  ],
]);
