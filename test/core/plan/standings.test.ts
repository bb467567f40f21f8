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

describe('a heading says how all below it stands', () => {
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
