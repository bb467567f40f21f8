import { describe, expect, it } from '@jest/globals';
import { planOf } from './plans';

const ids = (count: number, name: string): readonly string[] =>
  Array.from({ length: count }, (_, no) => `${name}${no + 1}`);
const list = (names: readonly string[], more: object = {}): readonly object[] =>
  names.map((id) => ({ id, description: `Do ${id}`, status: 'pending', ...more }));

/** What a task waits on, through others too. */
function waitsOn(text: string, fileName: string, id: string): ReadonlySet<string> {
  const plan = planOf(text, fileName);
  const byId = new Map(plan.tasks.map((task) => [task.id, task]));
  const open = plan.tasks.filter(({ originalId }) => originalId === id);
  const found = new Set<string>();
  for (const task of open)
    for (const on of task.dependencies.map((each) => byId.get(each)!)) {
      if (!found.has(on.originalId)) open.push(on);
      found.add(on.originalId);
    }
  return found;
}

describe('groups of many tasks that wait on groups of many', () => {
  const phases = (second: readonly object[]): string =>
    JSON.stringify({
      feature: 'f',
      phases: [
        { id: 'p1', parallel_safe: true, subtasks: list(ids(200, 'a'), { depends_on: [] }) },
        { id: 'p2', depends_on: ['p1'], parallel_safe: true, subtasks: second },
      ],
    });

  it('wait for every one of them, through a few edges', () => {
    const text = phases(list(ids(200, 'b')));
    const { tasks } = planOf(text, 'implementation_plan.json');
    expect(tasks.reduce((sum, { dependencies }) => sum + dependencies.length, 0)).toBeLessThan(200 * 64);
    for (const id of ['b1', 'b2', 'b200'])
      expect([...waitsOn(text, 'implementation_plan.json', id)]).toEqual(expect.arrayContaining([...ids(200, 'a')]));
  });

  it('wait also where the first of them is done already', () => {
    const [first, ...others] = list(ids(40, 'b'));
    const text = phases([{ ...first, status: 'completed' }, ...others]);
    const { tasks } = planOf(text, 'implementation_plan.json');
    const join = tasks.find(({ originalId }) => originalId === 'b2')!;
    expect(join.dependencies.length).toBeGreaterThan(100);
    expect(tasks.find(({ originalId }) => originalId === 'b3')!.dependencies).toContain(join.id);
  });

  it('wait for every task of a batch, however many there are', () => {
    const text = `phases:\n- id: a\n  batches:\n  - {id: b1, parallel: true, tasks: [${ids(100, 'T').join(', ')}]}\n  - {id: b2, parallel: true, tasks: [X1, X2]}\n`;
    for (const id of ['X1', 'X2'])
      expect([...waitsOn(text, 'tasks.execution.yaml', id)]).toEqual(expect.arrayContaining([...ids(100, 'T')]));
  });
});

describe('runs of tasks that are marked as parallel', () => {
  const run = (from: number, count: number, box: (no: number) => string): string =>
    Array.from({ length: count }, (_, no) => box(from + no)).join('\n');
  const id = (no: number): string => `T${String(no).padStart(3, '0')}`;
  const boxOf = {
    'PLAN.md': (mark: string) => (no: number) => `- [ ] ${id(no)} ${mark} Write part ${no}`,
    'tasks.md': (mark: string) => (no: number) => `- [ ] ${id(no)} ${mark} Write part ${no} in src/part${no}.ts`,
  };

  it.each(['PLAN.md', 'tasks.md'] as const)(
    'of %s start together, however long they are, and the next waits for all',
    (file) => {
      const [parallel, alone] = [boxOf[file]('[P]'), boxOf[file]('')];
      const text = `# Tasks\n\n## Phase 1: Parts\n\n${alone(1)}\n${run(2, 50, parallel)}\n${alone(52)}\n${run(53, 40, parallel)}\n`;
      const { tasks } = planOf(text, file);
      const on = (no: number): readonly string[] => {
        const { dependencies } = tasks.find(({ originalId }) => originalId === id(no))!;
        return tasks.filter((task) => dependencies.includes(task.id)).map(({ originalId }) => originalId);
      };
      for (let no = 2; no <= 51; no++) expect(on(no)).toEqual([id(1)]);
      expect(on(52)).toEqual(Array.from({ length: 50 }, (_, no) => id(no + 2)));
      for (let no = 53; no <= 92; no++) expect(on(no)).toEqual([id(52)]);
    },
  );
});
