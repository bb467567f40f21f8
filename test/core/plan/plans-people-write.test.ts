import { unaccounted } from './accounted';
import { type Row, read, seen } from './formats/format-table';

const rows = (table: readonly Row[]): void => {
  it.each(table)('%s', (_, input, expected) => {
    expect(seen(read(input), Object.keys(expected))).toEqual(expected);
    expect(unaccounted(typeof input === 'string' ? { text: input } : input)).toEqual([]);
  });
};
const titles = (text: string, fileName = ''): readonly string[] => {
  const { reading } = read({ text, fileName });
  if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.plan.tasks.map(
    ({ originalId, title, status }) => `${originalId} ${title}${status === 'completed' ? ' (done)' : ''}`,
  );
};

describe('numbered steps with boxes below are the tasks', () => {
  rows([
    [
      'those without a box as well, with what they ask',
      '# Plan\n1. Dig\n   - [ ] soil\n   - [ ] stones\n2. Ask Bob (needs approval)\n3. Plant\n   - [ ] tree\n4. Water (manual)\n',
      {
        shape: ['1', '2<~1', '3<~2', '4<~3'],
        n_subtasks: 3,
        gates: ['2 The plan says "Ask Bob"', '4 The plan says "Water (manual)"'],
      },
    ],
    [
      'in phases, with the number of their phase',
      '## Phase 1: A\n1. a\n   - [x] b\n2. c\n## Phase 2: D\n1. d\n2. e\n',
      { ids: ['1.1', '1.2', '2.1', '2.2'], done_ids: ['1.1'], n_subtasks: 1 },
    ],
    [
      'but not where boxes at the margin are the work',
      '1. Read this\n   - [ ] a\n\n- [ ] b\n- [ ] c\n',
      { n_tasks: 3 },
    ],
    [
      'as lines in bold, some without a box',
      '**Step 1: Boil**\n- [ ] a\n\n**Step 2: Get approval**\n\n**Step 3: Tell**\n- [ ] b\n',
      { ids: ['1', '2', '3'], n_subtasks: 2, gates: ['2 The plan says "Get approval"'] },
    ],
  ]);
});

describe('tables of work have the title that says what is done', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'beside a phase',
      '| Phase | What | Deliverable |\n|---|---|---|\n| 1 | Boil | a.ts |\n| 2 | Tell | b.ts |\n',
      ['1 Boil', '2 Tell'],
    ],
    [
      'beside a step',
      '| Step | Description | Status |\n|---|---|---|\n| 1 | Boil | done |\n| 2 | Tell | |\n',
      ['1 Boil (done)', '2 Tell'],
    ],
    ['only a deliverable', '| Step | Deliverable |\n|---|---|\n| 1 | Boiler |\n| 2 | Lid |\n', ['1 Boiler', '2 Lid']],
    [
      'in the phase itself',
      '| Phase | Description |\n|---|---|\n| Phase 1: Boil | x |\n| Phase 2: Tell | y |\n',
      ['1 Boil', '2 Tell'],
    ],
    [
      'an id and a description',
      '## Work plan\n| ID | Description |\n|---|---|\n| W1 | Boil |\n| W2 | Tell |\n',
      ['W1 Boil', 'W2 Tell'],
    ],
    [
      'a task beside a phase',
      '| # | Phase | Task |\n|---|---|---|\n| 1 | A | Boil |\n| 2 | A | Tell |\n',
      ['1 Boil', '2 Tell'],
    ],
    [
      'in several tables of one head',
      '## A\n| # | Task |\n|---|---|\n| 1 | a |\n| 2 | b |\n## B\n| # | Task |\n|---|---|\n| 3 | c |\n',
      ['1 a', '2 b', '3 c'],
    ],
  ])('%s', (_, text, expected) => expect(titles(text)).toEqual(expected));

  it.each([
    ['of requirements', '| Requirement | Phase |\n|---|---|\n| R1 | 1 |\n| R2 | 2 |\n'],
    ['of anything with an id', '## Endpoints\n| ID | Description |\n|---|---|\n| E1 | a |\n| E2 | b |\n'],
  ])('and tables %s are none', (_, text) => expect(read(text).facts().n_tasks).toBe(0));
});

describe('what people write as a plan is one', () => {
  it.each<[string, string, readonly string[]]>([
    ['headings with codes', '# K\n### T1 — Boil\nx\n### T2 — Tell\ny\n', ['T1 Boil', 'T2 Tell']],
    ['lines in bold', '# K\n**Step 1: Boil**\nx\n\n**Step 2: Tell**\ny\n', ['1 Boil', '2 Tell']],
    ['lines that are none', 'Step 1: Boil\nStep 2: Tell\n', ['1 Boil', '2 Tell']],
    ['bullets below a line', 'I will do this.\n\nPlan:\n- Boil\n- Tell\n\nGood?\n', ['1 Boil', '2 Tell']],
    ['bullets below a bold line', '**Steps:**\n* Boil\n* Tell\n', ['1 Boil', '2 Tell']],
    [
      'a fence with all of it',
      'Here:\n\n```markdown\n# K\n- [ ] Boil\n- [x] Tell\n```\n\nGood?\n',
      ['1 Boil', '2 Tell (done)'],
    ],
    ['a fence with another one inside', '```md\n- [ ] Boil\n```sh\nmake\n```\n- [ ] Tell\n```\n', ['1 Boil', '2 Tell']],
    ['a fence without a language', '```\n- [ ] Boil\n- [ ] Tell\n```\n', ['1 Boil', '2 Tell']],
    ['signs for boxes', '☒ Boil\n☐ Tell\n', ['1 Boil (done)', '2 Tell']],
    [
      'signs behind bullets',
      '- ☑ Boil\n- ✅ Lid\n- ✔ Pot\n- ☐ Tell\n',
      ['1 Boil (done)', '2 Lid (done)', '3 Pot (done)', '4 Tell'],
    ],
    [
      'the list of a session',
      '{"todos":[{"content":"Boil","status":"completed","activeForm":"Boiling"},{"content":"Tell","status":"pending","activeForm":"Telling","id":"7","priority":"high"}]}',
      ['1 Boil (done)', '7 Tell'],
    ],
  ])('%s', (_, text, expected) => expect(titles(text)).toEqual(expected));

  it('a fence below a heading is a sample', () => {
    expect(read('# Doc\n```markdown\n- [ ] a\n- [ ] b\n```\n').facts().n_tasks).toBe(0);
  });

  it('requirements under headings are no tasks', () => {
    expect(read('# P\n### FR-1: Boil\nx\n### FR-2: Tell\ny\n').facts().n_tasks).toBe(0);
  });

  it('what stands around the fence is still heard', () => {
    const { reading } = read('```markdown\n- [ ] Boil\n- [ ] Tell\n```\n\nWait for my approval before you start.\n');
    expect(reading.type === 'plan' && reading.plan.tasks[0]!.humanGate).toContain('approval');
  });

  it('a sign that is decoration is no box', () => {
    expect(read('# P\n- ✅ fast\n- ✅ small\n').facts().n_tasks).toBe(0);
  });
});

describe('tasks inside the items of a list are read', () => {
  it.each<[string, unknown, readonly string[]]>([
    [
      'those of a story as its tasks, beside stories that have none',
      {
        userStories: [
          { id: 'U1', title: 'A', passes: false, tasks: [{ id: 'T1', title: 'a' }] },
          { id: 'U2', title: 'B', passes: false },
        ],
      },
      ['T1 a', 'U2 B'],
    ],
    [
      'those of a task as its parts',
      {
        tasks: [
          { id: 1, title: 'A', status: 'todo', tasks: [{ title: 'a' }] },
          { id: 2, title: 'B', status: 'todo' },
        ],
      },
      ['1 A', '2 B'],
    ],
    [
      'texts of a story as its parts',
      { userStories: [{ id: 'U1', title: 'A', passes: false, tasks: ['a', 'b'] }] },
      ['U1 A'],
    ],
  ])('%s', (_, list, expected) => expect(titles(JSON.stringify(list))).toEqual(expected));

  it('parts are counted', () => {
    const list = { features: [{ id: 'F1', name: 'A', status: 'todo', tasks: [{ title: 'a' }, { title: 'b' }] }] };
    expect(read(JSON.stringify(list)).facts().n_subtasks).toBe(2);
  });
});

describe('criteria are heard where people write them', () => {
  const criteria = (text: string): readonly string[] => {
    const { reading } = read(text);
    if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
    return reading.plan.tasks.flatMap(({ originalId, verification }) =>
      verification.map(
        ({ criterion, command }) => `${originalId} ${criterion}${command === undefined ? '' : ` $ ${command}`}`,
      ),
    );
  };

  it.each<[string, string, readonly string[]]>([
    [
      'in elements below a heading',
      '### Task 1: a\n<verify>npm test</verify>\n<done>It boils</done>\n### Task 2: b\n<verify>\n  <automated>make it so</automated>\n</verify>\n',
      ['1 npm test $ npm test', '1 It boils', '2 make it so $ make it so'],
    ],
    [
      'in an element with a list',
      '### Task 1: a\n<acceptance_criteria>\n- one\n- two\n</acceptance_criteria>\n### Task 2: b\nx\n',
      ['1 one', '1 two'],
    ],
    [
      'as scenarios of a story without a label',
      '# E\n## Epic 1: K\n### Story 1.1: a\nAs a user.\n\nGiven water\nWhen heated\nThen it boils\n\nNotes on it.\n### Story 1.2: b\n**Given** x\n**When** y\n**Then** z\n',
      ['1.1 Given water When heated Then it boils', '1.2 Given x When y Then z'],
    ],
    [
      'but not where words only begin so',
      '# E\n## Epic 1: K\n### Story 1.1: a\nGiven the time, we wait.\n### Story 1.2: b\nx\n',
      [],
    ],
    ['and no element that is never closed', '### Task 1: a\n<verify>npm test\n### Task 2: b\nx\n', []],
  ])('%s', (_, text, expected) => expect(criteria(text)).toEqual(expected));

  it.each([
    ['rows', '# PRD: K\n## Requirements\n| ID | Requirement |\n|---|---|\n| FR-1 | It boils |\n| FR-2 | It tells |\n'],
    ['items', '# PRD: K\n## Requirements\n- FR-1: It boils\n- FR-2: It tells\n'],
  ])('requirements of a PRD are criteria, as %s', (_, text) => {
    expect(read(text).facts()).toMatchObject({ verification_count: 2 });
    expect(seen(read(text), ['problems'])).toEqual({ problems: [expect.stringMatching('PLAN_NEEDS_TASKS')] });
  });
});

describe('numbered headings beside boxes', () => {
  const work = '# Move billing\n\n## Steps\n### 1. Add the client\nPin it.\n### 2. Write both\nDepends on step 1.\n';
  rows([
    [
      'are the work where all boxes only say how it is tested',
      `${work}## Testing\n- [ ] Unit tests pass: \`npm test\`\n- [ ] Checkout works\n`,
      { shape: ['1', '2<1'], n_subtasks: 0, verification_count: 2 },
    ],
    ['are noted as left out where boxes elsewhere are the work', `${work}## Work\n- [ ] a\n- [ ] b\n`, { n_tasks: 2 }],
  ]);

  it('say on which lines', () => {
    const { notes } = read(`${work}## Work\n- [ ] a\n- [ ] b\n`);
    expect(notes).toContainEqual(
      expect.objectContaining({
        code: 'NOTE_LEFT_OUT',
        line: 4,
        message: 'Left out, with nothing below that is read as work: 2 numbered headings, from "1. Add the client"',
      }),
    );
  });
});

describe('titles in bold with more behind them', () => {
  rows([
    [
      'wait on what stands in brackets there',
      '## Plan\n\n1. **Dig** — by hand\n2. **Plant** (depends on 1)\n3. **Water** (after 1) (est: 5m)\n4. **Look** [P]\n',
      { shape: ['1', '2<1', '3<1', '4<~2,~3'] },
    ],
  ]);
});

describe('what a phase calls its acceptance', () => {
  rows([
    [
      'is its criteria',
      '# Plan\n\n## Phase 1: Dig\n- Dig\n\nAcceptance:\n- The hole is deep\n\n## Phase 2: Plant\n**Acceptance tests**\n- It stands\n',
      { ids: ['1', '2'], verification_count: 2 },
    ],
  ]);
});

describe('lists below labels in a text without headings', () => {
  rows([
    [
      'are one list, with a title above',
      'Sprint 14\n\nBackend:\n* Fix the login (2h)\n* Add a limit (1h)\n\nFrontend:\n* Menus (after Fix the login)\n',
      { shape: ['1', '2<~1', '3<1'] },
    ],
  ]);
});

describe('lists of people who do not write markdown', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'with letters',
      'mail.txt',
      'What is left:\n\na) Boil\nb) Tell (needs approval)\nc) Pour\n',
      ['a Boil', 'b Tell (needs approval)', 'c Pour'],
    ],
    [
      'in Spanish, by priority',
      'notas.md',
      '# Tareas pendientes\n\n## Alta\n* Hervir\n* Tapar\n\n## Hecho\n* Comprar\n',
      ['1 Hervir', '2 Tapar', '3 Comprar (done)'],
    ],
    [
      'of a Jira board',
      '',
      '||Key||Summary||Status||Blocks||\n|TEA-1|Boil|To Do|TEA-2|\n|TEA-2|Pour|To Do| |\n',
      ['TEA-1 Boil', 'TEA-2 Pour'],
    ],
    [
      'of Notion',
      '',
      '# Relaunch\n\n| Name | Assign | Status | Due |\n|---|---|---|---|\n| Boil | Tom | Not started | Jan 3 |\n| Buy tea | Ann | Done | Jan 2 |\n',
      ['1 Boil', '2 Buy tea (done)'],
    ],
    [
      'whose numbers go on below numbered headings',
      '',
      '## 一、准备\n1. 买茶\n2. 买壶\n\n## 二、烧水\n3. 烧水\n',
      ['1 买茶', '2 买壶', '3 烧水'],
    ],
  ])('%s', (_, fileName, text, expected) => expect(titles(text, fileName)).toEqual(expected));

  it.each<[string, string]>([
    ['one letter', 'a) Boil\n\nand then nothing\n'],
    ['letters that do not count up', 'a) Boil\nc) Pour\n'],
  ])('are none with %s', (_, text) => expect(() => titles(text, 'mail.txt')).toThrow('PLAN_NO_TASKS'));

  rows([
    [
      'parts have numbers and no bullets',
      '# Plan\n1. Kettle\n   1.1 Boil\n   1.2 Tell\n2. Cup\n   2.1 Pour\n',
      { ids: ['1', '2'], n_subtasks: 3, subtask_ids: ['1.1', '1.2', '2.1'] },
    ],
    [
      'a definition of done stands behind its label',
      '- [ ] Boil\n- [ ] Pour\n\n**Definition of done:** the tea is hot\n',
      { n_tasks: 2, verification_count: 1 },
    ],
    [
      'a task is named without its remark, and with an article',
      '- [ ] Migrate posts (~120)\n- [ ] Check links\n- [ ] Redirect map\n  Depends on: Migrate posts\n- [ ] Tell — after the redirect map\n',
      { shape: ['1', '2<~1', '3<1', '4<3'] },
    ],
  ]);

  it('have rows that say what they block, how they are proven and what they write', () => {
    const { reading } = read(
      '| Key | Task | Blocks | Verify | Files |\n|---|---|---|---|---|\n| A | Boil | C | `npm test` | `src/a.ts` |\n| B | Tell | X-9 | heard outside | - |\n| C | Pour | | | |\n',
    );
    if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
    const [boil, tell, pour] = reading.plan.tasks;
    expect(boil).toMatchObject({ files: ['src/a.ts'], verification: [{ test: 'auto', command: 'npm test' }] });
    expect(tell).toMatchObject({ verification: [{ test: 'manual', criterion: 'heard outside' }] });
    expect(pour!.dependencies).toEqual([boil!.id]);
    expect(reading.plan.notes).toContainEqual(
      expect.objectContaining({ code: 'NOTE_NOT_UNDERSTOOD', message: expect.stringContaining('X-9') }),
    );
  });

  it('say which bullets stand among boxes and are no tasks', () => {
    const { notes } = read('## TODO\n- webp\n- [ ] publish\n- drop Node 14\n\n- a remark\n');
    expect(notes).toContainEqual(
      expect.objectContaining({
        code: 'NOTE_LEFT_OUT',
        message: expect.stringContaining('without a box in a list in which others have one: 2 items, from "webp"'),
        lines: [2, 4],
      }),
    );
  });

  it('of tables beside boxes are named when they are left out', () => {
    const { notes } = read(
      '- [ ] Boil\n\n| Name | Status | Due |\n|---|---|---|\n| Footer | Done | Jan 2 |\n| Menu | Open | Jan 3 |\n',
    );
    expect(notes).toContainEqual(expect.objectContaining({ code: 'NOTE_LEFT_OUT', lines: [5, 6] }));
  });

  it.each<[string, readonly string[]]>([
    ['- [ ] Mock with `jest.mock` in `lid.test.ts`', ['lid.test.ts']],
    ['- [ ] Update `package.json`', ['package.json']],
  ])('name files that are files: %j', (text, files) => {
    const { reading } = read(text);
    expect(reading.type === 'plan' && reading.plan.tasks[0]!.files).toEqual(files);
  });
});
