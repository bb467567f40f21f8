import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { prepareExample } from '../../runtime/main/cli/prepare-example';
import { git } from '../support/nightshift';
import { verifies } from '../support/verifies';

const EXAMPLE = resolve(__dirname, '../../runtime/embedded/example');

interface Phase {
  readonly id: string;
  readonly command: string;
  readonly dependsOn: readonly string[];
  readonly checks: readonly string[];
  readonly questions: readonly string[];
}

/** The plan read by the eyes of a person, not by our reader: what is between the words is what must run. */
function phases(): readonly Phase[] {
  const [, ...sections] = readFileSync(join(EXAMPLE, 'ROADMAP.md'), 'utf8').split(/^### Phase /m);
  return sections.map((section) => {
    const criteria = section.match(/^ {2}\d+\. .*$/gm) ?? [];
    const commandOf = (line: string): string | undefined => /`(.+)`/.exec(line)?.[1];
    return {
      id: section.split(':')[0]!,
      command: /^\*\*Command\*\*: `(.+)`$/m.exec(section)?.[1] ?? '',
      dependsOn: [...(/^\*\*Depends on\*\*: (.+)$/m.exec(section)?.[1] ?? '').matchAll(/Phase (\d+)/g)].map(
        ([, id]) => id!,
      ),
      checks: criteria.flatMap((line) => commandOf(line) ?? []),
      questions: criteria.filter((line) => commandOf(line) === undefined),
    };
  });
}

describe('the bundled example', () => {
  let dir: string;

  beforeEach(() => {
    dir = join(mkdtempSync(join(tmpdir(), 'ns-example-')), 'project');
    cpSync(EXAMPLE, dir, { recursive: true });
  });
  afterEach(() => rmSync(dirname(dir), { recursive: true, force: true }));

  const run = (command: string, attempt: number) =>
    spawnSync('sh', ['-c', command], {
      cwd: dir,
      encoding: 'utf8',
      env: {
        PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
        HOME: dir,
        NIGHTSHIFT_ATTEMPT: String(attempt),
      },
    });

  it(`has enough phases, a diamond, one question for a person, and every phase proves itself${verifies('R-1')}`, () => {
    const plan = phases();
    expect(plan.length).toBeGreaterThanOrEqual(8);
    expect(plan.every(({ command, checks }) => command !== '' && checks.length > 0)).toBe(true);
    expect(plan.flatMap(({ questions }) => questions)).toHaveLength(1);
    const parents = (id: string) => plan.find((phase) => phase.id === id)?.dependsOn ?? [];
    const ancestors = (id: string): readonly string[] =>
      parents(id).flatMap((parent) => [parent, ...ancestors(parent)]);
    const diamonds = plan.filter(({ id }) => {
      const above = parents(id).map((parent) => ancestors(parent));
      return above.some((one, i) =>
        above.some((other, j) => i < j && one.some((ancestor) => other.includes(ancestor))),
      );
    });
    expect(diamonds.length).toBeGreaterThan(0);
  });

  it('fails once, where it says so, and does its work at the second attempt', () => {
    const failed: string[] = [];
    for (const { id, command, checks } of phases()) {
      let attempt = 1;
      let done = run(command, attempt);
      if (done.status !== 0) {
        failed.push(`${id}: ${done.stderr}`);
        attempt += 1;
        done = run(command, attempt);
      }
      expect([id, done.status, done.stderr]).toEqual([id, 0, '']);
      for (const check of checks) {
        const proof = run(check, attempt);
        expect([id, check, proof.status, proof.stderr]).toEqual([id, check, 0, '']);
      }
    }
    expect(failed).toEqual([expect.stringMatching(/^6: .*NIGHTSHIFT_ATTEMPT is 1/)]);
    expect(readFileSync(join(dir, 'release/NOTES.md'), 'utf8')).toContain('100 % of the lines');
    const packed = execFileSync('tar', ['tzf', 'release/almanac-1.2.0.tgz'], { cwd: dir, encoding: 'utf8' });
    expect(packed.trim().split('\n')).toContain('almanac-1.2.0/docs/tables/tromso-2026.md');
  });

  it('has checks that fail when the work was not done', () => {
    const lazy = phases().filter(({ checks }) => checks.every((check) => run(check, 2).status === 0));
    expect(lazy.map(({ id }) => id)).toEqual([]);
  });

  it('makes the same bytes every time', () => {
    const build = () => {
      for (const { command } of phases()) run(command, 2);
      return readFileSync(join(dir, 'release/almanac-1.2.0.tgz'));
    };
    const first = build();
    rmSync(join(dir, 'release'), { recursive: true });
    expect(build().equals(first)).toBe(true);
    expect(existsSync(join(dir, 'changes/1-polar-days.md'))).toBe(false);
  });
});

describe('the example, started again', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'ns-example-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const branch = (dir: string) => git(dir, 'rev-parse', '--abbrev-ref', 'HEAD').trim();
  const commits = (dir: string, of = 'HEAD') => Number(git(dir, 'rev-list', '--count', of));

  /** What taking a result leaves: a commit that says whose work it is. */
  function applyResult(dir: string): void {
    writeFileSync(join(dir, 'README.md'), `${branch(dir)}\n`);
    git(
      dir,
      'commit',
      '--quiet',
      '--all',
      '--message=Lint',
      '--message=nightshift task-001, attempt 1, execution 01a2',
    );
  }

  it('is as it was while nothing was applied, with what a person changed', async () => {
    const { dir, note } = await prepareExample(home);
    writeFileSync(join(dir, 'README.md'), 'mine\n');
    git(dir, 'commit', '--quiet', '--all', '--message=Mine');
    const again = await prepareExample(home);
    expect([note, again.note, branch(dir), commits(dir)]).toEqual([undefined, undefined, 'main', 2]);
  });

  it('starts from its first commit once a result was applied, as often as one likes, and says so', async () => {
    const { dir } = await prepareExample(home);
    for (const [before, after] of [
      ['main', 'again-2'],
      ['again-2', 'again-3'],
    ] as const) {
      applyResult(dir);
      const { note } = await prepareExample(home);
      expect(note).toContain(`on the new branch ${after}; ${before} keeps the result`);
      expect([branch(dir), commits(dir), commits(dir, before)]).toEqual([after, 1, 2]);
    }
  });

  it('loses nothing that is not committed: it names it and how to go on', async () => {
    const { dir } = await prepareExample(home);
    applyResult(dir);
    writeFileSync(join(dir, 'README.md'), 'not committed\n');
    await expect(prepareExample(home)).rejects.toMatchObject({
      code: 'EXAMPLE_CHANGED',
      message: expect.stringContaining('README.md'),
      hint: expect.stringContaining('stash'),
    });
    expect([branch(dir), readFileSync(join(dir, 'README.md'), 'utf8')]).toEqual(['main', 'not committed\n']);
  });

  it('never takes the repository around it for its own', async () => {
    git(home, 'init', '--quiet');
    const { dir } = await prepareExample(home);
    rmSync(join(dir, '.git'), { recursive: true });
    await expect(prepareExample(home)).rejects.toMatchObject({ code: 'EXAMPLE_CHANGED' });
  });

  it('is made whole once, by however many at the same time', async () => {
    const made = await Promise.all([prepareExample(home), prepareExample(home)]);
    expect([commits(made[0].dir), git(made[0].dir, 'status', '--short'), readdirSync(home)]).toEqual([
      1,
      '',
      ['example'],
    ]);
  });
});
