import { verifies } from '../../support/verifies';
import { planOf } from './plans';

/** `2 the question` for each task that waits for a person. */
const asked = (text: string, fileName?: string): string[] =>
  planOf(text, fileName).tasks.flatMap(({ originalId, humanGate }) =>
    humanGate === undefined ? [] : [`${originalId} ${humanGate}`],
  );

const noted = (text: string, fileName?: string): number[] =>
  planOf(text, fileName).notes.flatMap(({ code, line }) => (code === 'NOTE_HUMAN_GATE' ? [line] : []));

const SPEC = 'specs/001-k/tasks.md';

describe(`a sentence that asks for a person is heard by a task${verifies('R-3')}`, () => {
  it.each<[string, string, string | undefined, string[]]>([
    [
      'below the last task',
      '# P\n- [ ] a\n- [ ] b\n\nDo not deploy before human approval\n',
      undefined,
      ['1 Do not deploy before human approval'],
    ],
    [
      'in a section of its own in a list of OpenSpec',
      '## 1. A\n- [ ] 1.1 a\n- [ ] 1.2 b\n## Notes\nWait for approval of Bob.\n',
      'openspec/changes/x/tasks.md',
      ['1.1 Wait for approval of Bob.'],
    ],
    [
      'in a quote',
      '## Phase 1: A\n- [ ] a\n\n> **STOP and validate** with all\n\n## Phase 2: B\n- [ ] b\n',
      undefined,
      ['2 STOP and validate with all'],
    ],
    [
      'between two tasks of a slice of GSD-2',
      '# S01: B\n\n## Tasks\n\n- [ ] **T01: A**\n\n**Checkpoint**: wait for approval of Ann\n\n- [ ] **T02: B**\n',
      'S01-PLAN.md',
      ['T02 Checkpoint: wait for approval of Ann'],
    ],
    [
      'that is a checkpoint of work that is done',
      '## Phase 1: A\n- [x] T001 a\n\n**Checkpoint**: STOP until Ann has approved\n\n## Phase 2: B\n- [ ] T002 b\n',
      SPEC,
      ['T002 STOP until Ann has approved'],
    ],
    [
      'that is a checkpoint in a list of OpenSpec',
      '## 1. A\n- [ ] 1.1 a\n\n**CHECKPOINT** — all of it\n\n## 2. B\n- [ ] 2.1 b\n',
      'openspec/changes/x/tasks.md',
      ['2.1 CHECKPOINT — all of it'],
    ],
  ])('%s', (_, text, fileName, gates) => {
    expect(asked(text, fileName).map((gate) => gate.replaceAll('*', ''))).toEqual(gates);
    expect(noted(text, fileName).length).toBeGreaterThan(0);
  });

  it('as a criterion of the story that it is about, in a list of spec-kit', () => {
    const text =
      '## Phase 3: User Story 1 - A\n- [ ] T001 [US1] a\n## Phase 4: User Story 2 - B\n- [ ] T002 [US2] b\n## Implementation Strategy\n### MVP First (User Story 1 Only)\n1. Complete Phase 3\n2. **STOP and VALIDATE**: Test it alone\n';
    const [first] = planOf(text, SPEC).tasks;
    expect(first!.verification.map(({ criterion, test }) => [criterion, test])).toEqual([
      ['STOP and VALIDATE: Test it alone', 'manual'],
    ]);
    expect(asked(text, SPEC)).toEqual([]);
  });

  it('and no note says that somebody is asked where no task stands', () => {
    const text = '# P\n## A\n- [ ] a\n## B\n- [ ] b\n\nwait for approval\n';
    const notes = planOf(text).notes.filter(({ line }) => line === 7);
    expect(notes.map(({ message }) => message)).toEqual([
      'A person is asked before anything starts, for this is about no task below it: "wait for approval"',
    ]);
  });

  it.each(['gate: none', 'status: open\n  gate: none'])('but not where a task says %j', (field) =>
    expect(asked(`- [ ] a\n  ${field}\n- [ ] b\n`)).toEqual([]),
  );
});

it('a note repeats little of a long question that is asked before all tasks', () => {
  const text = `**Goal:** ${'[manual]'.repeat(60)}\n### Task 1: Valve\n- [ ] **Step 1: a**\n`;
  const notes = planOf(text, 'docs/plans/2026-01-05-kettle.md').notes.filter(({ code }) => code === 'NOTE_HUMAN_GATE');
  expect(notes.length).toBeGreaterThan(0);
  expect(Math.max(...notes.map(({ message }) => message.length))).toBeLessThan(210);
});
