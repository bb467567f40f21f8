import { verifies } from '../../support/verifies';
import { noteCodes, planOf, problemsOf, shape } from './plans';

/** One phase with a body, and the phases before it that it may name. */
const phases = (...depends: string[]): string =>
  depends
    .map(
      (line, no) =>
        `### Phase ${no + 1}: Name ${no + 1}\n**Goal**: g\n${line === '' ? '' : `**Depends on**: ${line}\n`}`,
    )
    .join('\n');
const last = (...depends: string[]): string => shape(planOf(phases(...depends))).at(-1)!;

describe('a GSD roadmap', () => {
  it.each([
    ['its heading', '### Phase 1: A\n**Goal**: g\n### Phase 2: B (deferred)\n**Goal**: g\n', 'skipped', undefined],
    ['its line', '- [ ] **Phase 1: A**\n- [ ] **Phase 2: B** (cancelled)\n### Phase 2: B\n', 'skipped', undefined],
    ['a dash', '### Phase 1: A\n**Goal**: g\n### Phase 2: B — on hold\n', 'pending', 'The plan says "on hold"'],
    ['done', '- [x] **Phase 1: A**\n- [x] **Phase 2: B** (skipped)\n### Phase 2: B\n', 'completed', undefined],
  ])(`heeds what a phase's title says of how it stands, in %s${verifies('R-2')}`, (_, text, status, humanGate) => {
    const task = planOf(text, 'ROADMAP.md').tasks[1]!;
    expect([task.title, task.status, task.humanGate]).toEqual(['B', status, humanGate]);
  });

  it(`reads phases with their commands, criteria, files and plans${verifies('R-2', 'R-3')}`, () => {
    const plan = planOf(`# Roadmap: Kettle

## Phases
- [x] **Phase 1: Boiler** - heats water (completed 2026-01-05)
- [ ] **Phase 2: Whistle** - tells the user

## Phase Details

### Phase 1: Boiler ✅ COMPLETE
**Goal**: hot
**Depends on**: Nothing (first phase)

### Phase 02: Whistle
**Goal**: the user hears it
**Depends on:** Phase 1
**Command**: \`make whistle\`
**Files**: \`src/whistle.c\`, \`src/valve.c:10-20\`
**Estimate**: 1h 30m
**Timeout**: 2h
**Agent**: shell
**Success Criteria** (what must be TRUE):

  1. Tests pass: \`make test\`
  2. It stops when
     lifted
  3. \`npm test\` exits 0
**Plans**: 2 plans

Plans:
- [x] 02-01-PLAN.md — valve
- [ ] 02-02: TBD
- [ ] 02-03-PLAN.md -- pipe
`);
    expect(plan).toMatchObject({ title: 'Kettle', source: 'ROADMAP', format: 'gsd-roadmap' });
    expect(shape(plan)).toEqual(['Phase 1', 'Phase 2<Phase 1']);
    expect(plan.tasks.map(({ title, status }) => [title, status])).toEqual([
      ['Boiler', 'completed'],
      ['Whistle', 'pending'],
    ]);
    expect(plan.tasks[1]).toMatchObject({
      command: 'make whistle',
      files: ['src/whistle.c', 'src/valve.c'],
      estimateMinutes: 90,
      timeoutMinutes: 120,
      agent: 'shell',
      where: { line: 5, column: 7 },
      description: 'tells the user\nGoal: the user hears it',
      verification: [
        { id: 'c1', criterion: 'Tests pass', test: 'auto', command: 'make test' },
        { id: 'c2', criterion: 'It stops when lifted', test: 'manual' },
        { id: 'c3', criterion: '`npm test` exits 0', test: 'auto', command: 'npm test' },
      ],
      subtasks: [
        { originalId: '02-01', title: 'valve', isDone: true },
        { originalId: '02-02', title: 'TBD', isDone: false },
        { originalId: '02-03', title: 'pipe', isDone: false },
      ],
    });
  });

  it.each<[string, string]>([
    ['Phase 1', 'Phase 5<Phase 1'],
    ['Phase 1, Phase 2', 'Phase 5<Phase 1,Phase 2'],
    ['Phases 1 and 3', 'Phase 5<Phase 1,Phase 3'],
    ['Phases 2–4', 'Phase 5<Phase 2,Phase 3,Phase 4'],
    ['1 + 2', 'Phase 5<Phase 1,Phase 2'],
    ['Phase 1; Phase 2', 'Phase 5<Phase 1,Phase 2'],
    ['Phase 01', 'Phase 5<Phase 1'],
    ['01-foundation', 'Phase 5<Phase 1'],
    ['Phase 4 (can run beside Phase 3)', 'Phase 5<Phase 4'],
    ['Phase 2. Can run beside any later phase', 'Phase 5<Phase 2'],
    ['Wave A complete (Phases 2-3)', 'Phase 5<Phase 2,Phase 3'],
    ['All previous phases', 'Phase 5<Phase 1,Phase 2,Phase 3,Phase 4'],
    ['Nothing (independent of Phase 3)', 'Phase 5'],
    ['None', 'Phase 5'],
    ['—', 'Phase 5'],
    ['soft dependency on Phase 2', 'Phase 5'],
    ['**Phase 3**', 'Phase 5<Phase 3'],
  ])(`reads "Depends on: %s"${verifies('R-2')}`, (line, expected) => {
    expect(last('None', 'None', 'None', 'None', line)).toBe(expected);
  });

  it('lets a phase that says nothing follow the one before it by number', () => {
    expect(
      shape(planOf('### Phase 2: B\n**Goal**: g\n### Phase 1: A\n**Goal**: g\n### Phase 1.1: C\n**Goal**: g\n')),
    ).toEqual(['Phase 2<Phase 1.1', 'Phase 1', 'Phase 1.1<Phase 1']);
  });

  it('keeps a phase that says nothing behind all above it, whatever those say', () => {
    const text =
      '### Phase 1: A\n**Goal**: g\n### Phase 2: B\n**Goal**: g\n### Phase 3: C\n**Goal**: g\n**Depends on**: Phase 1\n### Phase 4: D\n**Goal**: g\n';
    expect(shape(planOf(text))).toEqual(['Phase 1', 'Phase 2<Phase 1', 'Phase 3<Phase 1', 'Phase 4<Phase 2,Phase 3']);
  });

  it('puts a phase off that names a later one, and keeps the order of the others', () => {
    const text =
      '### Phase 1: A\n**Goal**: g\n**Depends on**: Phase 3\n### Phase 2: B\n**Goal**: g\n### Phase 3: C\n**Goal**: g\n';
    expect(shape(planOf(text))).toEqual(['Phase 1<Phase 3', 'Phase 2', 'Phase 3<Phase 2']);
  });

  it(`refuses a cycle, and keeps a phase that is not there as missing${verifies('R-4')}`, () => {
    expect(problemsOf(phases('Phase 2', 'Phase 1'))).toMatchObject([
      { code: 'PLAN_CYCLE', line: 1, message: 'These tasks wait on each other: Phase 1 → Phase 2 → Phase 1' },
    ]);
    const plan = planOf(phases('None', 'Phase 22'));
    expect(plan.missingDependencies).toEqual([
      { task: 'task-002', target: 'Phase 22', where: { line: 7, column: 17 } },
    ]);
    expect(noteCodes(plan)).toContain('NOTE_MISSING_DEPENDENCY');
  });

  it('notes what belongs to another file, or to itself', () => {
    const plan = planOf(
      '### Phase 7: A\n**Goal**: g\n**Depends on**: Phase 6, Milestone v1.0\n### Phase 8: B\n**Goal**: g\n**Depends on**: Phase 8, Phase 7\n',
    );
    expect(shape(plan)).toEqual(['Phase 7', 'Phase 8<Phase 7']);
    expect(noteCodes(plan)).toEqual(['NOTE_EXTERNAL_DEPENDENCY', 'NOTE_EXTERNAL_DEPENDENCY', 'NOTE_SELF_DEPENDENCY']);
  });

  it.each<[string, string, string]>([
    [
      'the table says complete',
      '- [ ] x\n### Phase 1: A\n**Goal**: g\n\n| Phase | Status |\n|---|---|\n| 1. A | Complete |\n',
      'completed',
    ],
    [
      'planning is complete',
      '### Phase 1: A\n**Goal**: g\n\n| Phase | Status |\n|---|---|\n| 1. A | Planning complete |\n',
      'pending',
    ],
    [
      'a traceability table says complete',
      '### Phase 1: A\n**Goal**: g\n\n| Requirement | Phase | Status |\n|---|---|---|\n| R-1 | Phase 1 | Complete |\n',
      'pending',
    ],
    ['all plans are ticked', '### Phase 1: A\n**Goal**: g\n\nPlans:\n- [x] 01-01: a\n- [x] 01-02: b\n', 'completed'],
    ['list and heading contradict', '- [ ] **Phase 1: A**\n### Phase 1: A ✅\n**Goal**: g\n', 'pending'],
  ])('when %s', (_, text, status) => {
    expect(planOf(text).tasks[0]!.status).toBe(status);
  });

  it.each<[string, string]>([
    ['a gate', '**Gate**: Release manager says yes'],
    ['a checkpoint', '**Checkpoint**: human verifies'],
    ['words in a plan', 'Plans:\n- [ ] 01-01: Human verification'],
    ['words in the text', 'Requires manual approval.'],
    ['autonomous: false', 'autonomous: false'],
  ])(`asks a person for %s${verifies('R-2')}`, (_, line) => {
    expect(planOf(`### Phase 1: A\n**Goal**: g\n\n${line}\n`).tasks[0]!.humanGate).toEqual(expect.any(String));
  });

  it('asks a person before anything when the frontmatter says so, also when it stands late', () => {
    for (const head of [
      '---\ntitle: T\nautonomous: false\n---\n',
      '# Roadmap\n\n---\ntitle: T\nautonomous: false\n---\n',
    ]) {
      expect(planOf(head + phases('None', 'Phase 1')).tasks.map(({ humanGate }) => humanGate)).toEqual([
        'autonomous: false',
        undefined,
      ]);
    }
  });

  it('asks a person before anything when words outside the phases say so', () => {
    const text = `# Roadmap\n\nDo not start without approval.\n\n${phases('None', 'Phase 1')}`;
    expect(planOf(text).tasks.map(({ humanGate }) => humanGate)).toEqual(['Do not start without approval.', undefined]);
  });

  it('reads names in backticks as names, not as commands', () => {
    const criteria = [
      '`Tool.ts` is typed',
      'A command (`rm -rf`, `git push --force`) asks first',
      '`grep -r foo src` returns no matches',
      'Run `npm test` before `npm run build`',
      '`npm start` prints a URL',
    ];
    const plan = planOf(
      `### Phase 1: A\n**Goal**: g\n**Success Criteria**:\n${criteria.map((text, no) => `${no + 1}. ${text}`).join('\n')}\n`,
    );
    expect(plan.tasks[0]!.verification.map(({ test }) => test)).toEqual(criteria.map(() => 'manual'));
  });

  it.each<[string, string, string]>([
    ['`npm test`', '`npm test`', 'npm test'],
    ['verify: `grep -q x y`', 'grep -q x y', 'grep -q x y'],
    ['No debug code — verify: `! grep -r dbg src`', 'No debug code', '! grep -r dbg src'],
    ['Lint is clean (`npm run lint`)', 'Lint is clean', 'npm run lint'],
    ['The file is there: `test -f a.txt`', 'The file is there', 'test -f a.txt'],
    [
      'All are named: `for f in a b; do grep -q $f x || exit 1; done`',
      'All are named',
      'for f in a b; do grep -q $f x || exit 1; done',
    ],
    ['`npm run build` succeeds', '`npm run build` succeeds', 'npm run build'],
    ['`CI=1 npm test` passes with 0 errors', '`CI=1 npm test` passes with 0 errors', 'CI=1 npm test'],
  ])('takes the command of "%s"', (line, criterion, command) => {
    const plan = planOf(`### Phase 1: A\n**Goal**: g\n**Success Criteria**:\n1. ${line}\n`);
    expect(plan.tasks[0]!.verification).toEqual([{ id: 'c1', criterion, test: 'auto', command }]);
  });
});
