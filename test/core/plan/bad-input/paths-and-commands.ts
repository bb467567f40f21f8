import { type Case, cases, json, one, times } from './answers';

const files = (...paths: readonly string[]): string => one({ files: paths });
const OUTSIDE: readonly (readonly [number, string])[] = [
  [141, '../../etc/passwd'],
  [142, '/etc/passwd'],
  [143, '~/.ssh/id_rsa'],
  [144, 'C:\\Windows'],
  [145, '\\\\server\\share'],
  [146, 'file:///etc/passwd'],
  [147, '%2e%2e%2fetc'],
  [148, '..%c0%af'],
  [149, 'a/../../b'],
  [151, 'a.'],
  [151, 'a /b'],
  [162, `${'a/'.repeat(2_049)}b`],
  [162, 'a'.repeat(256)],
];
const PROTECTED: readonly (readonly [number, string])[] = [
  [153, '.git/config'],
  [153, '.git/hooks/pre-commit'],
  [153, '.GIT/HOOKS'],
  [153, '.git '],
  [153, 'sub/.git/config'],
  [154, '.claude/settings.json'],
  [154, '.mcp.json'],
  [154, '.vscode/tasks.json'],
  [154, '.envrc'],
  [154, '.npmrc'],
  [154, '.github/workflows/ci.yml'],
];

export const pathsAndCommands: readonly Case[] = cases('plan.json', [
  ...OUTSIDE.map(
    ([no, path]) => [no, `the path ${JSON.stringify(path.slice(0, 30))}`, files(path), '1:63 PLAN_PATH'] as const,
  ),
  [152, 'the path "a\\u0000b", as any text with NUL', files('a\0b'), '1:63 PLAN_CONTROL_CHAR'],
  ...PROTECTED.map(
    ([no, path]) => [no, `the path ${JSON.stringify(path)}`, files(path), '1:63 PLAN_PROTECTED_PATH'] as const,
  ),
  [
    153,
    'git’s folder in a foreign plan: left out, and a person is asked',
    '- [ ] a\n  files: .git/config, a.ts\n',
    'accepts 2:10 NOTE_PROTECTED_PATH',
    {
      fileName: 'TODO.md',
      plan: ({ tasks }) =>
        expect(tasks[0]).toMatchObject({ files: ['a.ts'], humanGate: 'It wants to write .git/config' }),
    },
  ],
  [
    141,
    'a path outside in a foreign plan: left out, and told',
    '- [ ] a\n  files: ../x\n',
    'accepts 2:10 NOTE_PATH',
    { fileName: 'TODO.md' },
  ],
  [
    150,
    'two slashes, and a dot',
    files('a//b', './a'),
    'accepts',
    { plan: ({ tasks }) => expect(tasks[0]!.files).toEqual(['a/b', 'a']) },
  ],
  [
    161,
    'names that a shell would read',
    files('a\'b"c', '-rf', '$(x)', 'ü😀.txt', 'a b'),
    'accepts',
    { plan: ({ tasks }) => expect(tasks[0]!.files).toHaveLength(5) },
  ],
  [161, 'a name with a newline', files('a\nb'), '1:63 PLAN_PATH'],
  [159, '501 globs', files(...times(501, (no) => `src/${no}/**`)), '1:41 PLAN_FILES'],
  [160, 'a glob of 2,000 stars', files('*a'.repeat(120)), 'accepts', { withinMs: 50 }],
  [
    168,
    'a command with ; && and backticks: kept as it is, for the sandbox',
    one({ command: 'a; b && `c`\nd' }),
    'accepts',
    { plan: ({ tasks }) => expect(tasks[0]!.command).toBe('a; b && `c`\nd') },
  ],
  [176, 'an unknown kind of test', one({ verification: [{ criterion: 'x', test: 'maybe' }] }), '1:94 PLAN_ENUM'],
  [
    176,
    'an automatic test without a command',
    one({ verification: [{ criterion: 'x', test: 'auto' }] }),
    'accepts NOTE_NO_COMMAND',
    { plan: ({ tasks }) => expect(tasks[0]!.verification[0]).toMatchObject({ test: 'manual' }) },
  ],
  [
    176,
    'an automatic test whose command stands in its words',
    one({ verification: [{ criterion: '`test 1 -eq 1`', test: 'auto' }] }),
    'accepts',
    {
      plan: ({ tasks }) =>
        expect(tasks[0]!.verification[0]).toMatchObject({
          test: 'auto',
          command: 'test 1 -eq 1',
          criterion: '`test 1 -eq 1`',
        }),
    },
  ],
  [
    176,
    'a manual test with a command',
    one({ verification: [{ criterion: 'x', test: 'manual', command: 'y' }] }),
    '1:103 PLAN_CONFLICT',
  ],
  [177, 'a criterion of 10,000 words', one({ verification: ['word '.repeat(10_000)] }), '1:70 PLAN_CRITERION'],
  [177, 'a blank criterion', one({ verification: [' '] }), '1:70 PLAN_CRITERION'],
  [
    178,
    'an onFail, that our schema does not have',
    one({ verification: [{ criterion: 'x', onFail: 'explode' }] }),
    '1:87 PLAN_UNKNOWN_FIELD',
  ],
  [
    179,
    'evidence of a criterion',
    one({ verification: [{ criterion: 'x', evidence: '/etc/passwd' }] }),
    '1:87 PLAN_FORBIDDEN_FIELD',
  ],
  [
    167,
    'names that differ in case only: two files, as on the file systems that we run on',
    json({ title: 'x', files: ['A.ts', 'a.ts'] }),
    'accepts',
    { plan: ({ tasks }) => expect(tasks[0]!.files).toEqual(['A.ts', 'a.ts']) },
  ],
]);
