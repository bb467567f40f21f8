import { verifies } from '../../support/verifies';
import { brief, noteCodes, planOf, problemsOf, shape } from './plans';

const titles = (text: string): string[] => planOf(text).tasks.map(({ title }) => title);

describe('requirements beside the tasks', () => {
  it.each<[string, string, string[]]>([
    [
      'in a table',
      '## Needs\n| ID | Need |\n|---|---|\n| FR-1 | boils |\n| FR-2 | whistles |\n',
      ['NOTE_LEFT_OUT 5,6'],
    ],
    ['in a list', '## Needs\n- FR-1: boils\n- **NFR-2**: fast\n', ['NOTE_LEFT_OUT 3,4']],
    ['but not when they are criteria', '## Success criteria\n- FR-1: boils\n', []],
  ])(`are noted when nobody checks them, %s${verifies('R-2')}`, (_, text, expected) => {
    const { notes } = planOf(`# Kettle\n${text}\n## Tasks\n- [ ] 1. Boil\n- [ ] 2. Pour\n`);
    const leftOut = notes.filter(({ code }) => code === 'NOTE_LEFT_OUT');
    expect(leftOut.map(({ code, lines }) => `${code} ${lines?.join(',')}`)).toEqual(expected);
  });
});

describe('markdown with boxes', () => {
  it(`reads what a task may say${verifies('R-2', 'R-3')}`, () => {
    const plan = planOf(`# Plan: Release

- [ ] 1. Lint
  run: \`npm run lint\`
- [ ] 2. Publish (depends: 1) (est: 20m)
  - **cmd**: \`npm publish\`
  - verify: \`npm view x\`
  verify: somebody looks
  files: \`a.json\`, \`b/**\`
  timeout: 1h
  agent: shell
  context: 64k
  capability: gpu
  resources: \`test-db\`, gpu=2
  gate: The manager says yes
  More about it.
  - [x] subtask
  acceptance criteria:
    - it is out
`);
    expect(plan).toMatchObject({ title: 'Release', source: 'INLINE', format: 'checkbox' });
    expect(plan.tasks[1]).toEqual({
      id: 'task-002',
      originalId: '2',
      title: 'Publish',
      description: 'More about it.',
      dependencies: ['task-001'],
      status: 'pending',
      where: { line: 5, column: 7 },
      command: 'npm publish',
      files: ['a.json', 'b/**'],
      estimateMinutes: 20,
      timeoutMinutes: 60,
      agent: 'shell',
      contextTier: 64,
      capability: 'gpu',
      resources: { gpu: 2, 'test-db': 1 },
      humanGate: 'The manager says yes',
      subtasks: [{ originalId: '', title: 'subtask', isDone: true, where: { line: 17, column: 9 } }],
      verification: [
        { id: 'c1', criterion: 'npm view x', test: 'auto', command: 'npm view x' },
        { id: 'c2', criterion: 'somebody looks', test: 'manual' },
        { id: 'c3', criterion: 'it is out', test: 'manual' },
      ],
    });
  });

  it('takes a line on resources for prose where it names more than resources', () => {
    const { tasks } = planOf('- [ ] a\n  resources: two engineers, the wiki\n- [ ] b (resources: gpu=2)\n');
    expect(tasks.map(({ resources, description }) => [resources, description])).toEqual([
      [undefined, 'resources: two engineers, the wiki'],
      [{ gpu: 2 }, ''],
    ]);
  });

  it('refuses more of a resource than can be meant, at its task', () => {
    expect(brief(problemsOf('- [ ] a\n  resources: gpu=0\n- [ ] b\n  resources: gpu, gpu\n'))).toEqual([
      '2:14 PLAN_RESOURCE',
      '4:14 PLAN_RESOURCE',
    ]);
  });

  it.each([
    ['claude', 'Did you mean claude-code?'],
    ['Claude-Cod', 'Did you mean claude-code?'],
    ['gpt', 'Agents: shell, claude-code, anthropic, openai'],
  ])('refuses the agent %s at its task, and says which there are', (agent, hint) => {
    const problems = problemsOf(`- [ ] a\n- [ ] b\n  agent: ${agent}\n`);
    expect(brief(problems)).toEqual(['2:7 PLAN_ENUM']);
    expect(problems[0]).toMatchObject({ path: expect.any(String), hint: expect.stringContaining(hint) });
  });

  it.each<[string, string, string[]]>([
    ['every bullet', '- [ ] a\n* [ ] b\n+ [ ] c\n1. [ ] d\n2) [ ] e\n', ['a', 'b', 'c', 'd', 'e']],
    ['every mark', '- [x] a\n- [X] b\n- [-] c\n- [ ]* d\n- [~] e\n', ['a', 'b', 'c', 'd', 'e']],
    ['wide spaces', '- [ ]\u00a0a\n-  [ ]   b\n', ['a', 'b']],
    ['links and emphasis as text', '- [ ] **Read** [the docs](http://x.y) `now`\n', ['Read the docs now']],
    ['no links as boxes', '- [x](http://x)\n- [ ] a\n', ['a']],
    ['no legends', '- [P] tasks = different files\n- [ ] a\n', ['a']],
    ['nothing in fences', '```\n- [ ] no\n```\n- [ ] a\n~~~md\n- [ ] no\n```\n~~~\n- [ ] b\n', ['a', 'b']],
    [
      'nothing in comments',
      '<!-- - [ ] no -->\n<!--\n- [ ] no\n-->\n- [ ] a <!-- - [ ] no -->\n- [ ] `<!--` b\n',
      ['a', '<!-- b'],
    ],
    [
      'no boxes below "Out of scope"',
      '## Do\n- [ ] a\n## Out of scope\n- [ ] no\n### Rollback plan\n- [ ] no\n## More\n- [ ] b\n',
      ['a', 'b'],
    ],
    [
      'no criteria',
      '- [ ] a\n\n**Acceptance Criteria:**\n- [ ] no\n\n## Definition of Done\n- [ ] no\n## Next\n- [ ] b\n',
      ['a', 'b'],
    ],
    ['headings that skip levels', '# P\n#### Deep\n- [ ] a\n', ['a']],
    ['placeholders as nothing', '- [ ]\n- [ ] a\n', ['a']],
    ['line ends of any kind', '- [ ] a\r\n- [ ] b\r\r\n- [ ] c\u2028- [ ] d', ['a', 'b', 'c', 'd']],
    ['lone carriage returns as spaces', '- [ ] a\r (done)\n- [ ] b\n', ['a  (done)', 'b']],
    ['a text with old Mac line ends', '- [ ] a\r- [ ] b\r', ['a', 'b']],
  ])(`reads %s${verifies('R-2')}`, (_, text, expected) => {
    expect(titles(text)).toEqual(expected);
  });

  it('gives criteria to the task above, and those of the whole plan to the last', () => {
    const plan = planOf(
      '## Success criteria\n- Whole\n\n## A\n- [ ] a\n### Acceptance criteria\n- [ ] of a\n## B\n- [ ] b\n- [ ] c\n',
    );
    expect(plan.tasks.map(({ verification }) => verification.map(({ criterion }) => criterion))).toEqual([
      ['of a'],
      [],
      ['Whole'],
    ]);
    expect(noteCodes(plan)).toContain('NOTE_CRITERIA_PLACED');
  });

  it.each<[string, string, string[]]>([
    ['one after another', '- [ ] a\n- [ ] b\n- [ ] c\n', ['1', '2<1', '3<2']],
    ['side by side when marked', '- [ ] a\n- [ ] [P] b\n- [ ] c (P)\n- [ ] d\n', ['1', '2<1', '3<1', '4<2,3']],
    [
      'in order, also where a later one waits on them',
      '- [ ] a\n- [ ] b\n- [ ] c (depends: 1, 2)\n',
      ['1', '2<1', '3<1,2'],
    ],
    [
      'section by section',
      '## A\n- [ ] a\n- [ ] b\n- [ ] c (depends: 1)\n## B\n- [ ] d\n- [ ] e\n',
      ['1', '2<1', '3<1', '4<2,3', '5<4'],
    ],
    [
      'behind all above, where few say what they wait on',
      '- [ ] a\n- [ ] b\n- [ ] c\n- [ ] d (depends: 2)\n- [ ] e\n- [ ] f\n- [ ] g\n## B\n- [ ] h\n',
      ['1', '2<1', '3<2', '4<2', '5<3,4', '6<5', '7<6', '8<7'],
    ],
    [
      'behind the section before, also where the first says what it waits on',
      '## A\n- [ ] a\n- [ ] b\n## B\n- [ ] c (depends: none)\n- [ ] d\n- [ ] [P] e\n- [ ] [P] f\n',
      ['1', '2<1', '3', '4<2,3', '5<4', '6<4'],
    ],
    [
      'behind the phases before, beside what they say',
      '## Phase 1\n- [ ] a\n- [ ] b\n## Phase 2\n- [ ] c\n## Phase 3\n- [ ] d (depends: 1)\n- [ ] e (depends: 4)\n',
      ['1', '2<1', '3<2', '4<1,3', '5<4'],
    ],
    [
      'behind all of a phase in which tasks say what they wait on, whoever else waits on those',
      '- [ ] a\n- [ ] b (depends: 1)\n- [ ] c (depends: 1)\n- [ ] d\n## B\n- [ ] e (depends: 2)\n',
      ['1', '2<1', '3<1', '4<2,3', '5<2,4'],
    ],
    [
      'put off behind a task that stands below, where they name it',
      '- [ ] a\n- [ ] b (depends: 4)\n- [ ] c\n- [ ] d\n- [ ] e\n',
      ['1', '2<4', '3<1', '4<3', '5<2'],
    ],
    [
      'in their place, where they name nothing of the plan',
      '- [ ] a\n- [ ] b (depends: 1)\n- [ ] c (depends: X9)\n',
      ['1', '2<1', '3<2'],
    ],
    ['as said in full-width brackets', '- [ ] a\n- [ ] b（依赖：无）\n- [ ] c（依赖：1、2）\n', ['1', '2', '3<1,2']],
    ['as said in Chinese words', '- [ ] T1 a\n- [ ] T2 b\n- [ ] T3 c (依赖于 T1)\n', ['T1', 'T2<T1', 'T3<T1']],
    ['behind the one before, when a range is too long', '- [ ] a\n- [ ] b (depends: 1-1000000000)\n', ['1', '2<1']],
    ['by title', '- [ ] Build it\n- [ ] Test it\n  after: build it\n', ['1', '2<1']],
    ['by id', '- [ ] T1 a\n- [ ] T2 b\n- [ ] T3 c (depends on T1, T2)\n', ['T1', 'T2<T1', 'T3<T1,T2']],
    ['by range', '- [ ] T1 a\n- [ ] T2 b\n- [ ] T3 c\n  depends: T1-T2\n', ['T1', 'T2<T1', 'T3<T1,T2']],
    ['on nothing when it says so', '- [ ] a\n- [ ] b (depends: none)\n', ['1', '2']],
    ['on all before', '- [ ] a\n- [ ] b\n- [ ] c (depends: all previous)\n', ['1', '2<1', '3<1,2']],
    [
      'behind who waits on all',
      '## A\n- [ ] a\n- [ ] b\n- [ ] c (depends: all previous)\n## B\n- [ ] d\n',
      ['1', '2<1', '3<1,2', '4<3'],
    ],
    ['by place', '- [ ] T1 a\n- [ ] b\n- [ ] c (after: #1)\n', ['T1', '2<T1', '3<T1']],
    ['by an id in another case', '- [ ] FIX-1: a\n- [ ] b\n- [ ] c (after: fix-1)\n', ['FIX-1', '2<FIX-1', '3<FIX-1']],
    ['by the first of two titles', '- [ ] Boil\n- [ ] boil\n- [ ] Pour (after: BOIL)\n', ['1', '2<1', '3<1']],
    ['an id twice', '- [ ] T1 a\n- [ ] T1 b\n', ['T1', 'T1#2<T1']],
    ['dotted numbers', '- [ ] 1.1 a\n- [ ] 1.2 b (after: 1.1)\n', ['1.1', '1.2<1.1']],
  ])(`orders tasks %s${verifies('R-5')}`, (_, text, expected) => {
    expect(shape(planOf(text))).toEqual(expected);
  });

  it('keeps the edges of document order few, however many tasks are parallel', () => {
    const text = ['A', 'B'].map((name) => `## ${name}\n${'- [ ] [P] x\n'.repeat(400)}`).join('');
    const { tasks } = planOf(text);
    expect(tasks.reduce((sum, { dependencies }) => sum + dependencies.length, 0)).toBeLessThan(2 * tasks.length);
  });

  it.each<[string, string, string]>([
    ['78 a bullet without space', '# P\n-[ ] a\n', '2:6 PLAN_NEAR_BOX'],
    ['78 a box without space', '- [ ]a\n', '1:6 PLAN_NEAR_BOX'],
    ['78 an empty box', '- [] a\n', '1:6 PLAN_NEAR_BOX'],
    ['76 no boxes', '# P\nJust text.\n', '1:1 PLAN_NO_TASKS'],
    ['82 a fence that never ends', '- [ ] a\n```\n- [ ] b\n', '2:1 PLAN_UNCLOSED'],
    ['a comment that never ends', '- [ ] a\n<!-- x\n- [ ] b\n', '2:1 PLAN_UNCLOSED'],
    ['92 two lists', '---\ntasks: [a]\n---\n- [ ] a\n', '2:1 PLAN_AMBIGUOUS'],
    ['98 criteria without a task', '## Success criteria\n- [ ] it works\n', '2:7 PLAN_ORPHAN_CRITERION'],
    ['100 a cycle', '- [ ] 1. a (depends: 2)\n- [ ] 2. b (depends: 1)\n', '1:7 PLAN_CYCLE'],
    ['two commands', '- [ ] a\n  run: `x`\n  run: `y`\n', '3:8 PLAN_DUPLICATE_KEY'],
  ])(`refuses %s${verifies('R-4')}`, (_, text, expected) => {
    expect(brief(problemsOf(text))).toEqual([expected]);
  });

  it.each<[string, string, string]>([
    ['86 words that name no task', '- [ ] a\n- [ ] b (after task three is done)\n', 'NOTE_HUMAN_GATE'],
    ['85 an unknown dependency', '- [ ] 1. a\n- [ ] 2. b (depends: 1, 7)\n', 'NOTE_MISSING_DEPENDENCY'],
    ['97 "soon"', '- [ ] a (est: soon)\n', 'NOTE_NOT_UNDERSTOOD'],
    ['84 a title twice', '- [ ] a\n- [ ] a\n', 'NOTE_DUPLICATE_TITLE'],
    ['79 boxes in code', '- [ ] a\n```\n- [ ] b\n```\n', 'NOTE_HIDDEN_BOXES'],
    ['80 boxes in comments', '- [ ] a\n<!-- - [ ] b -->\n', 'NOTE_HIDDEN_BOXES'],
    ['87 done tasks', '- [x] a\n- [ ] b\n', 'NOTE_DONE'],
    ['a path outside', '- [ ] a\n  files: ../x\n', 'NOTE_PATH'],
    ['12 direction marks', '- [ ] a\u202eb\n', 'NOTE_HIDDEN_CHARACTERS'],
    ['document order', '- [ ] a\n- [ ] b\n', 'NOTE_DOCUMENT_ORDER'],
  ])('notes %s', (_, text, code) => {
    expect(noteCodes(planOf(text))).toContain(code);
  });

  it.each<[string, number | undefined]>([
    ['45m', 45],
    ['1.5h', 90],
    ['2d', 960],
    ['1h 30m', 90],
    ['2 hours', 120],
    ['~20 min', 20],
    ['10', 10],
    ['soon', undefined],
    ['2,5h', 150],
    ['1,500 h', undefined],
    ['1–2 h', 120],
    ['30 min - 1h', 60],
    ['ca. 2 Std.', 120],
    ['約3時間', 180],
    ['1時間30分', 90],
  ])('97 reads the estimate "%s"', (text, minutes) => {
    expect(planOf(`- [ ] a\n  est: ${text}\n`).tasks[0]!.estimateMinutes).toBe(minutes);
  });

  it.each<[string, string]>([
    ['[manual]', '- [ ] Deploy [manual]\n'],
    ['a checkpoint', '- [ ] Checkpoint: look at it\n'],
    ['words below', '- [ ] Deploy\n  Do not proceed without a yes.\n'],
    ['words in a subtask', '- [ ] Deploy\n  - [ ] get sign-off and manual approval\n'],
    ['the heading', '## Publishing (Human Required)\n- [ ] Deploy\n'],
    ['the heading above', '## Publishing (manual)\n### Now\n- [ ] Deploy\n'],
    ['the text of the section', '## Publishing\nRequires manual approval.\n\n- [ ] Deploy\n'],
    ['frontmatter', '---\nautonomous: false\n---\n- [ ] Deploy\n'],
    ['the text above everything', 'Autonomous: false\n\n- [ ] Deploy\n'],
    ['a bullet of the section', '## Publishing\n- Wait for human approval\n\n- [ ] Deploy\n'],
    ['a gate of the section', '## Publishing\n**Gate**: the manager\n\n- [ ] Deploy\n'],
    ['type: checkpoint', '- [ ] Deploy\n  type: checkpoint:human-verify\n'],
  ])(`asks a person because of %s${verifies('R-2')}`, (_, text) => {
    expect(planOf(text).tasks[0]!.humanGate).toEqual(expect.any(String));
  });

  it('asks nobody when it says so, or when nothing says so', () => {
    expect(
      planOf('- [ ] Approval page\n  gate: none\n- [ ] Write the manual\n').tasks.map(({ humanGate }) => humanGate),
    ).toEqual([undefined, undefined]);
  });
});
