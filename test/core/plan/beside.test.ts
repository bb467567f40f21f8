import type { ExecutionPlan } from '../../../runtime/core/plan/plan';
import { readPlan } from '../../../runtime/core/plan/read-plan';
import { besideNames, saidBeside } from '../../../runtime/core/plan/text/beside-words';
import { context } from './plans';

function read(...lines: readonly string[]): ExecutionPlan {
  const reading = readPlan({ text: `${lines.join('\n')}\n`, fileName: 'PLAN.md' }, context());
  if (reading.type === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.plan;
}

/** `3<1,~2`: task 3 waits on 1, and on 2 by the order of the document. */
const edges = ({ tasks }: ExecutionPlan): readonly string[] =>
  tasks.map(({ id, dependencies, impliedDependencies = [] }) => {
    const short = (other: string): string => String(Number(other.slice(5)));
    return `${short(id)}<${dependencies.map((on) => (impliedDependencies.includes(on) ? `~${short(on)}` : short(on))).join(',')}`;
  });

describe('tasks that may run beside others', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'in brackets',
      ['- [ ] 1. Schema', '- [ ] 2. API', '- [ ] 3. UI (parallel with 2)', '- [ ] 4. Ship'],
      ['1<', '2<~1', '3<~1', '4<~2,~3'],
    ],
    [
      'beside one that says what it waits on',
      ['- [ ] 1. Schema', '- [ ] 2. API (depends on 1)', '- [ ] 3. UI (parallel with 2)', '- [ ] 4. Ship'],
      ['1<', '2<1', '3<~1', '4<~2,~3'],
    ],
    [
      'beside several',
      ['- [ ] 1. A', '- [ ] 2. B', '- [ ] 3. C (can be built in parallel with 1 and 2)', '- [ ] 4. D'],
      ['1<', '2<~1', '3<', '4<~2,~3'],
    ],
    [
      'beside one that stands below',
      ['- [ ] 1. A', '- [ ] 2. B (parallel with 3)', '- [ ] 3. C', '- [ ] 4. D'],
      ['1<', '2<~1', '3<~1', '4<~2,~3'],
    ],
    [
      'beside one far above',
      ['- [ ] 1. A', '- [ ] 2. B', '- [ ] 3. C', '- [ ] 4. D (parallel with 2)', '- [ ] 5. E'],
      ['1<', '2<~1', '3<~2', '4<~1', '5<~3,~4'],
    ],
    [
      'beside one of another section',
      ['## A', '- [ ] 1. A', '- [ ] 2. B', '## B', '- [ ] 3. C (parallel with 2)', '- [ ] 4. D'],
      ['1<', '2<~1', '3<~1', '4<~2,~3'],
    ],
    [
      'at the end of a title',
      ['- [ ] Lid', '- [ ] Pot', '- [ ] Paint — in parallel with Pot', '- [ ] Ship'],
      ['1<', '2<~1', '3<~1', '4<~2,~3'],
    ],
    [
      'on a line below',
      ['### Task 1: A', 'x', '### Task 2: B', 'x', '### Task 3: C', 'Can run in parallel with Task 2.'],
      ['1<', '2<~1', '3<~1'],
    ],
    ['in German', ['1. Boden', '2. Wand', '3. Dach (parallel zu 2)'], ['1<', '2<~1', '3<~1']],
    ['in Chinese', ['- [ ] 1. 设计', '- [ ] 2. 开发', '- [ ] 3. 文档（与2并行）'], ['1<', '2<~1', '3<~1']],
    ['in Japanese', ['- [ ] 設計', '- [ ] 実装', '- [ ] 文書（実装と並行）'], ['1<', '2<~1', '3<~1']],
  ])('%s', (_, lines, expected) => expect(edges(read(...lines))).toEqual(expected));

  it('is noted, and leaves the title', () => {
    const { tasks, notes } = read('- [ ] 1. API', '- [ ] 2. UI (parallel with 1)');
    expect(tasks[1]!.title).toBe('UI');
    expect(notes).toContainEqual(
      expect.objectContaining({
        code: 'NOTE_DEPENDENCY_READ',
        line: 2,
        message: '"parallel with 1" is read as what "UI" does not wait for',
      }),
    );
  });

  it('that name no task keep their place, which is noted', () => {
    const plan = read('- [ ] 1. API', '- [ ] 2. UI (parallel with the design team)');
    expect(edges(plan)).toEqual(['1<', '2<~1']);
    expect(plan.tasks[1]!.title).toBe('UI (parallel with the design team)');
    expect(plan.notes.map(({ code }) => code)).toContain('NOTE_NOT_UNDERSTOOD');
  });

  it.each(['Read files in parallel with workers', 'Show the price alongside the title', 'Parallel tests'])(
    'are not meant by %j',
    (title) => {
      const plan = read('- [ ] First', `- [ ] ${title}`);
      expect(edges(plan)).toEqual(['1<', '2<~1']);
      expect(plan.tasks[1]!.title).toBe(title);
      expect(plan.notes.map(({ code }) => code)).not.toContain('NOTE_NOT_UNDERSTOOD');
    },
  );

  it.each<[string, readonly string[] | undefined]>([
    ['parallel with 4', ['4']],
    ['can run in parallel with: Task 2 and Task 3', ['Task 2', 'Task 3']],
    ['en parallèle avec 2', ['2']],
    ['en paralelo con 2', ['2']],
    ['параллельно с 2', ['2']],
    ['2과 병행', ['2']],
    ['Build it in parallel with 2', undefined],
    ['并行', undefined],
  ])('%j names %j', (words, expected) => expect(besideNames(words)).toEqual(expected));

  it('are taken off the title with what leads to them', () =>
    expect(saidBeside('Docs, can be done in parallel with 2')).toEqual({
      title: 'Docs',
      said: 'can be done in parallel with 2',
      names: ['2'],
      isLoose: true,
    }));
});
