import { type Case, cases, json as list, one } from './answers';

export const json: readonly Case[] = [
  ...cases('plan.json', [
    [39, 'a trailing comma', '{"tasks":[{"title":"a"},]}', '1:25 PLAN_SYNTAX'],
    [40, 'a comment', '{"tasks":[] /* none */}', '1:13 PLAN_SYNTAX'],
    [40, 'a comment of a line', '{\n// none\n"tasks":[]}', '2:1 PLAN_SYNTAX'],
    [41, 'single quotes', "{'tasks':[]}", '1:2 PLAN_SYNTAX'],
    [43, 'a key twice', '{"tasks":[{"title":"a","id":"x","id":"y"}]}', '1:33 PLAN_DUPLICATE_KEY'],
    [44, 'NaN', '{"tasks":[{"title":"a","estimateMinutes":NaN}]}', '1:42 PLAN_SYNTAX'],
    [44, 'Infinity', '{"tasks":[{"title":"a","estimateMinutes":-Infinity}]}', '1:42 PLAN_SYNTAX'],
    [44, '1e999', '{"tasks":[{"title":"a","estimateMinutes":1e999}]}', '1:42 PLAN_RANGE'],
    [45, '-0 minutes', '{"tasks":[{"title":"a","estimateMinutes":-0}]}', '1:42 PLAN_RANGE'],
    [45, '1.0 for an integer', '{"tasks":[{"title":"a","contextTier":64.0}]}', 'accepts'],
    [46, '2^53 + 1', '{"tasks":[{"title":"a","estimateMinutes":9007199254740993}]}', '1:42 PLAN_RANGE'],
    [47, 'a text', '"plan"', '1:1 PLAN_SHAPE'],
    [47, 'a number', '42', '1:1 PLAN_SHAPE'],
    [47, 'null', 'null', '1:1 PLAN_SHAPE'],
    [47, 'a list of numbers', '[1]', '1:2 PLAN_TYPE'],
    [47, 'a list of tasks', '[{"title":"a"}]', 'accepts'],
    [48, 'two documents', '{"tasks":[]}{"tasks":[]}', '1:13 PLAN_SYNTAX'],
    [49, 'JSON5', '{tasks:[{title:"a"}]}', '1:2 PLAN_SYNTAX'],
    [
      49,
      'JSON lines',
      '{"title":"a"}\n{"title":"b"}',
      '2:1 PLAN_SYNTAX',
      {
        answer: (reading) => expect(reading).toMatchObject({ problems: [{ hint: expect.stringContaining('NDJSON') }] }),
      },
    ],
    [
      50,
      '__proto__',
      '{"tasks":[{"title":"a","__proto__":{"polluted":true}}]}',
      '1:24 PLAN_UNKNOWN_FIELD',
      { answer: isUnpolluted },
    ],
    [
      51,
      'constructor.prototype',
      '{"tasks":[{"title":"a","constructor":{"prototype":{"polluted":true}}}]}',
      '1:24 PLAN_UNKNOWN_FIELD',
      { answer: isUnpolluted },
    ],
    [
      52,
      'names of Object.prototype as ids',
      list(...['toString', 'hasOwnProperty', 'then', 'constructor', 'valueOf'].map((id) => ({ id, title: id }))),
      'accepts',
      { answer: isUnpolluted, plan: ({ tasks }) => expect(tasks[0]!.originalId).toBe('toString') },
    ],
    [
      52,
      'a dependency on a name of Object.prototype',
      one({ dependencies: ['toString'] }),
      '1:70 PLAN_UNKNOWN_DEPENDENCY',
    ],
    [53, 'an empty key', '{"tasks":[{"title":"a","":1}]}', '1:24 PLAN_UNKNOWN_FIELD'],
    [
      54,
      'an escaped key that equals another',
      '{"tasks":[{"id":"a","title":"a","\\u0069d":"b"}]}',
      '1:33 PLAN_DUPLICATE_KEY',
    ],
  ]),
];

function isUnpolluted(): void {
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}
