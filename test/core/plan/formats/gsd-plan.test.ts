import { cpuMs } from '../../../support/cpu-ms';
import { verifies } from '../../../support/verifies';
import { planOf } from '../plans';
import { detects, formatTable, read } from './format-table';

/** Frontmatter, an element task, a checkpoint: one line each. */
const head = (more = 'autonomous: true') => `---\nphase: 02-whistle\nplan: 01\n${more}\n---\n`;
const task = (name: string, inner = '<verify>look</verify>', attributes = 'type="auto"') =>
  `<task ${attributes}>\n  <name>${name}</name>\n  <action>Do it</action>\n  ${inner}\n</task>\n`;
const check = (inner = '<what-built>A valve</what-built>') =>
  `<task type="checkpoint:human-verify" gate="blocking">\n${inner}\n</task>\n`;
const PATH = '.planning/phases/02-whistle/02-01-PLAN.md';
const at = (text: string, fileName = PATH) => ({ text, fileName });
const gatesOf = (text: string) => planOf(text, PATH).tasks.map(({ humanGate }) => humanGate);

detects('gsd-plan', [
  ['by its path and tasks', at(task('A')), true],
  ['pasted, by frontmatter', head() + task('A'), true],
  ['pasted, by its tags', task('A'), true],
  [
    'pasted, when the frontmatter is lost and tasks have no attribute',
    '<tasks>\n<task>\n<name>A</name>\n</task>\n',
    true,
  ],
  ['a quick plan by its title', '# Quick Task 012: Border\n\n## Tasks\n\n### Task 1: Bold\n', true],
  ['headings under its path', at('### Task 1: A\n', '.planning/quick/007-x/007-PLAN.md'), true],
  ['T46: a report with its frontmatter', at(`${head()}# Findings\n`), true],
  ['not headings elsewhere', { text: '### Task 1: A\n- [ ] a\n', fileName: 'docs/PLAN.md' }, false],
  ['not a summary', { text: `${head('completed: 2026-01-01')}# S\n- [ ] a\n`, fileName: '02-01-SUMMARY.md' }, false],
  ['not a pasted summary', `${head('provides: [x]')}# S\n- [ ] a\n`, false],
  ['not a text that shows a task in a fence', '# How to\n\n```xml\n<task type="auto">\n</task>\n```\n- [ ] a\n', false],
]);

formatTable('gsd-plan', [
  [
    'T51: heeds a frontmatter that is one map in braces',
    `---\n{phase: 1, plan: 1, autonomous: false}\n---\n${task('Valve')}`,
    { ids: ['1'], gates: ['1 autonomous: false'], notes: ['4 NOTE_HUMAN_GATE'] },
  ],
  [
    'tasks have the number in their name, and run in order',
    at(`${head()}<tasks>\n${task('Task 1: Valve')}${task('Task 2a: Pipe')}</tasks>\n`),
    { ids: ['1', '2a'], shape: ['1', '2a<~1'], edges: [], verification_count: 2, waves_or_phases: 1, n_subtasks: 0 },
  ],
  [
    'a fence around tasks that is never closed hides none of them, though one inside closes it',
    at(
      `${head()}\`\`\`xml\n${task('Task 1: A')}${check()}${task('Task 3: B', '<action>\n```c\nint a;\n```\n</action>')}`,
    ),
    { ids: ['1', '2', '3'], gates: ['2 checkpoint:human-verify, gate: blocking: A valve'] },
  ],
  [
    'a fence that is opened instead of closed hides no task behind it',
    at(
      `${head()}\`\`\`xml\n${task('Task 1: A', '<action>\n```c\nint a;\n```\n</action>')}${check()}\`\`\`\n${task('Task 3: B')}`,
    ),
    { ids: ['1', '2', '3'] },
  ],
  [
    'what is neither yes nor no is no leave to run alone',
    at(`${head('autonomous: flase')}${task('A')}`),
    { gates: ['1 autonomous: flase'] },
  ],
  ['an empty field is none either', at(`${head('autonomous:')}${task('A')}`), { gates: ['1 autonomous: '] }],
  ['nor is one that is misspelt', at(`${head('autonomus: false')}${task('A')}`), { gates: ['1 autonomus: false'] }],
  ['a yes with a comment is one', at(`${head('autonomous: true # all')}${task('A')}`), { gates: [] }],
  ['tasks without a number have that of their place', task('Valve') + task('Pipe'), { ids: ['1', '2'] }],
  ['T20: a number twice is kept twice', task('Task 1: A') + task('Task 1: B'), { ids: ['1', '1#2'] }],
  [
    'attributes give id and name',
    '<task id="T7" name="Valve" type=\'auto\'>\n<action>x</action>\n</task>\n',
    { ids: ['T7'], gates: [] },
  ],
  [
    'T47: a feature is one task',
    `${head('type: tdd')}<feature>\n  <name>Fit</name>\n  <behavior>\n  1. a\n  </behavior>\n  <implementation>b</implementation>\n</feature>\n`,
    { ids: ['1'], n_tasks: 1 },
  ],
  [
    'headings are tasks when there is no element',
    at(
      `${head()}## Task 1: Valve [auto]\n<action>x</action>\n<verify>\`make test\`</verify>\n## Task 2: Look [checkpoint:human-verify]\nbody\n## Done\n- [ ] x\n`,
    ),
    {
      ids: ['1', '2'],
      verification_count: 1,
      gates: ['2 checkpoint:human-verify'],
      notes: ['6 NOTE_DOCUMENT_ORDER', '12 NOTE_LEFT_OUT'],
    },
  ],
  ['gaps are tasks when there is no task', at(`${head()}## Gap 1: A\nx\n## Gap 2: B\ny\n`), { ids: ['1', '2'] }],
  [
    'a quick plan has neither frontmatter nor elements',
    '# Quick Task 012: Border\n\n## Tasks\n\n### Task 1: Bold\n\n**Files:** `a.css`, `b.css`\n\n**Changes:**\n\n1. one\n2. two\n\n**Verify:** `npm test`\n',
    { ids: ['1'], n_subtasks: 0, verification_count: 1 },
  ],
  [
    'T46: a report without tasks is refused, with the reason',
    at(`${head()}# What went wrong\n\n1. a\n`),
    { n_tasks: 0, problems: ['1 PLAN_NO_TASKS'] },
  ],
  [
    'what the plan waits on lies in other files: a note, no edge',
    at(`${head('depends_on: ["01-02"]')}${task('A')}`),
    { edges: [], missing_dep_ids: [], notes: ['4 NOTE_EXTERNAL_DEPENDENCY'] },
  ],
  [
    'T14: a sample in a fence inside a task is no task',
    `${task('A', '```xml\n<task type="checkpoint">\n</task>\n```')}${task('B')}`,
    { n_tasks: 2, notes: ['1 NOTE_DOCUMENT_ORDER', '5 NOTE_SAMPLE_TASK'] },
  ],
  [
    'a sample in a fence before the tasks is no task',
    `\`\`\`\n${task('X')}\`\`\`\n${task('A')}`,
    { n_tasks: 1, notes: ['2 NOTE_SAMPLE_TASK'] },
  ],
  [
    'tasks that all stand in one fence are the tasks',
    `${head()}\`\`\`xml\n${task('A')}${task('B')}\`\`\`\n`,
    { n_tasks: 2 },
  ],
  [
    'a fence that is never closed swallows no task',
    `${task('A', '```bash\nmake')}${task('B')}${task('C')}`,
    { n_tasks: 3 },
  ],
  [
    'a fence inside a fence, before the tasks, swallows none',
    `${head()}\`\`\`markdown\n\`\`\`bash\nx\n\`\`\`\ny\n\`\`\`\n<tasks>\n${task('A')}${task('B', '```md\nx\n```')}</tasks>\n`,
    { ids: ['1', '2'] },
  ],
  [
    'a fence before the tasks that is never closed swallows none',
    `\`\`\`\nx\n${task('A', '```bash\nx\n```')}${task('B')}`,
    { n_tasks: 2 },
  ],
  ['a task in a comment is no task', `<!--\n${task('X')}-->\n${task('A')}`, { n_tasks: 1 }],
  [
    'a task that is never closed ends where the next begins',
    `<task type="auto">\n<name>A</name>\n${task('B')}`,
    { n_tasks: 2, notes: ['1 NOTE_UNCLOSED_TASK', '1 NOTE_DOCUMENT_ORDER'] },
  ],
  [
    'T51: when a task is never closed, one that stands deeper is no sample',
    `<task type="auto">\n<name>A</name>\n  ${check()}${task('B')}`,
    { n_tasks: 3, gates: ['2 checkpoint:human-verify, gate: blocking: A valve'] },
  ],
  [
    'T51: tasks that share a line with other tags are tasks',
    `<tasks>${check()}<task type="auto"><name>A</name></task></tasks>\n`,
    { n_tasks: 2, shape: ['1', '2<~1'], gates: ['1 checkpoint:human-verify, gate: blocking: A valve'] },
  ],
  [
    'T51: so is one behind the end of another',
    `<task type="auto">\n<name>A</name>\n</task><task type="checkpoint:decision">\n<decision>Which?</decision>\n</task>\n`,
    { n_tasks: 2, gates: ['2 checkpoint:decision: Which?'] },
  ],
  [
    'a start tag goes over lines',
    '<task\n  type="checkpoint:decision"\n  gate="blocking">\n<decision>Which?</decision>\n</task>\n',
    { gates: ['1 checkpoint:decision, gate: blocking: Which?'] },
  ],
  [
    'T5: frontmatter below the title counts',
    `# Plan\n${head('autonomous: false')}${task('A')}`,
    { gates: ['1 autonomous: false'], notes: ['2 NOTE_LATE_FRONTMATTER', '7 NOTE_HUMAN_GATE'] },
  ],
  [
    'T5: frontmatter below a comment counts',
    `<!-- made by a tool -->\n${head('autonomous: false')}${task('A')}`,
    { gates: ['1 autonomous: false'] },
  ],
  [
    'T6: frontmatter that is no YAML is read line by line',
    `${head('assignee: @name\nautonomous: false\ndepends_on: [01-01]')}${task('A')}`,
    {
      gates: ['1 autonomous: false'],
      notes: ['1 NOTE_BROKEN_FRONTMATTER', '6 NOTE_EXTERNAL_DEPENDENCY', '8 NOTE_HUMAN_GATE'],
    },
  ],
  [
    'T51: frontmatter that is never closed still asks',
    `---\nphase: 02\nplan: 01\nautonomous: false\n\nText between.\n\n${task('A')}`,
    { gates: ['1 autonomous: false'], notes: ['2 NOTE_BROKEN_FRONTMATTER', '8 NOTE_HUMAN_GATE'] },
  ],
  [
    'T51: frontmatter in a fence still asks',
    `\`\`\`yaml\nphase: 02\nplan: 01\nautonomous: false\n\`\`\`\n${task('A')}`,
    { gates: ['1 autonomous: false'] },
  ],
  ['T51: a line in the text still asks', `${task('A')}\n**Autonomous:** false\n`, { gates: ['1 Autonomous: false'] }],
  [
    'T8: without frontmatter, checkpoints still ask',
    check() + task('B'),
    { gates: ['1 checkpoint:human-verify, gate: blocking: A valve'] },
  ],
  [
    'T51: a checkpoint whose type is lost is known by what it holds',
    '<task>\n<what-built>A valve</what-built>\n<resume-signal>ok</resume-signal>\n</task>\n',
    { gates: ['1 A person is asked: A valve'] },
  ],
  [
    'a gate on an ordinary task asks',
    task('A', '', 'type="auto" gate="blocking"'),
    { gates: ['1 gate: blocking: Do it'] },
  ],
  [
    'what a person must set up first asks before all',
    `${head('user_setup:\n  - service: postbox\n    why: mail')}${task('A')}${task('B')}`,
    { gates: ['1 user_setup: postbox'] },
  ],
  ['an empty user_setup asks nobody', `${head('user_setup: []')}${task('A')}`, { gates: [] }],
  [
    'a path that decides what runs outside the sandbox asks, and does not refuse',
    task('A', '<files>.github/workflows/ci.yml, src/a.ts</files>'),
    { gates: ['1 It wants to write .github/workflows/ci.yml'], notes: ['4 NOTE_PROTECTED_PATH'], problems: [] },
  ],
  [
    'T9: boxes and items of plan sections are criteria of the whole',
    `${task('A')}<verification>\n- [ ] a\n- [ ] b\n</verification>\n<success_criteria>\n1. c\n</success_criteria>\n<must_haves>\n- [ ] d\n</must_haves>\n`,
    { n_tasks: 1, verification_count: 1, notes: ['7 NOTE_CRITERIA_PLACED'] },
  ],
  [
    'T14: what stands in other parts is left out, with the reason',
    `${task('A')}<threat_model>\n- [ ] a\n</threat_model>\n<output>\n- [ ] b\n</output>\n`,
    { n_tasks: 1, notes: ['7 NOTE_LEFT_OUT', '10 NOTE_LEFT_OUT'] },
  ],
  ['a plan with CRLF is read as well', `${head()}${task('Task 4: A')}`.replaceAll('\n', '\r\n'), { ids: ['4'] }],
]);

describe('a GSD plan', () => {
  const [first] = planOf(
    `---
phase: 02-whistle
plan: 01
wave: 1
depends_on: []
files_modified: [src/valve.c]
autonomous: true
must_haves:
  truths:
    - "It whistles"
    - Pressure: kept
  artifacts:
    - path: "src/valve.c"
      provides: "valve driver"
    - "src/valve.h"
  key_links:
    - from: "main.c"
      to: "valve.c"
      via: "valve_open()"
---
<objective>
Build the valve. It is small.
</objective>
<context>
@.planning/STATE.md
</context>
<task type="auto" tdd="true">
  <name>Task 1: Valve &amp; pipe</name>
  <files>
    src/valve.c (new)
    - \`src/valve.h\`
    Modify: src/main.c — calls it
    all the tests
  </files>
  <read_first>docs/valve.md</read_first>
  <action>Write it.</action>
  <verify><automated>make test-valve &amp;&amp; make lint</automated></verify>
  <acceptance_criteria>
    - grep -c "valve_open" src/valve.c returns at least 1
    - grep "TODO" src/valve.c returns no matches
    - grep -c "valve" src/valve.c == 3
  </acceptance_criteria>
  <done>It opens</done>
</task>
`,
    PATH,
  ).tasks;

  it(`gives a task all that it says${verifies('R-2', 'R-3')}`, () => {
    expect(first).toMatchObject({
      title: 'Valve & pipe',
      phase: 'Phase 02-whistle',
      files: ['src/valve.c', 'src/valve.h', 'src/main.c'],
      where: { line: 27, column: 1 },
    });
    expect(first!.description).toBe(
      'Read first:\ndocs/valve.md\nWrite it.\n\nOf the plan: Build the valve. It is small.\nContext: .planning/STATE.md\nWiring: main.c → valve.c (valve_open())',
    );
  });

  it('tells what a machine can prove from what a person must look at', () => {
    expect(first!.verification.map(({ criterion, command }) => [criterion, command])).toEqual([
      ['make test-valve && make lint', 'make test-valve && make lint'],
      ['grep -c "valve_open" src/valve.c returns at least 1', 'grep -c "valve_open" src/valve.c'],
      ['grep "TODO" src/valve.c returns no matches', '! grep "TODO" src/valve.c'],
      ['grep -c "valve" src/valve.c == 3', undefined],
      ['It opens', undefined],
      ['It whistles', undefined],
      ['Pressure: kept', undefined],
      ['src/valve.c: valve driver', 'test -e src/valve.c'],
      ['src/valve.h', 'test -e src/valve.h'],
    ]);
  });

  it.each<[string, string, string | undefined]>([
    ['a command in backticks', '`npm test` -- all tests pass', 'npm test'],
    ['a command behind cd', 'Run `cd web && npm test` and see 8 pass', 'cd web && npm test'],
    ['a bare command', 'pnpm --filter web test -- scene', 'pnpm --filter web test -- scene'],
    ['a bare command that exits well', 'npx tsc --noEmit exits 0', 'npx tsc --noEmit'],
    ['two commands', '`npm test` and `npm run lint` pass', 'npm test && npm run lint'],
    ['prose', 'The page shows the valve', undefined],
    ['prose that begins like a command', 'make sure that it whistles', undefined],
    ['a command that must fail', '`npm test` does not pass', undefined],
    ['a server that never ends', '`npm run dev` shows the page', undefined],
    ['an exit code that is hidden', 'npm test 2>&1 | tail -5', undefined],
    ['a test that is still to be written', '<automated>MISSING — write tests/a first</automated>', undefined],
    ['a search that finds too little', '`grep -c x a.ts` prints 3', undefined],
  ])('verifies by %s', (_, text, command) => {
    expect(planOf(task('A', `<verify>${text}</verify>`)).tasks[0]!.verification[0]?.command).toBe(command);
  });

  it('counts one check a task: how it is verified, else by what it is done; none for a checkpoint', () => {
    const done = '<done>x</done>';
    const text = `${task('A', `<verify>a\n\nb</verify>${done}`)}${task('B', done)}${check('<how-to-verify>c</how-to-verify>')}`;
    expect(read(text).facts().verification_count).toBe(2);
    expect(planOf(text).tasks.map(({ verification }) => verification.length)).toEqual([3, 1, 1]);
  });

  it('gives the files of the plan to its tasks when none names any, and never to a checkpoint', () => {
    const text = `${head('files_modified:\n  - a.ts\n  - b.ts')}${task('A')}${check()}`;
    expect(planOf(text).tasks.map(({ files }) => files)).toEqual([['a.ts', 'b.ts'], []]);
  });

  it('keeps as many criteria as a task may have, those that count first', () => {
    const truths = Array.from({ length: 80 }, (_, no) => `    - truth ${no}`).join('\n');
    const text = `${head(`must_haves:\n  truths:\n${truths}`)}${task('A')}`;
    const { reading } = read(text);
    expect(reading).toMatchObject({ type: 'plan' });
    expect(planOf(text).tasks[0]!.verification).toHaveLength(50);
    expect(planOf(text).notes.map(({ code }) => code)).toContain('NOTE_CRITERIA_LEFT_OUT');
  });

  it.each<[string, string]>([
    ['checkpoint:human-action', 'type="checkpoint:human-action"'],
    ['manual', "type='manual'"],
    ['checkpoint', 'type=checkpoint'],
  ])('asks a person for the type %s', (type, attributes) => {
    expect(gatesOf(task('A', '', attributes))).toEqual([`${type}: Do it`]);
  });

  it('keeps a human checkpoint through every damage that leaves it in the text', () => {
    const whole = `${head('wave: 1\nautonomous: false\ndepends_on: []')}# Plan\n\n<objective>\nx\n</objective>\n\n<tasks>\n${task('Task 1: A')}${check()}${task('Task 3: B', '```sh\nmake\n```')}</tasks>\n`;
    const lines = whole.split('\n');
    const damages = ['```', '<!--', '-->', '---', '</task>', '<task type="auto">', ''];
    const lost: string[] = [];
    for (let at = 0; at <= lines.length; at++) {
      for (const damage of damages) {
        for (const cut of [0, 1, 3]) {
          const text = lines.toSpliced(at, cut, damage).join('\n');
          const { reading } = read({ text, fileName: PATH });
          if (!/autonomous: false|checkpoint:human/.test(text) || reading.type === 'problems') continue;
          if (!reading.plan.tasks.some(({ humanGate }) => humanGate !== undefined)) lost.push(`${at} ${cut} ${damage}`);
        }
      }
    }
    expect(lost).toEqual([]);
  });

  it('names a task that has neither name nor action', () => {
    expect(planOf('<task type="auto">\n<files>a.ts</files>\n</task>\n').tasks[0]!.title).toBe('Task 1');
  });

  it('reads hostile texts in time that grows with them', () => {
    const pieces = [
      '<task type="auto">\n',
      '<name>',
      '<verify>',
      '```\n<task>\n',
      '<!-- ',
      '<objective>\n',
      '</task>\n',
    ];
    for (const piece of pieces) {
      const text = `<tasks>\n${piece.repeat(Math.floor(400_000 / piece.length))}`;
      expect(cpuMs(() => read(text))).toBeLessThan(6_000);
    }
  });
});
