import { verifies } from '../../support/verifies';
import { read } from './formats/format-table';

interface Written {
  /** Above the tasks of the second group. */
  readonly prose?: string;
  /** Below the task of the second group. */
  readonly below?: string;
  /** Its title. */
  readonly title?: string;
}

/** Plans of three groups with one task each; something is said of the second. */
const FORMATS: readonly (readonly [string, string, (written: Written) => string])[] = [
  [
    'checkbox',
    '',
    ({ prose = '', below = '', title = 'Lid' }) =>
      `# P\n## Phase 1: A\n- [ ] Pot\n## Phase 2: B\n${prose}\n- [ ] ${title}\n  ${below}\n## Phase 3: C\n- [ ] Tea\n`,
  ],
  [
    'spec-kit',
    'specs/001-k/tasks.md',
    ({ prose = '', below = '', title = 'Lid' }) =>
      `# Tasks: K\n## Phase 1: A\n- [ ] T001 Pot\n## Phase 2: B\n${prose}\n- [ ] T002 ${title}\n  ${below}\n## Phase 3: C\n- [ ] T003 Tea\n`,
  ],
  [
    'kiro',
    '.kiro/specs/k/tasks.md',
    ({ prose = '', below = '', title = 'Lid' }) =>
      `# Implementation Plan\n## A\n- [ ] 1. Pot\n## B\n${prose}\n- [ ] 2. ${title}\n  - ${below === '' ? 'x' : below}\n## C\n- [ ] 3. Tea\n`,
  ],
  [
    'openspec',
    'openspec/changes/k/tasks.md',
    ({ prose = '', below = '', title = 'Lid' }) =>
      `## 1. A\n- [ ] 1.1 Pot\n## 2. B\n${prose}\n- [ ] 2.1 ${title}\n  - ${below === '' ? 'x' : below}\n## 3. C\n- [ ] 3.1 Tea\n`,
  ],
  [
    'gsd-roadmap',
    '.planning/ROADMAP.md',
    ({ prose = '', below = '', title = 'Lid' }) =>
      `# Roadmap: K\n### Phase 1: Pot\n**Goal**: a\n### Phase 2: ${title}\n**Goal**: b\n\n${prose}${below}\n\n### Phase 3: Tea\n**Goal**: c\n`,
  ],
  [
    'superpowers',
    'docs/plans/2026-01-05-k.md',
    ({ prose = '', below = '', title = 'Lid' }) =>
      `# K Implementation Plan\n**Goal:** g\n## Phase 1: A\n### Task 1: Pot\n**Files:**\n- Modify: \`src/a.c\`\n## Phase 2: B\n${prose}\n### Task 2: ${title}\n**Files:**\n- Modify: \`src/b.c\`\n\n${below}\n## Phase 3: C\n### Task 3: Tea\n**Files:**\n- Modify: \`src/c.c\`\n`,
  ],
  [
    'bmad-epics',
    'epics.md',
    ({ prose = '', below = '', title = 'Lid' }) =>
      `# Epics\n## Epic 1: A\n### Story 1.1: Pot\n**Acceptance Criteria:**\n- x\n## Epic 2: B\n${prose}\n### Story 2.1: ${title}\n${below}\n**Acceptance Criteria:**\n- x\n## Epic 3: C\n### Story 3.1: Tea\n**Acceptance Criteria:**\n- x\n`,
  ],
  [
    'data-list',
    'tasks.yaml',
    ({ prose = '', below = '', title = 'Lid' }) =>
      JSON.stringify({
        phases: [
          { name: 'A', tasks: [{ id: 'a', title: 'Pot', status: 'todo' }] },
          { name: 'B', description: prose, tasks: [{ id: 'b', title, details: below, status: 'todo' }] },
          { name: 'C', tasks: [{ id: 'c', title: 'Tea', status: 'todo' }] },
        ],
      }),
  ],
  [
    'spec-kit-execution',
    'tasks.execution.yaml',
    ({ prose = '', below = '', title = 'Lid' }) =>
      `phases:\n  - id: a\n    batches:\n      - {id: x, tasks: [T001 Pot]}\n  - id: b\n    description: ${JSON.stringify(prose)}\n    batches:\n      - id: y\n        tasks:\n          - {id: T002, title: ${JSON.stringify(title)}, details: ${JSON.stringify(below)}}\n  - id: c\n    batches:\n      - {id: z, tasks: [T003 Tea]}\n`,
  ],
  [
    'task-master',
    '.taskmaster/tasks/tasks.json',
    ({ prose = '', below = '', title = 'Lid' }) =>
      JSON.stringify({
        tasks: [
          { id: 1, title: 'Pot', status: 'pending', dependencies: [] },
          { id: 2, title, description: prose, details: below, status: 'pending', dependencies: [1] },
          { id: 3, title: 'Tea', status: 'pending', dependencies: [2] },
        ],
      }),
  ],
];

const SENTENCES = [
  'Approval from Tom is required before this phase starts.',
  'Stop before this phase and ask for approval.',
  'Prerequisite: legal sign-off',
  'Blocked by: legal',
  'Do not start until the client has approved.',
  "Requires the product owner's go-ahead.",
  "Don't run this without explicit permission.",
  'Wait for legal.',
  'Freigabe durch den Fachbereich ist erforderlich.',
  'Requiere la aprobación del cliente.',
  'Aguardar a aprovação do cliente.',
  "Attendre l'accord du client.",
  'Требуется согласование с юристом.',
  '開始前に顧客の承認が必要',
  '需要客户审批',
];
const TITLES = [
  'Go/No-Go',
  'MANUAL — run it',
  'Hold for legal',
  'User acceptance testing',
  'Client approval',
  'Ручная проверка',
];
const WORKS = ['Add an approval workflow', 'Users can sign off invoices', 'Write the manual'];

/** The numbers of the tasks that wait for a person. */
const asked = (text: string, fileName: string): readonly number[] => {
  const { reading } = read({ text, fileName });
  if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.plan.tasks.flatMap(({ humanGate }, no) => (humanGate === undefined ? [] : [no + 1]));
};

describe.each(FORMATS)(`in a plan of %s${verifies('R-32')}`, (format, fileName, plan) => {
  it('the format is the one meant, with three tasks', () => {
    const { format: seen, reading } = read({ text: plan({}), fileName });
    expect([seen, reading.type === 'plan' && reading.plan.tasks.length]).toEqual([format, 3]);
    expect(asked(plan({}), fileName)).toEqual([]);
  });
  it.each(SENTENCES)('%j above its tasks has them wait for a person', (prose) =>
    expect(asked(plan({ prose }), fileName)).toEqual([2]),
  );
  it.each(SENTENCES)('%j in a task has it wait for a person', (below) =>
    expect(asked(plan({ below }), fileName)).toEqual([2]),
  );
  it.each([...TITLES])('a task called %j is a person’s', (title) =>
    expect(asked(plan({ title }), fileName)).toEqual([2]),
  );
  it.each(WORKS)('%j, as a title or below one, asks nobody', (title) =>
    expect([asked(plan({ title }), fileName), asked(plan({ below: `${title}.` }), fileName)]).toEqual([[], []]),
  );
});
