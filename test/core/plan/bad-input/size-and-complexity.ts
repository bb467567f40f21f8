import { type Case, cases, json, one, times } from './answers';

const chain = (count: number): string =>
  json(...times(count, (no) => ({ id: `t${no}`, title: 'x', dependencies: no === 0 ? [] : [`t${no - 1}`] })));
const laughs = (body: (before: string) => string): string =>
  [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...[...'bcdefghi'].map((name, no) => `${name}: &${name} ${body('abcdefgh'[no]!)}`),
    'tasks: *i',
  ].join('\n');
const megabytes = (count: number): number => count * 1024 * 1024;

export const sizeAndComplexity: readonly Case[] = cases(undefined, [
  [19, '2 MiB and a byte', () => Buffer.alloc(megabytes(2) + 1, 0x61), '1:1 PLAN_TOO_LARGE'],
  [19, '2 MiB and a byte, as a text', () => 'a'.repeat(megabytes(2) + 1), '1:1 PLAN_TOO_LARGE'],
  [19, '2 MiB in characters of three bytes', () => '本'.repeat(megabytes(1)), '1:1 PLAN_TOO_LARGE'],
  [23, '50,000 brackets of JSON', () => '['.repeat(50_000), '1:65 PLAN_DEPTH'],
  [23, '50,000 maps of JSON', () => '{"a":'.repeat(50_000), '1:321 PLAN_DEPTH'],
  [24, '50,000 brackets of YAML', () => `tasks: ${'['.repeat(50_000)}`, '1:72 PLAN_DEPTH', { fileName: 'p.yaml' }],
  [
    24,
    '50,000 lists of YAML in each other',
    () => `tasks:\n${'- '.repeat(50_000)}x`,
    '2:257 PLAN_DEPTH',
    { fileName: 'p.yaml' },
  ],
  [
    25,
    'a billion laughs',
    () => laughs((before) => `[${Array(9).fill(`*${before}`).join(',')}]`),
    '1:18 PLAN_ALIASES',
    { fileName: 'p.yaml' },
  ],
  [
    25,
    '101 aliases',
    `a: &a x\ntasks: [${Array(101).fill('*a').join(', ')}]`,
    '2:409 PLAN_ALIASES',
    { fileName: 'p.yaml' },
  ],
  [
    26,
    'a billion laughs by merge keys',
    () => laughs((before) => `{<<: [${Array(9).fill(`*${before}`).join(',')}]}`),
    'problems PLAN_KEY',
    { fileName: 'p.yaml' },
  ],
  [
    27,
    '20,001 keys in one map of YAML',
    () => times(20_001, (no) => `k${no}: 1`).join('\n'),
    '20001:1 PLAN_KEYS',
    { fileName: 'p.yaml', withinMs: 1_000 },
  ],
  [
    27,
    '20,000 keys in one map of YAML',
    () => `tasks:\n- title: x\n${times(19_998, (no) => `k${no}: 1`).join('\n')}`,
    'problems',
    { fileName: 'p.yaml', withinMs: 1_000 },
  ],
  [
    27,
    '20,001 keys in one map of JSON',
    () => JSON.stringify(Object.fromEntries(times(20_001, (no) => [`k${no}`, 1]))),
    '1:208892 PLAN_KEYS',
    { withinMs: 1_000 },
  ],
  [
    28,
    '200,000 keys',
    () => times(200_000, (no) => `k${no}: 1`).join('\n'),
    '64001:7 PLAN_KEYS',
    { fileName: 'p.yaml' },
  ],
  [
    28,
    '70,000 keys in maps of JSON',
    () => `[${Array(35_000).fill('{"a":1,"b":2}').join(',')}]`,
    '1:448003 PLAN_KEYS',
    { withinMs: 1_000 },
  ],
  [29, '60,000 tiny tasks of JSON', () => `[${Array(60_000).fill('{"title":"x"}').join(',')}]`, '1:1 PLAN_TASKS'],
  [29, '250,000 tiny boxes', () => '- [ ] x\n'.repeat(250_000), '1:1 PLAN_TASKS'],
  [29, '1,000,000 tiny boxes', () => '- [ ] x\n'.repeat(1_000_000), '1:1 PLAN_TOO_LARGE'],
  [30, 'a text of 256 KiB and one', () => one({ description: 'x'.repeat(256 * 1024 + 1) }), '1:68 PLAN_STRING'],
  [
    30,
    'a text of YAML of 256 KiB and one',
    () => `tasks:\n- title: ${'x'.repeat(256 * 1024 + 1)}\n`,
    '2:10 PLAN_STRING',
  ],
  [30, 'a line of markdown of 256 KiB and one', () => `- [ ] a\n\n${'x'.repeat(256 * 1024 + 1)}\n`, '3:1 PLAN_STRING'],
  [31, 'one line of 20 MB', () => 'x'.repeat(20_000_000), '1:1 PLAN_TOO_LARGE'],
  [
    32,
    '100,000 dependencies of one task',
    () => one({ dependencies: times(100_000, (no) => `t${no}`) }),
    '1:41 PLAN_DEPENDENCIES',
  ],
  [
    32,
    '65 dependencies of one task',
    () => one({ dependencies: times(65, (no) => `t${no}`) }),
    '1:41 PLAN_DEPENDENCIES',
  ],
  [
    33,
    '2,000 tasks, each waiting on 64',
    () =>
      json(
        ...times(2_000, (no) => ({
          id: `t${no}`,
          title: 'x',
          dependencies: times(Math.min(no, 64), (on) => `t${no - 1 - on}`),
        })),
      ),
    '1:1 PLAN_EDGES',
  ],
  [
    33,
    '200 tasks, each waiting on all before',
    () => json(...times(200, (no) => ({ id: `t${no}`, title: 'x', dependencies: times(no, (on) => `t${on}`) }))),
    'problems PLAN_DEPENDENCIES',
  ],
  [34, 'a chain of 501', () => chain(501), '1:1 PLAN_CHAIN'],
  [34, 'a chain of 500', () => chain(500), 'accepts'],
  [34, 'a chain of 20,000', () => chain(20_000), '1:1 PLAN_CHAIN', { limits: { tasks: 20_000, keys: 100_000 } }],
  [34, 'boxes one after another: no chain that anybody wrote', () => '- [ ] x\n'.repeat(2_000), 'accepts'],
  [35, '2,000 tasks side by side', () => json(...times(2_000, (no) => ({ id: `t${no}`, title: 'x' }))), 'accepts'],
  [36, '2,001 tasks', () => json(...times(2_001, () => ({ title: 'x' }))), '1:1 PLAN_TASKS'],
  [36, '2,001 boxes', () => '- [ ] x\n'.repeat(2_001), '1:1 PLAN_TASKS'],
  [37, 'a heading of 10,000 marks', () => `${'#'.repeat(10_000)}\n`, '1:1 PLAN_DEPTH'],
  [37, '10,000 headings of six marks', () => `${'###### deep\n'.repeat(10_000)}`, '1:1 PLAN_NO_TASKS'],
  [
    38,
    '5,000 problems',
    () => json(...times(5_000, () => ({ title: 'x', nope: 1 }))),
    'problems PLAN_UNKNOWN_FIELD',
    {
      limits: { tasks: 10_000 },
      answer: (reading) => {
        expect(reading).toMatchObject({ total: 5_000 });
        expect(reading.type === 'problems' && reading.problems).toHaveLength(50);
      },
    },
  ],
]);
