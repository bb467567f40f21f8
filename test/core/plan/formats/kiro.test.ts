import { detects, formatTable } from './format-table';

const HEAD = '# Implementation Plan\n\n';
const box = (text: string, mark = ' ') => `- [${mark}] ${text}\n`;
const req = (ids: string) => `  - _Requirements: ${ids}_\n`;
const at = (text: string) => ({ text, fileName: '.kiro/specs/kettle/tasks.md' });

detects('kiro', [
  ['by its head, tasks and parts', HEAD + box('1. a') + box('1.1 b'), true],
  ['by its references', box('1. a') + req('1.1'), true],
  ['by its place', at(box('a')), true],
  [
    'by translated headings with a status',
    '### タスク1-1: a\n**ステータス**: 完了\n### タスク1-2: b\n**ステータス**: 未着手\n',
    true,
  ],
  [
    'by headings with ids and dependencies',
    '### **Task T-001: a** 📁\n**Dependencies**: None\n### **Task T-002: b** 📁\n**Dependencies**: T-001\n',
    true,
  ],
  ['not by numbers alone', box('1. a') + box('2. b'), false],
  ['not by groups of OpenSpec', `## 1. A\n${box('1.1 a')}`, false],
]);

formatTable('kiro', [
  [
    'says of numbers without a box that they are none',
    `${HEAD + box('1. a') + req('1.1')}- 2. b\n${box('3. c')}4. d\n`,
    { ids: ['1', '3'], notes: ['3 NOTE_DOCUMENT_ORDER', '5 NOTE_LEFT_OUT'] },
  ],
  [
    'has what names an earlier task wait for the checkpoint between them as well',
    HEAD + box('1. Build') + req('1.1') + box('2. Checkpoint: all green') + box('3. Switch traffic (depends on 1)'),
    { shape: ['1', '2<~1', '3<1,~2'] },
  ],
  [
    'reads what a heading of a task says, marks and disagreements',
    {
      text: '# Tasks\n## Task T-001: Boil (depends on T-003)\n**Status**: done\n- [ ] coil\n- [x] lid\n## Task T-002: Tell [P]\n- [!] tone\n## Task T-003: Tune [P]\ntext\n',
      fileName: '.kiro/specs/k/tasks.md',
    },
    {
      ids: ['T-001', 'T-002', 'T-003'],
      n_subtasks: 3,
      edges: [['T-003', 'T-001']],
      gates: ['T-002 It is marked [!]'],
      notes: ['2 NOTE_STATUS_CONFLICT', '2 NOTE_DOCUMENT_ORDER', '2 NOTE_DONE'],
    },
  ],
  [
    'runs no numbered box of a section that is named as no work',
    {
      text: '# Implementation Plan\n\n- [ ] 1. a\n- [ ] 2. b\n\n## Rollback\n- [ ] 3. revert\n- [ ] 3.1 drop\n### Database\n- [ ] 5. more\n\n## Success Criteria\n\n- [ ] 4. quick\n',
      fileName: '.kiro/specs/k/tasks.md',
    },
    {
      ids: ['1', '2'],
      verification_count: 1,
      notes: ['3 NOTE_DOCUMENT_ORDER', '7 NOTE_LEFT_OUT', '14 NOTE_CRITERIA_PLACED'],
    },
  ],
  [
    'finds a task that is named with the word for it',
    at('### タスク1-1: A\n- [ ] a\n### タスク1-2: B\n**依存関係**: タスク1-1\n- [ ] b\n'),
    { edges: [['1-1', '1-2']], missing_dep_ids: [], shape: ['1-1', '1-2<1-1'] },
  ],
  [
    'what waits on something unknown keeps the order of the document',
    at('### Task T-1: A\n- [ ] a\n### Task T-2: B\n**Dependencies**: T-9\n- [ ] b\n'),
    { missing_dep_ids: ['T-9'], shape: ['T-1', 'T-2<~T-1'] },
  ],
  [
    'tells tasks and parts by number, indented or not',
    `${HEAD}${box('1. a', 'x')}  - detail\n${req('1.1, 2.3')}${box('2. b')}${box('2.1 c')}${req('3.1')}  - [ ] 2.2. d\n`,
    { ids: ['1', '2'], subtask_ids: ['2.1', '2.2'], done_ids: ['1'], shape: ['1', '2<~1'], n_subtasks: 2 },
  ],
  [
    'T12: reads [-] as in progress and [ ]* as optional',
    `${HEAD}${box('1. a', '-')}- [ ]* 1.1 b\n- [ ]* 2. c\n`,
    { ids: ['1', '2'], done_ids: [] },
  ],
  [
    'runs (P) tasks side by side',
    at(box('1. a') + box('2. (P) b') + box('3. (P) c') + box('(P) 4. d') + box('5. e')),
    { shape: ['1', '2<~1', '3<~1', '4<~1', '5<~2,~3,~4'] },
  ],
  ['T25: begins at any number', at(box('17. a') + box('17.1 b')), { ids: ['17'], subtask_ids: ['17.1'] }],
  [
    'T42: trusts the mark of each, and says where they differ',
    at(box('1. a') + box('1.1 b', 'x') + box('2. c', 'x') + box('2.1 d')),
    {
      done_ids: ['2'],
      notes: ['1 NOTE_DOCUMENT_ORDER', '1 NOTE_STATUS_CONFLICT', '3 NOTE_STATUS_CONFLICT', '3 NOTE_DONE'],
    },
  ],
  [
    'merges a number that stands twice with one text',
    at(box('1. a', 'x') + box('1. a')),
    { ids: ['1'], done_ids: [], notes: ['2 NOTE_STATUS_CONFLICT'] },
  ],
  ['T20: keeps two tasks with one number apart', at(box('1. a') + box('1. b')), { ids: ['1', '1#2'] }],
  ['numbers boxes without a number', at(`${box('a')}  - [x] b\n${box('c')}`), { ids: ['#1', '#2'], n_subtasks: 1 }],
  [
    'reads headings that count as tasks, whose boxes have no numbers',
    at('### 1. Boiler\n- [x] Coil\n- [ ] Lid\n  - _Requirements: 1.1_\n### 2. Whistle\n- [x] Valve\n'),
    { ids: ['1', '2'], n_subtasks: 3, done_ids: ['2'] },
  ],
  ['reads parts without their task as tasks', at(`## 1. A\n${box('1.1 a')}${box('1.2 b')}`), { ids: ['1.1', '1.2'] }],
  ['T13: reads ordered boxes', at('1. [ ] a\n2. [x] b\n'), { ids: ['1', '2'], done_ids: ['2'] }],
  [
    'orders by number, not by place',
    at(box('2. b') + box('1. a') + box('3. c')),
    { ids: ['2', '1', '3'], shape: ['2<~1', '1', '3<~2'] },
  ],
  [
    'reads what a part waits on',
    at(`${box('1. a')}${box('1.1 b')}${box('2. c')}${box('2.1 d')}  - _Depends: 1.1, 2.0_\n`),
    { edges: [['1', '2']] },
  ],
  [
    'T9: reads boxes of criteria as criteria',
    at(`${box('1. a')}## Acceptance Criteria\n- [ ] it boils\n`),
    { n_tasks: 1, verification_count: 1 },
  ],
  [
    'T14: finds nothing in fences',
    at(`${box('1. a')}\`\`\`\n- [ ] 2. b\n\`\`\`\n`),
    { ids: ['1'], notes: ['3 NOTE_HIDDEN_BOXES'] },
  ],
  [
    'T51: a checkpoint waits for a person, also as a part',
    at(
      box('1. a') +
        box('1.1 b') +
        box('2. Checkpoint - ask the user if questions arise') +
        box('3. c') +
        box('3.1 Human approval'),
    ),
    {
      gates: ['2 The plan says "Checkpoint - ask the user if questions arise"', '3 A part of it says "Human approval"'],
    },
  ],
  [
    'reads translated headings: boxes are steps, criteria are criteria',
    '### タスク1-1: 準備\n**ステータス**: 完了\n- [x] 手順\n**受入基準**:\n- 動く\n\n### タスク1-2: 実装\n**ステータス**: 未着手\n- [ ] 手順\n',
    { ids: ['1-1', '1-2'], done_ids: ['1-1'], n_subtasks: 2, verification_count: 1, shape: ['1-1', '1-2<~1-1'] },
  ],
  [
    'reads headings with ids, dependencies and durations',
    '### **Task T-001: Boil** 📁\n**Dependencies**: None\n**Duration**: 1 week\n**Acceptance Criteria**:\n- [ ] hot\n- [ ] not too hot\n\n### **Task T-002: Pour** 📁\n**Dependencies**: T-001\n\n### **Task T-003: Drink** 📁\n**Dependencies**: T-001, T-002\n',
    {
      ids: ['T-001', 'T-002', 'T-003'],
      edges: [
        ['T-001', 'T-002'],
        ['T-001', 'T-003'],
        ['T-002', 'T-003'],
      ],
      verification_count: 2,
      n_subtasks: 0,
    },
  ],
  [
    'reads Arabic text and digits',
    at('# خطة التنفيذ\n\n- [x] ١. إعداد\n- [ ] 2. تنفيذ\n  - _المتطلبات: 1.1_\n- [ ] 2.1 اختبار\n'),
    { ids: ['1', '2'], subtask_ids: ['2.1'], done_ids: ['1'] },
  ],
  [
    'reads boxes that lack a space, and says so',
    at(`${box('1. a')}-[ ] 2. b\n- [ ]2.1 c\n`),
    { ids: ['1', '2'], subtask_ids: ['2.1'], notes: ['1 NOTE_DOCUMENT_ORDER', '2 NOTE_NEAR_BOX'] },
  ],
  [
    'a number without a dot counts where boxes or headings count so, and is text elsewhere',
    at(`## Group 6: Check\n${box('6 run it')}## Rest\n${box('1 a')}${box('2 b')}${box('4 cups')}`),
    { ids: ['6', '1', '2', '#4'] },
  ],
]);
