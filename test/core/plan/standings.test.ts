import { read } from './formats/format-table';

/** Each task as `title: status`, with what a person is asked before it. */
const tasks = (text: string, fileName = ''): readonly string[] => {
  const { reading } = read({ text, fileName });
  if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.plan.tasks.map(
    ({ title, status, humanGate }) => `${title}: ${status}${humanGate === undefined ? '' : `, asks ${humanGate}`}`,
  );
};
const notes = (text: string): readonly string[] => read(text).notes.map(({ line, code }) => `${line} ${code}`);

describe('a title says how its task stands', () => {
  it.each([
    'Lid (cancelled)',
    'Lid (won’t do)',
    'Lid (wontfix)',
    'Lid [SKIPPED]',
    'Lid (deferred to v2)',
    'Lid — DEFERRED',
    '[CANCELED] Lid',
    'DEFERRED: Lid',
    '~~Lid~~',
    '~~Lid~~ (moved to v2)',
    'Lid（取消）',
  ])('%s is not run, and noted', (title) => {
    const text = `- [ ] ${title}\n- [ ] Pot\n`;
    expect(tasks(text).map((task) => task.replace(/ \(moved to v2\)/, ''))).toEqual(['Lid: skipped', 'Pot: pending']);
    expect(notes(text)).toContain('1 NOTE_POSTPONED');
  });

  it.each([
    ['Lid (on hold)', 'on hold'],
    ['Lid [BLOCKED]', 'BLOCKED'],
    ['[BLOCKED] Lid', 'BLOCKED'],
    ['BLOCKED: Lid', 'BLOCKED'],
    ['Lid (waiting for the vendor)', 'waiting for the vendor'],
    ['Lid (blocked by legal)', 'blocked by legal'],
    ['Lid — blocked by legal', 'blocked by legal'],
  ])('%s waits for a person, and is noted', (title, said) => {
    const text = `- [ ] ${title}\n- [ ] Pot\n`;
    expect(tasks(text)).toEqual([
      expect.stringMatching(new RegExp(`^Lid.*: pending, asks The plan says "${said}"$`)),
      'Pot: pending',
    ]);
    expect(notes(text)).toContain('1 NOTE_HUMAN_GATE');
  });

  it.each([
    'Show cancelled orders',
    'Skipped tests: run them',
    'Block users',
    'Deferred rendering',
    'Lid (holder)',
    'Blocked users page',
  ])('%s only speaks of it', (title) => {
    expect(tasks(`- [ ] ${title}\n`)).toEqual([`${title}: pending`]);
  });

  it('a box that is ticked stays done', () => {
    expect(tasks('- [x] Lid (cancelled)\n- [ ] Pot\n')[0]).toBe('Lid (cancelled): completed');
  });

  it('one that is blocked by a task waits for that task only', () => {
    expect(tasks('- [ ] Lid\n- [ ] Pot (blocked by 1)\n')).toEqual(['Lid: pending', 'Pot: pending']);
  });

  it.each<[string, string, string]>([
    ['headings', '### Task 1: Lid (cancelled)\nx\n### Task 2: Pot [BLOCKED]\nx\n', ''],
    ['a numbered list', '## Steps\n1. Lid (cancelled)\n2. Pot [BLOCKED]\n', ''],
    ['spec-kit', '- [ ] T001 Lid (cancelled)\n- [ ] T002 Pot [BLOCKED]\n', ''],
    ['OpenSpec', '## 1. A\n- [ ] 1.1 Lid (cancelled)\n- [ ] 1.2 Pot [BLOCKED]\n', ''],
    ['Kiro', '- [ ] 1. Lid (cancelled)\n- [ ] 2. Pot [BLOCKED]\n', '.kiro/specs/k/tasks.md'],
  ])('so it does in %s', (_, text, fileName) => {
    expect(tasks(text, fileName)).toEqual(['Lid: skipped', 'Pot: pending, asks The plan says "BLOCKED"']);
  });
});

describe('what is struck out, or tagged so, is not run', () => {
  it.each<[string, string, string]>([
    ['behind an id', '- [ ] FIX-1: ~~Lid~~\n- [ ] FIX-2: Pot\n', ''],
    ['behind an id of spec-kit', '- [ ] T001 [P] ~~Lid~~\n- [ ] T002 Pot\n', ''],
    ['with its id, in spec-kit', '- [ ] ~~T001 Lid~~\n- [ ] T002 Pot\n', ''],
    ['as a tag of spec-kit', '- [ ] T001 [CANCELLED] Lid\n- [ ] T002 Pot\n', ''],
    ['as a tag of spec-kit in short', '- [ ] T001 [P] [SKIP] Lid\n- [ ] T002 Pot\n', ''],
    ['with its number, in Kiro', '- [ ] ~~1. Lid~~\n- [ ] 2. Pot\n', '.kiro/specs/k/tasks.md'],
    ['behind its number, in Kiro', '- [ ] 1. ~~Lid~~\n- [ ] 2. Pot\n', '.kiro/specs/k/tasks.md'],
    ['in OpenSpec', '## 1. A\n- [ ] 1.1 ~~Lid~~\n- [ ] 1.2 Pot\n', ''],
    ['in GSD-2', '# S01: A\n## Tasks\n- [ ] ~~**T01: Lid**~~\n- [ ] **T02: Pot**\n', ''],
    [
      'in the checklist of a roadmap',
      '## Phases\n- [ ] ~~**Phase 1: Lid**~~\n- [ ] **Phase 2: Pot** - x\n### Phase 2: Pot\n**Goal**: g\n',
      '',
    ],
    [
      'by the status of a phase',
      '### Phase 1: Lid\n**Goal**: g\n**Status**: Deferred\n### Phase 2: Pot\n**Goal**: g\n',
      '',
    ],
    [
      'by the remark of a checklist',
      '## Phases\n- [ ] **Phase 1: Lid** - deferred\n- [ ] **Phase 2: Pot** - x\n### Phase 2: Pot\n**Goal**: g\n',
      '',
    ],
  ])('%s', (_, text, fileName) => {
    expect(tasks(text, fileName)).toEqual(['Lid: skipped', 'Pot: pending']);
    expect(read({ text, fileName }).notes.map(({ code }) => code)).toContain('NOTE_POSTPONED');
  });
  it('not where a part of the title is', () =>
    expect(tasks('- [ ] Lid ~~of tin~~ of copper\n')).toEqual(['Lid of tin of copper: pending']));
  it('and a part that is struck out is done', () => {
    const { reading } = read('- [ ] a\n  - [ ] ~~b~~\n  - [ ] c\n');
    expect(reading.type === 'plan' && reading.plan.tasks[0]!.subtasks.map(({ isDone }) => isDone)).toEqual([
      true,
      false,
    ]);
  });
});

describe('a heading says how all below it stands', () => {
  it.each<[string, string, string]>([
    [
      'spec-kit',
      '## Phase 1: A\n- [ ] T001 a\n## Phase 2: B — BLOCKED\n- [ ] T002 b\n## Phase 3: Deferred\n- [ ] T003 c\n## Phase 4: D\n- [ ] T004 d\n',
      '',
    ],
    [
      'Kiro',
      '## A\n- [ ] 1. a\n## B [BLOCKED]\n- [ ] 2. b\n## C (deferred)\n- [ ] 3. c\n## D\n- [ ] 4. d\n',
      '.kiro/specs/k/tasks.md',
    ],
    [
      'OpenSpec',
      '## 1. A\n- [ ] 1.1 a\n## 2. B (BLOCKED)\n- [ ] 2.1 b\n## 3. C (cancelled)\n- [ ] 3.1 c\n## 4. D\n- [ ] 4.1 d\n',
      '',
    ],
    [
      'boxes',
      '## Phase 1: A\n- [ ] a\n## Phase 2: BLOCKED\n- [ ] b\n## Phase 3: Deferred\n- [ ] c\n## Phase 4: D\n- [ ] d\n',
      '',
    ],
  ])('in %s', (_, text, fileName) =>
    expect(tasks(text, fileName)).toEqual([
      'a: pending',
      'b: pending, asks The plan says "BLOCKED"',
      'c: skipped',
      'd: pending',
    ]),
  );

  it.each(['', '[ ] '])('as a column of a board (%s)', (box) => {
    const text = `# B\n## To do\n- ${box}a\n## Blocked\n- ${box}b\n## On hold (1)\n- ${box}c\n## Deferred\n- ${box}d\n## Done\n- ${box}e\n`;
    expect(tasks(text)).toEqual([
      'a: pending',
      'b: pending, asks status: Blocked',
      'c: pending, asks status: On hold (1)',
      'd: skipped',
      'e: completed',
    ]);
  });

  it('as a phase that is deferred or on hold', () => {
    const text =
      '## Phase 1: A\n- [ ] a\n## Phase 2: B (deferred)\n- [ ] b\n## Phase 3: C [ON HOLD]\n- [ ] c\n## Phase 4: D\n- [ ] d\n';
    expect(tasks(text)).toEqual(['a: pending', 'b: skipped', 'c: pending, asks The plan says "ON HOLD"', 'd: pending']);
  });
});

describe('a status in another language', () => {
  it.each([
    ['hecho', 'completed'],
    ['완료', 'completed'],
    ['en cours', 'in_progress'],
    ['in Bearbeitung', 'in_progress'],
    ['未着手', 'pending'],
    ['annullato', 'skipped'],
  ])('%s is read from a table', (word, status) =>
    expect(tasks(`| Task | Status |\n|---|---|\n| Lid | ${word} |\n| Pot | |\n`)).toEqual([
      `Lid: ${status}`,
      'Pot: pending',
    ]),
  );

  it.each([
    ['a table', '| Task | Status |\n|---|---|\n| Lid | simmering |\n| Pot | - |\n', 3],
    ['a field of a box', '- [ ] Lid\n  status: simmering\n- [ ] Pot\n', 2],
    ['a field below a heading', '### Task 1: Lid\n**Status:** simmering\n### Task 2: Pot\n**Status:** -\n', 2],
  ])('that nobody knows is noted, in %s', (_, text, line) => {
    expect(tasks(text)).toEqual(['Lid: pending', 'Pot: pending']);
    expect(notes(text).filter((note) => note.endsWith('NOTE_NOT_UNDERSTOOD'))).toEqual([`${line} NOTE_NOT_UNDERSTOOD`]);
  });
});
