import fc from 'fast-check';
import { writeTaskMasterStatus } from '../../../runtime/core/plan/write-task-master-status';
import { verifies } from '../../support/verifies';
import { read } from './formats/format-table';

type Statuses = Parameters<typeof writeTaskMasterStatus>[1];

const write = (text: string, statuses: Record<string, string>) =>
  writeTaskMasterStatus(text, new Map(Object.entries(statuses)) as Statuses);
const written = (text: string, statuses: Record<string, string>): string => {
  const writing = write(text, statuses);
  if (writing.type === 'problems') throw new Error(JSON.stringify(writing.problems));
  return writing.text;
};

describe('writing statuses into a Task Master file', () => {
  it.each<[string, string, Record<string, string>, string]>([
    [
      'changes one word',
      '{"tasks":[{"id":1,"status":"pending"},{"id":2,"status":"pending"}]}',
      { 2: 'completed' },
      '{"tasks":[{"id":1,"status":"pending"},{"id":2,"status":"done"}]}',
    ],
    [
      'in the list alone',
      '[ {"id": "a", "status" : "pending" } ]',
      { a: 'in_progress' },
      '[ {"id": "a", "status" : "in-progress" } ]',
    ],
    [
      'in one tag, by the bare id',
      '{"master":{"tasks":[{"id":1,"status":"pending"}]},"tags":{"master":{}}}',
      { 1: 'failed' },
      '{"master":{"tasks":[{"id":1,"status":"blocked"}]},"tags":{"master":{}}}',
    ],
    [
      'in several tags, by the qualified id',
      '{"a":{"tasks":[{"id":1,"status":"pending"}]},"b":{"tasks":[{"id":1,"status":"pending"}]}}',
      { 'b/1': 'skipped' },
      '{"a":{"tasks":[{"id":1,"status":"pending"}]},"b":{"tasks":[{"id":1,"status":"cancelled"}]}}',
    ],
    [
      'of subtasks, local and dotted',
      '{"tasks":[{"id":5,"status":"pending","subtasks":[{"id":1,"status":"pending"},{"id":"5.2","status":"pending"}]}]}',
      { '5.1': 'completed', '5.2': 'completed' },
      '{"tasks":[{"id":5,"status":"pending","subtasks":[{"id":1,"status":"done"},{"id":"5.2","status":"done"}]}]}',
    ],
    [
      "in the file's own word",
      '{"tasks":[{"id":1,"status":"completed"},{"id":2,"status":"todo"}]}',
      { 1: 'pending', 2: 'completed' },
      '{"tasks":[{"id":1,"status":"todo"},{"id":2,"status":"completed"}]}',
    ],
    [
      'leaves a word that means it already',
      '{"tasks":[{"id":1,"status":"review"}]}',
      { 1: 'in_progress' },
      '{"tasks":[{"id":1,"status":"review"}]}',
    ],
    ['under state, and for null', '[{"id":1,"state":null}]', { 1: 'completed' }, '[{"id":1,"state":"done"}]'],
    [
      'adds the field where it is missing, written like the first',
      '{\r\n\t"tasks": [\r\n\t\t{\r\n\t\t\t"id": 1,\r\n\t\t\t"title": "a"\r\n\t\t}\r\n\t]\r\n}',
      { 1: 'completed' },
      '{\r\n\t"tasks": [\r\n\t\t{\r\n\t\t\t"id": 1,\r\n\t\t\t"status": "done",\r\n\t\t\t"title": "a"\r\n\t\t}\r\n\t]\r\n}',
    ],
    [
      'keeps a byte order mark',
      '\ufeff[{"id":1,"status":"x"}]',
      { 1: 'completed' },
      '\ufeff[{"id":1,"status":"done"}]',
    ],
    [
      'of the second of two that have one id',
      '[{"id":1,"status":"pending"},{"id":1,"status":"pending"}]',
      { '1#2': 'completed' },
      '[{"id":1,"status":"pending"},{"id":1,"status":"done"}]',
    ],
    [
      'of a task without an id, by its place',
      '[{"title":"a"},{"title":"b","status":"pending"}]',
      { 2: 'completed' },
      '[{"title":"a"},{"title":"b","status":"done"}]',
    ],
  ])(`%s${verifies('R-7')}`, (_, text, statuses, expected) => {
    expect(written(text, statuses)).toBe(expected);
    expect(written(expected, statuses)).toBe(expected);
  });

  it('names what it does not find, and what stands there twice', () => {
    const text = '[{"id":1,"subtasks":[{"id":1,"status":"pending"},{"id":"1.1","status":"pending"}]}]';
    expect(write(text, { 1: 'completed', 9: 'completed', '1.1': 'completed' })).toMatchObject({
      changed: ['1'],
      unknown: ['9', '1.1'],
    });
  });

  it.each<[string, string, string]>([
    ['is damaged', '{"tasks":[{"id":1 "status":"done"}]}', 'PLAN_SYNTAX'],
    ['has a key twice', '{"tasks":[{"id":1,"status":"done","status":"pending"}]}', 'PLAN_DUPLICATE_KEY'],
    ['is something else', '{"a":1}', 'PLAN_SHAPE'],
  ])('does not write a file that %s', (_, text, code) => {
    const writing = write(text, { 1: 'completed' });
    expect(writing.type === 'problems' && writing.problems.map((problem) => problem.code)).toEqual([code]);
  });

  const word = fc.constantFrom(
    'pending',
    'done',
    'in-progress',
    'review',
    'deferred',
    'cancelled',
    'blocked',
    'completed',
    'odd',
  );
  const status = fc.constantFrom<string[]>('pending', 'in_progress', 'completed', 'failed', 'skipped');
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const part = fc.record({ title: text, status: word, dependencies: fc.array(fc.nat(9), { maxLength: 3 }), x: text });
  const task = fc.record({
    title: text,
    'status"': text,
    status: word,
    details: text,
    subtasks: fc.array(part, { maxLength: 3 }),
  });
  const file = fc.record({
    tags: fc.array(fc.array(task, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    shape: fc.constantFrom('legacy', 'bare', 'tagged'),
    indent: fc.constantFrom<(string | number)[]>(0, 1, 2, '\t', 7),
    hasMark: fc.boolean(),
    hasReturns: fc.boolean(),
    end: fc.constantFrom('', '\n', ' \n\n'),
  });

  it(`touches nothing but statuses, whatever the file looks like${verifies('R-7')}`, () => {
    fc.assert(
      fc.property(file, fc.array(status, { minLength: 1, maxLength: 9 }), fc.nat(5), (source, wanted, skip) => {
        const { whole, ids } = fileOf(source);
        const statuses = Object.fromEntries(
          ids.filter((_, no) => no % (skip + 1) === 0).map((id, no) => [id, wanted[no % wanted.length]!]),
        );
        const after = written(whole, statuses);
        expect(masked(after)).toBe(masked(whole));
        expect(written(whole, {})).toBe(whole);
        expect(written(after, statuses)).toBe(after);
        expect(write(whole, statuses)).toMatchObject({ unknown: [] });
        if (!/\S/.test(ids.join(''))) return;
        const now = statusesIn(after);
        const before = statusesIn(whole);
        for (const id of ids)
          expect(now.get(id)).toBe(statuses[id] === undefined ? before.get(id) : statuses[id] === 'completed');
      }),
      { numRuns: Number(process.env['PLAN_PROPERTY_RUNS'] ?? 300) },
    );
  });

  interface Source {
    readonly tags: readonly (readonly { readonly subtasks: readonly object[] }[])[];
    readonly shape: string;
    readonly indent: string | number;
    readonly hasMark: boolean;
    readonly hasReturns: boolean;
    readonly end: string;
  }

  function fileOf({ tags, shape, indent, hasMark, hasReturns, end }: Source): { whole: string; ids: string[] } {
    const used = shape === 'tagged' ? tags : tags.slice(0, 1);
    const ids: string[] = [];
    const lists = used.map((list, tag) =>
      list.map((each, no) => {
        const prefix = used.length > 1 ? `t${tag}/` : '';
        const id = no % 2 === 0 ? no + 1 : String(no + 1);
        ids.push(`${prefix}${id}`, ...each.subtasks.map((_, at) => `${prefix}${id}.${at + 1}`));
        return { id, ...each, subtasks: each.subtasks.map((sub, at) => ({ id: at + 1, ...sub })) };
      }),
    );
    const tagsOf = Object.fromEntries(
      lists.map((list, tag) => [`t${tag}`, { tasks: list, metadata: { status: 'x' } }]),
    );
    const value = shape === 'bare' ? lists[0] : shape === 'legacy' ? { tasks: lists[0], metadata: {} } : tagsOf;
    const plain = JSON.stringify(value, null, indent) + end;
    return { whole: (hasMark ? '\ufeff' : '') + (hasReturns ? plain.replaceAll('\n', '\r\n') : plain), ids };
  }

  /** The file with each word of a status as one sign. */
  function masked(whole: string): string {
    return whole.replace(/("status":\s{0,1})"[a-z-]*"/g, '$1*');
  }

  /** Whether each task and subtask is done, as the plan reader sees it. */
  function statusesIn(whole: string): ReadonlyMap<string, boolean> {
    const { tasks, done } = factsOf(whole);
    return new Map(tasks.map((id) => [id, done.has(id)]));
  }

  function factsOf(whole: string): { tasks: readonly string[]; done: ReadonlySet<string> } {
    const value = JSON.parse(whole.replace(/^\ufeff/, '')) as Record<string, unknown>;
    type Item = { id: number; status: string; subtasks?: Item[] };
    const lists: [string, Item[]][] = Array.isArray(value)
      ? [['', value as Item[]]]
      : Array.isArray(value['tasks'])
        ? [['', value['tasks'] as Item[]]]
        : Object.entries(value).map(([tag, inner]) => [
            Object.keys(value).length > 1 ? `${tag}/` : '',
            (inner as { tasks: Item[] }).tasks,
          ]);
    const all = lists.flatMap(([tag, list]) =>
      list.flatMap(({ id, status: own, subtasks = [] }) => [
        [`${tag}${id}`, own] as const,
        ...subtasks.map((sub) => [`${tag}${id}.${sub.id}`, sub.status] as const),
      ]),
    );
    return {
      tasks: all.map(([id]) => id),
      done: new Set(all.filter(([, own]) => own === 'done' || own === 'completed').map(([id]) => id)),
    };
  }

  it(`writes what the plan reader reads back${verifies('R-7')}`, () => {
    const before = JSON.stringify({
      master: { tasks: [1, 2, 3].map((id) => ({ id, title: `T${id}`, status: 'pending', dependencies: [] })) },
    });
    const after = written(before, { 1: 'completed', 3: 'completed' });
    expect(read(before).facts().done_ids).toEqual([]);
    expect(read(after).facts().done_ids).toEqual(['1', '3']);
  });
});
