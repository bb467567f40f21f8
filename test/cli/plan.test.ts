import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DEFAULT_PLAN_LIMITS } from '../../runtime/core/plan/plan';
import { verifies } from '../support/verifies';
import { runWith } from './scripted-cli';

const ROOT = join(__dirname, '../..');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What was written since the test began. */
const written = new Map<string, string>();
beforeEach(() => written.clear());

/** A disk with these files; a folder is what other paths lie in. */
const disk = (files: Readonly<Record<string, string | Uint8Array>>, input = '') => ({
  workingFolder: '/w',
  planSource: {
    read: async (path: string) => {
      const found = files[path];
      if (found === undefined) throw new Error('no such file');
      return typeof found === 'string' ? bytes(found) : found;
    },
    filesIn: async (path: string) => {
      const inside = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
      return inside.length === 0 ? undefined : inside;
    },
    readInput: async () => bytes(input),
    write: async (path: string, text: string) => {
      written.set(path, text);
    },
  },
});
const PLAN = '- [x] 1. Lint\n- [ ] 2. Test (depends: 1)\n- [ ] 3. Ship\n  gate: Ada says yes\n';

it('keeps to the limits of this machine, as a hand-off does', async () => {
  const planLimits = () => ({ ...DEFAULT_PLAN_LIMITS, tasks: 2 });
  const { code, err, out } = await runWith({ ...disk({ '/w/PLAN.md': PLAN }), planLimits }, ['plan', 'PLAN.md']);
  expect(`${code} ${out}${err}`).toMatch(/^1 .*3 tasks; 2 are allowed \[PLAN_TASKS\]/s);
});

const RELEASE = `# Release 1.4

## Phase 1: Build
- [x] 1. Lint the code
- [ ] 2. Run the unit tests
  run: \`npm test\`
  verify: \`npm test\`
- [ ] 3. Describe the new option (depends: 1)
  agent: claude-code
  estimate: 20m
  - [x] Find the place
  - [ ] Write it

## Phase 2: Release

- [ ] 4. Build the package (est: 5m)
  run: \`npm pack\`
  verify: \`test -f kettle.tgz\`
- [ ] 5. Publish
  gate: The release manager says yes
  verify: \`npm view kettle\`
  acceptance criteria:
    - The page reads well

## Out of scope

- [ ] A new logo
`;

describe(`nightshift plan${verifies('R-1')}`, () => {
  it('shows at once what was understood, and what not', async () => {
    const run = await runWith(disk({ '/w/PLAN.md': RELEASE }), ['plan', 'PLAN.md']);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toBe(`Release 1.4
Read as Markdown with boxes or steps [checkbox]: 5 tasks in 4 waves, 2 phases, 2 subtasks, 1 done already.
At least 35 min along the critical path, 37 min one after the other.
About 35 min with 4 tasks at a time.
Checks: 3 by command, 1 by a person, 1 open task without any.

    TASK  TITLE                    WAVE  WAITS ON  CHECKS            PARTS  MIN  DONE BY
Phase 1: Build
✓   1     Lint the code            1
    2     Run the unit tests       2     1~        1 auto                   2    $ npm test
▸   3     Describe the new option  2     1         none              1/2    20   claude-code
Phase 2: Release
▸   4     Build the package        3     2~, 3~    1 auto                   5    $ npm pack
▸?  5     Publish                  4     4~        1 auto, 1 manual         10   claude-code
✓ done   ▸ on the critical path   ? a person is asked first   ~ implied by the order of the document

Waves:
  1: 1
  2: 2, 3
  3: 4
  4: 5
Critical path: 3 → 4 → 5 (35 min)

A person is asked before these start:
  5 Publish: The release manager says yes

A person is asked to judge the result of 1 task.

Not read, not run or not waited for (1):
  27:7  Left out, under "Out of scope": 1 box, from "A new logo" [NOTE_LEFT_OUT]

Decided while reading (3):
  3:4  Read as the name of a phase of tasks: 2 headings, from "Phase 1: Build" [NOTE_KEPT]
  4:7  3 tasks do not say what they wait on and follow the order of the document; write (depends: …) or [P] to change that [NOTE_DOCUMENT_ORDER]
  4:7  1 of 5 tasks is marked as done; it is not run [NOTE_DONE]
`);
  });

  it('shows of a plan that is refused why, and what was understood all the same', async () => {
    const cycle = '- [ ] 1. a (depends: 2)\n- [ ] 2. b (depends: 1)\n\n## Future\n- [ ] 3. c\n';
    const run = await runWith(disk({ '/w/a.md': cycle }), ['plan', 'a.md']);
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(run.out).toBe(`1 problem: the plan cannot be run like this
  1:7  These tasks wait on each other: 1 → 2 → 1 [PLAN_CYCLE] – Remove one of these dependencies (lines 1, 2)

Read as Markdown with boxes or steps [checkbox]: 2 tasks, 2 dependencies.

   TASK  TITLE  WAVE  WAITS ON  CHECKS  MIN  DONE BY
▸  1     a      1     2         none    10   claude-code
   2     b      1     1         none    10   claude-code
▸ on the critical path

Not read, not run or not waited for (1):
  5:7  Left out, under "Future": 1 box, from "3. c" [NOTE_LEFT_OUT]
`);
  });

  it('shortens what stands often, and shows paths from here', async () => {
    const notes = Object.fromEntries(Array.from({ length: 9 }, (_, no) => [`/w/p/n${no}.md`, 'Just words.\n']));
    const run = await runWith(disk({ '/w/p/ROADMAP.md': '### Phase 1: A\n**Goal**: g\n', ...notes }), ['plan', 'p']);
    expect(run.out).toContain('  p/n5.md:1:1  The file is no part of the plan; it is not read [NOTE_FILE_LEFT_OUT]\n');
    expect(run.out).toContain('  … and 3 more [NOTE_FILE_LEFT_OUT]; --json has all\n');
    expect(run.out).not.toContain('n6.md');
  });

  it('lists waves and neighbours of a long plan in short', async () => {
    const run = await runWith(disk({}, '- [ ] do it\n'.repeat(30)), ['plan', '-']);
    expect(run.out).toContain('Waves: one task each, so all run one after the other.\n');
    expect(run.out).toMatch(/\nCritical path: 1 → 2 → .* → 20 → and 10 more \(5 h 0 min\)\n/);
  });

  it.each<[readonly string[], RegExp]>([
    [['--svg'], /^<svg [\s\S]*Ship[\s\S]*<\/svg>\n$/],
    [['--mermaid'], /^flowchart LR\n[\s\S]*Ship/],
    [['--gantt'], /2 tasks on 4 workers: [\s\S]*in strict waves[\s\S]*w1 [╞├]2 Test[\s\S]*critical path/],
    [['--gantt', '--workers', '1'], /2 tasks on 1 worker: /],
    [['--gantt', '--svg'], /^<svg [\s\S]*Worker 1[\s\S]*<\/svg>\n$/],
    [['--print', 'yaml'], /^schemaVersion: 1\n[\s\S]*title: Ship\n/],
    [['--print', 'json'], /^\{\n {2}"schemaVersion": 1,/],
    [['--print', 'roadmap'], /^# Roadmap: PLAN\.md[\s\S]*### Phase 3: Ship\n/i],
  ])('prints it with %j, and nothing else', async (options, expected) => {
    const run = await runWith(disk({ '/w/PLAN.md': PLAN }), ['plan', 'PLAN.md', ...options]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toMatch(expected);
    expect(run.out).not.toMatch(/conversationId|00000000-0000/);
  });

  it(`reckons with what is set up here of shared things, with --gantt and without${verifies('R-40')}`, async () => {
    const task = (id: string) => ({ id, title: id, estimateMinutes: 10, resources: ['test-db'], dependencies: [] });
    const shared = JSON.stringify({ schemaVersion: 1, title: 'Shared', tasks: [task('a'), task('b')] });
    const outOf = async (options: readonly string[], units: number) => {
      const setUp = { ...disk({ '/w/plan.json': shared }), resourceLimits: () => new Map([['test-db', units]]) };
      return (await runWith(setUp, ['plan', 'plan.json', ...options])).out;
    };
    expect(await outOf(['--gantt'], 1)).toMatch(/20 min if every estimate holds[\s\S]*as set up: test-db=1/);
    expect(await outOf(['--gantt'], 2)).toMatch(/10 min if every estimate holds[\s\S]*as set up: test-db=2/);
    expect(await outOf([], 1)).toContain('About 20 min with 4 tasks at a time');
    expect(await outOf([], 2)).toContain('About 10 min with 4 tasks at a time');
  });

  it.each([['--svg'], ['--mermaid'], ['--print', 'json']])(
    'says with %s on the other channel why there is nothing to print',
    async (...options) => {
      const run = await runWith(disk({}, '- [ ] 1. a (depends: 2)\n- [ ] 2. b (depends: 1)\n'), [
        'plan',
        '-',
        ...options,
      ]);
      expect(run).toMatchObject({ code: 1, out: '' });
      expect(run.err).toContain('PLAN_CYCLE');
    },
  );

  it('prints JSON with facts', async () => {
    const run = await runWith(disk({}, PLAN), ['plan', '-', '--json']);
    const answer = JSON.parse(run.out);
    expect(Object.keys(answer)).toEqual(['format', 'plan', 'notes', 'problems', 'facts']);
    expect(answer).toMatchObject({
      format: 'checkbox',
      problems: [],
      facts: { n_tasks: 3, ids: ['1', '2', '3'], edges: [['1', '2']], done_ids: ['1'], has_cycle: false },
    });
  });

  it('prints JSON with problems and facts of a plan that is refused, and exits with 1', async () => {
    const cycle = '- [ ] 1. a (depends: 2)\n- [ ] 2. b (depends: 1)\n';
    const run = await runWith(disk({ '/w/a.md': cycle }), ['plan', 'a.md', '--json']);
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({
      plan: null,
      problems: [{ code: 'PLAN_CYCLE' }],
      facts: {
        has_cycle: true,
        edges: [
          ['2', '1'],
          ['1', '2'],
        ],
      },
    });
  });

  it('prints the same keys, with the facts of nothing, for what is no text', async () => {
    const run = await runWith(disk({ '/w/a.md': Uint8Array.from([0x89, 0x50, 0x4e, 0x47]) }), [
      'plan',
      'a.md',
      '--json',
    ]);
    const answer = JSON.parse(run.out);
    expect(Object.keys(answer)).toEqual(['format', 'plan', 'notes', 'problems', 'facts']);
    expect(answer.facts).toEqual({
      n_tasks: 0,
      ids: [],
      edges: [],
      done_ids: [],
      n_subtasks: 0,
      subtask_ids: [],
      waves_or_phases: 0,
      has_cycle: false,
      missing_dep_ids: [],
      verification_count: 0,
    });
  });

  it('reads the surest plan of a folder, and notes the other files', async () => {
    const files = { '/w/p/ROADMAP.md': '### Phase 1: A\n**Goal**: g\n', '/w/p/notes.md': 'Just words.\n' };
    const run = await runWith(disk(files), ['plan', 'p', '--json']);
    const answer = JSON.parse(run.out);
    expect(answer.format).toBe('gsd-roadmap');
    expect(answer.notes).toMatchObject([{ code: 'NOTE_FILE_LEFT_OUT', file: '/w/p/notes.md' }]);
  });

  const utf16 = (text: string) => Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
  const broken = (text: string) => Uint8Array.from([...Buffer.from(text), 0xff, 0x0a]);
  const own = 'schemaVersion: 1\ntasks:\n  - title: a\n';

  it.each([
    ['reads boxes in UTF-16, and notes it', 'a.md', utf16('- [ ] a\n'), 0, 'NOTE_ENCODING', 1],
    [
      'reads boxes with a byte that is no UTF-8, and notes where',
      'a.md',
      broken('- [ ] Boil the water\n- [ ] Pour it'),
      0,
      'NOTE_ENCODING',
      2,
    ],
    ['refuses our own schema in UTF-16', 'a.yaml', utf16(own), 1, 'PLAN_ENCODING', 1],
    ['refuses our own schema with a byte that is no UTF-8', 'a.yaml', broken(`${own}# `), 1, 'PLAN_ENCODING', 4],
  ])('%s', async (_, name, bytes, code, said, line) => {
    const run = await runWith(disk({ [`/w/${name}`]: bytes }), ['plan', name, '--json']);
    expect(run.code).toBe(code);
    const { notes, problems } = JSON.parse(run.out);
    expect([...notes, ...problems]).toContainEqual(expect.objectContaining({ code: said, line }));
  });

  it.each<[string, Parameters<typeof runWith>[0], readonly string[], number, RegExp]>([
    ['a picture', disk({ '/w/a.md': Uint8Array.from([0x89, 0x50, 0x4e, 0x47]) }), ['plan', 'a.md'], 1, /PLAN_NOT_TEXT/],
    [
      'another tool’s list',
      disk({ '/w/.vscode/tasks.json': '{}' }),
      ['plan', '.vscode/tasks.json'],
      1,
      /PLAN_NOT_A_PLAN/,
    ],
    ['two ways at once', disk({ '/w/a.md': PLAN }), ['plan', 'a.md', '--json', '--svg'], 2, /one way at a time/],
    [
      'two ways at once with --gantt',
      disk({ '/w/a.md': PLAN }),
      ['plan', 'a.md', '--json', '--gantt'],
      2,
      /one way at a time/,
    ],
    ['no workers', disk({ '/w/a.md': PLAN }), ['plan', 'a.md', '--gantt', '--workers', '0'], 2, /whole number from 1/],
    ['workers of nothing', disk({ '/w/a.md': PLAN }), ['plan', 'a.md', '--workers', '2'], 2, /--gantt/],
    ['a form that is none', disk({ '/w/a.md': PLAN }), ['plan', 'a.md', '--print', 'toml'], 2, /roadmap, json or yaml/],
    [
      'a format that is none',
      disk({ '/w/a.md': PLAN }),
      ['plan', 'a.md', '--format', 'x'],
      1,
      /^(?![\s\S]*(\b[\w-]+, )\1)(?![\s\S]*Name one with)[\s\S]*PLAN_UNKNOWN_FORMAT/,
    ],
    ['a file that is not there', disk({}), ['plan', 'a.md'], 2, /PLAN_FILE_UNREADABLE/],
  ])('refuses %s', async (_, deps, args, code, words) => {
    const run = await runWith(deps, args);
    expect(run.code).toBe(code);
    expect(`${run.out}${run.err}`).toMatch(words);
  });
});

describe(`nightshift plan --write-status${verifies('R-7')}`, () => {
  const FILE =
    '\ufeff{"tasks": [\r\n  {"id": 1, "title": "a", "status":"pending"},\r\n  {"id": 2, "title": "b", "status" : "done"},\r\n  {"id": 3, "title": "c", "status": "pending"}]}';
  const gateway = (states: readonly (readonly [string, string])[]) => async () =>
    ({
      list: async () => [{ executionId: 'e1' }],
      tasks: async () => states.map(([originalId, state]) => ({ originalId, state })),
    }) as never;
  const run = (file: string, states: readonly (readonly [string, string])[]) =>
    runWith({ ...disk({ '/w/t.json': file }), gateway: gateway(states) }, ['plan', 't.json', '--write-status', 'last']);

  it('writes what has begun, and leaves every other character', async () => {
    const answer = await run(FILE, [
      ['1', 'done'],
      ['2', 'done'],
      ['3', 'pending'],
      ['9', 'failed'],
    ]);
    expect(answer).toMatchObject({ code: 0, out: 'Changed 1 in t.json; not in the file: 9\n' });
    expect(written.get('/w/t.json')).toBe(FILE.replace('"status":"pending"', '"status":"done"'));
  });

  it('writes nothing when nothing changes', async () => {
    expect(await run(FILE, [['2', 'done']])).toMatchObject({ code: 0, out: 'Nothing to change in t.json\n' });
    expect(written.size).toBe(0);
  });

  it('refuses a file of another tool', async () => {
    expect(await run('{"a": 1}', [['1', 'done']])).toMatchObject({ code: 2 });
    expect(written.size).toBe(0);
  });
});

describe('the pictures in the pages', () => {
  it.each([
    ['plan.svg', 'runtime/embedded/example/ROADMAP.md', ['--svg']],
    ['forecast.svg', 'docs/images/forecast.md', ['--gantt', '--svg', '--workers', '3']],
  ])('%s is what the command draws of %s', async (picture, source, options) => {
    const example = readFileSync(join(ROOT, source), 'utf8');
    const file = basename(source);
    const run = await runWith(disk({ [`/w/${file}`]: example }), ['plan', file, ...options]);
    const path = join(ROOT, 'docs/images', picture);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, run.out);
    expect(readFileSync(path, 'utf8')).toBe(run.out);
  });
});
