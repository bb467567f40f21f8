import { examinePlan } from '../../../runtime/core/plan/examine-plan';
import type { PlanInput } from '../../../runtime/core/plan/plan';
import { verifies } from '../../support/verifies';
import { context } from './plans';

const messages = (input: PlanInput): readonly string[] => {
  const { reading, notes } = examinePlan(input, context());
  const all = reading.type === 'plan' ? notes : reading.problems;
  return all.flatMap(({ message, hint, code, line }: { message: string; hint?: string; code: string; line: number }) =>
    /DEPENDENCY$/.test(code)
      ? [`${line} ${/did you mean ("[^"]*")/i.exec(`${message} ${hint ?? ''}`)?.[1] ?? 'no idea'}`]
      : [],
  );
};
const list = (...tasks: object[]): PlanInput => ({ text: JSON.stringify({ tasks }), format: 'data-list' });

describe('a name that is not in the plan', () => {
  it.each<[string, PlanInput, string[]]>([
    [
      'is no slip when its number is another',
      list({ id: 1, title: 'a' }, { id: 2, title: 'b', depends_on: [9] }),
      ['1 no idea'],
    ],
    ['is never the task itself', list({ id: 'US-004', title: 'a', depends_on: ['US-404'] }), ['1 no idea']],
    [
      'of one letter means nothing else',
      list({ id: 'A', title: 'a' }, { id: 'B', title: 'b', depends_on: ['Z'] }),
      ['1 no idea'],
    ],
    [
      'is a slip when only letters differ',
      list({ id: 'task-3', title: 'a' }, { id: 'task-4', title: 'b', depends_on: ['taks-3'] }),
      ['1 "task-3"'],
    ],
    [
      'is a slip in our own list, too',
      {
        text: 'schemaVersion: 1\ntitle: t\ntasks:\n- {id: lint, title: a}\n- {id: b, title: b, dependencies: [lintt]}\n',
      },
      ['5 "lint"'],
    ],
  ])('%s', (_, input, expected) => expect(messages(input)).toEqual(expected));

  it(`lets a task of a list start that waits on nothing else, says so with its line, and keeps its gate${verifies('R-32')}`, () => {
    const text = `tasks:\n  - id: a\n    title: A\n    depends_on: [zz]\n    autonomous: false\n  - id: b\n    title: B\n    depends_on: [a]\n`;
    const { reading, notes } = examinePlan({ text }, context());
    if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
    const { tasks, missingDependencies } = reading.plan;
    expect(tasks.map(({ originalId, dependencies, humanGate }) => [originalId, dependencies, humanGate])).toEqual([
      ['a', [], 'autonomous: false'],
      ['b', ['task-001'], undefined],
    ]);
    expect(missingDependencies).toEqual([{ task: 'task-001', target: 'zz', where: { line: 4, column: 18 } }]);
    expect(notes.map(({ line, code }) => `${line} ${code}`)).toContain('4 NOTE_MISSING_DEPENDENCY');
  });

  it('is noted where a sentence of spec-kit names it', () => {
    const text = `# Tasks: K\n- [ ] T001 a\n- [ ] T002 b\n## Dependencies\n- T014 → T015\n- T001 → T002\n- T003 blocks T002\n`;
    const { notes } = examinePlan({ text }, context());
    expect(notes.filter(({ code }) => code === 'NOTE_NOT_UNDERSTOOD').map(({ line }) => line)).toEqual([5, 7]);
  });
});

describe('what must hold is proven by a task that is run', () => {
  const criteriaOf = (input: PlanInput): readonly string[] => {
    const { reading } = examinePlan(input, context());
    if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
    return reading.plan.tasks.map(({ originalId, verification }) => `${originalId}:${verification.length}`);
  };
  it.each<[string, PlanInput, string[]]>([
    [
      'criteria of the plan',
      { text: '## 1. A\n- [ ] 1.1 a\n- [x] 1.2 b\n## Success Criteria\n- [ ] c\n' },
      ['1.1:1', '1.2:0'],
    ],
    [
      'those below a list',
      { text: '# P\n## Tasks\n- [ ] a\n- [x] b\n### Acceptance Criteria\n- [ ] c\n' },
      ['1:1', '2:0'],
    ],
    [
      'those of a phase',
      { text: '# Tasks: K\n## Phase 1: Setup\n- [ ] T001 a\n- [x] T002 b\n**Checkpoint**: it works\n' },
      ['T001:1', 'T002:0'],
    ],
    [
      'those that two tasks of a story name',
      {
        text: '# Story 1.2: Lid\n\n## Acceptance Criteria\n1. Closes\n\n## Tasks / Subtasks\n- [ ] Task 1: a (AC: 1)\n- [x] Task 2: b (AC: 1)\n',
        fileName: 'stories/1-2-lid.md',
      },
      ['1:1', '2:0'],
    ],
    [
      'the last one, where all are done',
      { text: '## 1. A\n- [x] 1.1 a\n- [x] 1.2 b\n## Success Criteria\n- [ ] c\n' },
      ['1.1:0', '1.2:1'],
    ],
  ])('%s', (_, input, expected) => expect(criteriaOf(input)).toEqual(expected));
});
