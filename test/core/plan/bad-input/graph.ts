import type { PlanReading } from '../../../../runtime/core/plan/plan';
import { type Case, cases, json, one, times } from './answers';

const message =
  (text: string) =>
  (reading: PlanReading): void =>
    expect(reading).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining(text) })]),
    });
const hint =
  (text: string) =>
  (reading: PlanReading): void =>
    expect(reading).toMatchObject({ problems: [{ hint: expect.stringContaining(text) }] });
const ring = (count: number, chord: readonly number[] = []): string =>
  json(
    ...times(count, (no) => ({
      id: `t${no}`,
      title: 'x',
      dependencies: [`t${(no + 1) % count}`, ...(no === 0 ? chord.map((on) => `t${on}`) : [])],
    })),
  );

export const graph: readonly Case[] = cases('plan.json', [
  [99, 'a task that waits on itself', one({ id: 'a', dependencies: ['a'] }), '1:79 PLAN_CYCLE'],
  [100, 'two tasks that wait on each other', ring(2), '1:41 PLAN_CYCLE', { answer: message('t0 → t1 → t0') }],
  [101, 'a ring of 100', ring(100), '1:41 PLAN_CYCLE', { answer: message('(100 tasks)') }],
  [
    101,
    'a ring of 100 with a short one inside: the shortest is told',
    ring(100, [98]),
    'problems PLAN_CYCLE',
    { answer: message('t0 → t98 → t99 → t0') },
  ],
  [
    102,
    'an unknown dependency',
    json({ id: 'lint', title: 'x' }, { title: 'y', dependencies: ['lintt'] }),
    '1:96 PLAN_UNKNOWN_DEPENDENCY',
    { answer: hint('Did you mean "lint"?') },
  ],
  [
    103,
    'a dependency in another case',
    json({ id: 'Lint', title: 'x' }, { title: 'y', dependencies: ['lint'] }),
    '1:96 PLAN_UNKNOWN_DEPENDENCY',
    { answer: hint('Did you mean "Lint"?') },
  ],
  [
    104,
    'a dependency twice',
    json({ id: 'b', title: 'y' }, { title: 'z', dependencies: ['b', 'b'] }),
    'accepts NOTE_DUPLICATE_DEPENDENCY',
    { plan: ({ tasks }) => expect(tasks[1]!.dependencies).toEqual(['task-001']) },
  ],
  [
    105,
    'an id twice',
    '{"tasks":[\n{"id":"a","title":"x"},\n{"id":"a","title":"y"}]}',
    '3:1 PLAN_DUPLICATE_ID',
    { answer: message('stands in lines 2 and 3') },
  ],
  [
    106,
    'a dependency on a task of another plan',
    one({ dependencies: ['other-plan/task-1'] }),
    '1:70 PLAN_UNKNOWN_DEPENDENCY',
  ],
  [
    106,
    'a dependency on a cancelled task: nobody may say that one is',
    json({ id: 'a', title: 'x', status: 'cancelled' }, { title: 'y', dependencies: ['a'] }),
    '1:72 PLAN_FORBIDDEN_FIELD',
  ],
  [
    106,
    'a dependency on a task that is marked as skipped',
    json({ id: 'a', title: 'x', marked: 'skipped' }, { title: 'y', dependencies: ['a'] }),
    '1:112 PLAN_SKIPPED_DEPENDENCY',
  ],
  [
    106,
    'a dependency on a task that a foreign plan leaves out',
    '- [ ] 1. ~~a~~\n- [ ] ~~b~~\n- [ ] c (depends: 2)\n',
    'accepts NOTE_SKIPPED_DEPENDENCY',
    { fileName: 'TODO.md' },
  ],
  [
    107,
    'no task that could start',
    json({ id: 'a', title: 'x', dependencies: ['b'] }, { id: 'b', title: 'y', dependencies: ['a'] }),
    '1:41 PLAN_CYCLE',
  ],
  [107, 'tasks that are said to be blocked', one({ status: 'blocked' }), '1:63 PLAN_FORBIDDEN_FIELD'],
  [
    108,
    'groups whose numbers have gaps',
    json({ title: 'x', phase: 'Wave 1' }, { title: 'y', phase: 'Wave 4' }),
    'accepts',
  ],
  [
    109,
    'a wave beside dependencies: our schema has none, they follow from dependencies',
    one({ wave: 3 }),
    '1:54 PLAN_UNKNOWN_FIELD',
  ],
  [112, 'an unknown priority', '{"metadata":{"priority":"asap"},"tasks":[{"title":"x"}]}', '1:25 PLAN_ENUM'],
  [
    113,
    'a gate that says nothing: a person is asked',
    one({ humanGate: '' }),
    'accepts',
    { plan: ({ tasks }) => expect(tasks[0]!.humanGate).toBe('A person must approve') },
  ],
  [113, 'a gate of a wrong type', one({ humanGate: 7 }), '1:66 PLAN_TYPE'],
  [113, 'a field for gates, that our schema does not have', one({ gates: [{}] }), '1:54 PLAN_UNKNOWN_FIELD'],
  [
    114,
    'two gates that wait on each other',
    json(
      { id: 'a', title: 'x', humanGate: 'Yes?', dependencies: ['b'] },
      { id: 'b', title: 'y', humanGate: true, dependencies: ['a'] },
    ),
    '1:41 PLAN_CYCLE',
  ],
  [
    115,
    'a diamond with an optional branch',
    json(
      { id: 'a', title: 'a' },
      { id: 'b', title: 'b', dependencies: ['a'] },
      { id: 'c', title: 'c', dependencies: ['a'], isOptional: true },
      { id: 'd', title: 'd', dependencies: ['b', 'c'] },
    ),
    'accepts',
  ],
]);
