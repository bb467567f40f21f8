import { verifies } from '../support/verifies';
import { runWith } from './scripted-cli';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
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
  },
});
const PLAN = '- [x] 1. Lint\n- [ ] 2. Test (depends: 1)\n- [ ] 3. Ship\n  gate: Ada says yes\n';

describe(`nightshift plan${verifies('R-1')}`, () => {
  it('shows format, tasks, waves, critical path and notes', async () => {
    const run = await runWith(disk({ '/w/PLAN.md': PLAN }), ['plan', 'PLAN.md']);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toMatch(/read as checkbox: 3 tasks in \d waves[\s\S]*2 +Test +pending[\s\S]*Ada says yes/);
    expect(run.out).toMatch(/critical path: .*\n[\s\S]*\d notes?\n {2}1:7 /);
  });

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

  it('reads the surest plan of a folder, and notes the other files', async () => {
    const files = { '/w/p/ROADMAP.md': '### Phase 1: A\n**Goal**: g\n', '/w/p/notes.md': 'Just words.\n' };
    const run = await runWith(disk(files), ['plan', 'p', '--json']);
    const answer = JSON.parse(run.out);
    expect(answer.format).toBe('gsd-roadmap');
    expect(answer.notes).toMatchObject([{ code: 'NOTE_FILE_LEFT_OUT', file: '/w/p/notes.md' }]);
  });

  it('says what UTF-16 says, and refuses it', async () => {
    const text = Uint8Array.from([0xff, 0xfe, ...Buffer.from('- [ ] a\n', 'utf16le')]);
    const run = await runWith(disk({ '/w/a.md': text }), ['plan', 'a.md', '--json']);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.out)).toMatchObject({ problems: [{ code: 'PLAN_ENCODING' }], facts: { n_tasks: 1 } });
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
    ['a format that is none', disk({ '/w/a.md': PLAN }), ['plan', 'a.md', '--format', 'x'], 1, /PLAN_UNKNOWN_FORMAT/],
    ['a file that is not there', disk({}), ['plan', 'a.md'], 2, /PLAN_FILE_UNREADABLE/],
  ])('refuses %s', async (_, deps, args, code, words) => {
    const run = await runWith(deps, args);
    expect(run.code).toBe(code);
    expect(`${run.out}${run.err}`).toMatch(words);
  });
});
