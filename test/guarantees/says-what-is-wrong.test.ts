import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEmbeddedSettings } from '../../runtime/config/embedded-settings';
import { down } from '../../runtime/main/down';
import { launcherLog } from '../../runtime/main/launcher-log';
import { readLauncherState } from '../../runtime/main/launcher-state';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';
import { freePorts } from '../support/free-ports';
import { git, Nightshift, packageFolder, STARTS } from '../support/nightshift';
import { familyOf, killHard } from '../support/processes';
import { verifies } from '../support/verifies';

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Refused with an exit code, these words, a next step and the code of docs/errors.md, as a person reads it. */
function expectRefusal(said: Said, exitCode: number, code: string, ...words: readonly string[]): void {
  const text = said.err.slice(said.err.indexOf('error: '));
  expect([said.code, text]).toEqual([
    exitCode,
    expect.stringMatching(new RegExp(`^error: [^]*\\n {2}next: .{10,}\\n {2}code: ${code}\\n$`)),
  ]);
  for (const word of words) expect(text).toContain(word);
}

const COMMANDLESS = '# Poems\n- [ ] 1. Write a poem about the sea\n  files: `poem.txt`\n';
const SMALL = '# Small\n- [ ] 1. Say hello\n  run: `echo hello > hello.txt`\n  verify: `test -s hello.txt`\n';

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ns-says-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command line as a person runs it, in `folder`. `before` goes in front of it. */
function nightshift(
  home: string,
  args: readonly string[],
  before: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Said> {
  const [command = '', ...rest] = [...before, process.execPath, join(packageFolder(), 'dist', 'cli.js'), ...args];
  const child = spawn(command, rest, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, NIGHTSHIFT_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, out, err }));
  });
}

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A folder with one file, and with a commit of it unless told otherwise. */
function repository(name: string, isCommitted = true): string {
  write(join(name, 'README.md'), `# ${name}\n`);
  const dir = join(folder, name);
  git(dir, 'init', '--quiet', '--initial-branch=main');
  if (!isCommitted) return dir;
  git(dir, 'add', '--all');
  git(dir, 'commit', '--quiet', '--message=Start');
  return dir;
}

describe(`with everything running${verifies('R-82')}`, () => {
  let ns: Nightshift;
  beforeAll(async () => {
    ns = await Nightshift.shared('steady');
  }, STARTS);
  afterAll(async () => ns?.close(), 90_000);
  const run = (...args: string[]) => nightshift(ns.home, args);

  it.each([['n8n'], ['gateway']])('a wrong plan: every problem with its place, through the %s', async (via) => {
    const tasks = ['{ id: a, title: First, dependencies: [b] }', '{ id: b, title: Second, dependencies: [a] }'];
    const unknown = '{ id: c, title: Third, dependencies: [nope] }';
    write('bad.yaml', `schemaVersion: 1\ntasks:\n${[...tasks, unknown].map((task) => `  - ${task}\n`).join('')}`);
    const said = await run('handoff', 'bad.yaml', '--via', via);
    const words = ['The plan has 2 problems', 'These tasks wait on each other: a → b → a [PLAN_CYCLE]', '5:', 'nope'];
    expectRefusal(said, 2, 'PLAN_REFUSED', ...words);
  });

  it('a plan that is not there: said before anything else', async () => {
    const said = await run('up', 'nowhere/PLAN.md', '--exit');
    expect(said.out).toBe('');
    expectRefusal(said, 2, 'PLAN_FILE_UNREADABLE', 'nowhere/PLAN.md');
  });

  it.each([
    ['a missing key', ['--agent', 'anthropic'], ['needs anthropic', 'ANTHROPIC_API_KEY']],
    ['a missing key of another model', ['--agent', 'openai'], ['needs openai', 'OPENAI_API_KEY']],
    [
      'a missing CLI',
      [],
      ['needs claude-code', 'npm install -g @anthropic-ai/claude-code', 'ANTHROPIC_API_KEY', 'line 2'],
    ],
  ])('%s: which task, what it needs, how to get it', async (_, args, words) => {
    write('poems.md', COMMANDLESS);
    const said = await run('handoff', 'poems.md', ...args);
    expectRefusal(said, 3, 'CAPABILITY_MISSING', ...words);
  });

  it('an agent that does not exist: which there are', async () => {
    const said = await run('handoff', write('poems.md', COMMANDLESS), '--agent', 'gemini');
    expectRefusal(said, 2, 'USAGE', 'shell, claude-code, anthropic or openai');
  });

  it('a wrong plan and a folder without git are refused before anything is started for them', async () => {
    const home = join(folder, 'never-started');
    const wrong = await nightshift(home, ['up', write('empty.md', 'Nothing to do.\n'), '--exit']);
    expectRefusal(wrong, 2, 'PLAN_NO_TASKS', 'empty.md, line 1');
    const plain = await nightshift(home, ['up', write('plain/PLAN.md', SMALL), '--exit']);
    expectRefusal(plain, 2, 'PROJECT_NOT_GIT', '--repo DIR');
    expect([wrong.out, plain.out, existsSync(home)]).toEqual(['', '', false]);
  });

  it.each([
    ['a key', ['--agent', 'anthropic'], 'ANTHROPIC_API_KEY'],
    ['Claude Code', ['--agent', 'claude-code'], 'npm install -g @anthropic-ai/claude-code'],
  ])('a run that lacks %s is refused before anything is started for it', async (_, args, next) => {
    const home = join(folder, 'never-started');
    const dir = repository(`lacks ${args[1]}`);
    const plan = write(join(`lacks ${args[1]}`, 'PLAN.md'), COMMANDLESS);
    const said = await nightshift(home, ['up', plan, '--repo', dir, '--exit', ...args], [], { PATH: '/usr/bin:/bin' });
    expectRefusal(said, 3, 'CAPABILITY_MISSING', next);
    expect([said.out, existsSync(home)]).toEqual(['', false]);
  });

  it('a folder without git, when named and when it is only where the plan lies', async () => {
    write('plain/PLAN.md', SMALL);
    const named = await run('project', 'add', 'plain');
    expectRefusal(named, 2, 'PROJECT_NOT_GIT', 'git -C', 'init');
    const plans = await run('up', 'plain/PLAN.md', '--exit');
    expectRefusal(plans, 2, 'PROJECT_NOT_GIT', '--repo DIR', join(folder, 'plain'));
  });

  it(`a repository without a commit, and one that nobody registered${verifies('F24')}`, async () => {
    repository('fresh', false);
    const fresh = await run('project', 'add', 'fresh');
    expectRefusal(fresh, 2, 'PROJECT_NO_COMMITS', 'commit');
    const dir = repository('unknown');
    const unknown = await run('handoff', write('small.md', SMALL), '--repo', 'unknown');
    expectRefusal(unknown, 2, 'PROJECT_UNKNOWN', `nightshift project add ${dir}`);
  });

  it(`a bare repository, and one in the middle of a merge, are refused with the next step${verifies('F24')}`, async () => {
    const dir = repository('whole');
    git(folder, 'clone', '--quiet', '--bare', dir, 'bare.git');
    expectRefusal(await run('project', 'add', 'bare.git'), 2, 'PROJECT_BARE', 'bare.git');
    git(dir, 'checkout', '--quiet', '-b', 'side');
    write('whole/side.txt', 'x');
    git(dir, 'add', '--all');
    git(dir, 'commit', '--quiet', '--message=Side');
    git(dir, 'checkout', '--quiet', 'main');
    git(dir, 'merge', '--quiet', '--no-commit', '--no-ff', 'side');
    expectRefusal(await run('project', 'add', 'whole'), 2, 'PROJECT_IN_MERGE', 'git merge --abort');
  });

  it.each([
    ['changes that are not committed', (dir: string) => writeFileSync(join(dir, 'README.md'), 'mine\n')],
    ['a detached HEAD', (dir: string) => git(dir, 'checkout', '--quiet', '--detach')],
    ['an index.lock that somebody left', (dir: string) => writeFileSync(join(dir, '.git', 'index.lock'), '')],
  ])(`a repository with %s is worked on, and stays as it is${verifies('F24')}`, async (what, make) => {
    const dir = repository(`with ${what.split(' ').at(-1)}`);
    write('small.md', SMALL);
    make(dir);
    const seen = () => [
      git(dir, '--no-optional-locks', 'status', '--porcelain'),
      git(dir, 'rev-parse', 'HEAD', 'main'),
      git(dir, 'rev-parse', '--abbrev-ref', 'HEAD'),
      existsSync(join(dir, '.git', 'index.lock')),
    ];
    const before = seen();
    const said = await run('up', 'small.md', '--repo', dir, '--exit');
    const branch = /branch (nightshift\/\S+) in/.exec(said.out)?.[1] ?? 'none';
    expect([said.code, git(dir, 'show', `${branch}:hello.txt`)]).toEqual([0, 'hello\n']);
    expect(seen()).toEqual(before);
  });

  it(`a dirty repository is a warning that names what is left out; a folder inside it, its name and a detached HEAD do not matter${verifies('F24')}`, async () => {
    const dir = repository('Größe 1 ünd mehr');
    write('Größe 1 ünd mehr/inside/PLAN.md', SMALL);
    git(dir, 'checkout', '--quiet', '--detach');
    const said = await run('up', join(dir, 'inside', 'PLAN.md'), '--exit');
    expect(said.err).toContain('warning: not committed, and so left out of the run: inside/');
    expect(said.err).toContain(`is taken as ${dir}, the top of its repository`);
    expect(said.out).toContain('1 of 1 task is done, proven by 1 criterion');
    const branch = /branch (nightshift\/\S+) in/.exec(said.out)?.[1] ?? 'none';
    expect([said.code, git(dir, 'show', `${branch}:hello.txt`)]).toEqual([0, 'hello\n']);
    const again = await run('handoff', join(dir, 'inside', 'PLAN.md'), '--repo', join(dir, 'inside'));
    expect([again.code, again.err]).toEqual([0, expect.stringContaining('warning: not committed')]);
  });

  it('a hand-off that is not signed, and a token that is not known: 401 with the next step', async () => {
    const body = JSON.stringify({ plan: { text: SMALL } });
    const unsigned = await fetch(ns.handoffUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
    expect([unsigned.status, await unsigned.json()]).toEqual([
      401,
      {
        error: {
          code: 'SIGNATURE_MISSING',
          message: 'The body is not signed',
          hint: expect.stringContaining('webhook-signature'),
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      },
    ]);
    const wrong = { NIGHTSHIFT_TOKEN: `ns_${randomBytes(24).toString('base64url')}` };
    const said = await nightshift(ns.home, ['status'], [], wrong);
    expectRefusal(said, 3, 'TOKEN_MISSING', 'settings.json');
  });
});

const skipReason = bubblewrapSkipReason();
// bubblewrap itself hides bubblewrap, and makes a disk as small as is wanted.
(skipReason === undefined ? describe : describe.skip)('on a machine that lacks something', () => {
  let home: string;
  let hidden: readonly string[];
  let ports: readonly number[] = [];
  let listeners: readonly Server[] = [];
  const env = () => ({
    NIGHTSHIFT_POSTGRES_PORT: String(ports[0]),
    NIGHTSHIFT_N8N_PORT: String(ports[1]),
    NIGHTSHIFT_N8N_BROKER_PORT: String(ports[2]),
    NIGHTSHIFT_GATEWAY_PORT: String(ports[3]),
  });
  const run = (...args: string[]) => nightshift(home, args, hidden, env());
  let started: Said;

  beforeAll(async () => {
    home = join(folder, 'lacking');
    hidden = ['bwrap', '--dev-bind', '/', '/', '--ro-bind', write('nothing', ''), '/usr/bin/bwrap', '--'];
    ports = await freePorts(4);
    // Postgres', n8n's and the gateway's ports are taken by somebody.
    listeners = await Promise.all([0, 1, 3].map((index) => listen(ports[index]!)));
    started = await run('up', '--detach');
  }, STARTS);

  afterAll(async () => {
    await down(home);
    for (const server of listeners) server.close();
  }, 60_000);

  it('taken ports: others are used, said with both numbers', async () => {
    const chosen = readEmbeddedSettings(home)!.ports;
    expect([started.code, started.err]).toEqual([0, '']);
    expect(started.out).toContain(`warning: port ${ports[0]} is taken: postgres uses ${chosen.postgres}`);
    expect(started.out).toContain(`warning: port ${ports[1]} is taken: n8n uses ${chosen.n8n}`);
    expect(started.out).toContain(`warning: port ${ports[3]} is taken: gateway uses ${chosen.gateway}`);
    expect(started.out).toContain(`http://127.0.0.1:${chosen.n8n}`);
    for (const port of [chosen.postgres, chosen.n8n, chosen.gateway]) expect(ports).not.toContain(port);
  });

  it('no bubblewrap: it is said at the start, a plan is refused with the command that installs it, and nothing ran', async () => {
    expect(started.out).toContain('warning: there is no sandbox here: bubblewrap cannot be started at /usr/bin/bwrap');
    expect(started.out).toContain('apt-get install bubblewrap');
    for (const via of ['n8n', 'gateway']) {
      const said = await run('handoff', write('small.md', SMALL), '--via', via);
      expectRefusal(said, 3, 'SANDBOX_MISSING', 'apt-get install bubblewrap');
    }
    expect((await run('status', '--all')).out).toBe('Nothing was handed over yet.\n');
    const doctor = await run('doctor');
    expect([doctor.code, doctor.out]).toEqual([
      1,
      expect.stringMatching(/✗ sandbox: .*\n.*apt-get install bubblewrap/),
    ]);
  });

  it('no bubblewrap: the bundled example runs all the same, and says that it is not confined', async () => {
    const said = await run('up', '--run-example', '--exit');
    expect(said.out).toContain('the bundled example runs without one, because its commands are ours');
    expect([said.code, said.out]).toEqual([0, expect.stringContaining('10 of 10 tasks are done, proven')]);
  }, 90_000);

  it('the bundled example runs again after its result was taken, and says from where', async () => {
    expect((await run('apply')).code).toBe(0);
    const said = await run('up', '--run-example', '--exit');
    expect(said.out).toContain(
      'it starts from its first commit again, on the new branch again-2; main keeps the result',
    );
    expect([said.code, said.out]).toEqual([0, expect.stringContaining('10 of 10 tasks are done')]);
  }, 90_000);

  it('a dead Postgres: said with the next step, and well again by itself', async () => {
    let said: Said | undefined;
    // It is back within seconds: on a busy machine the question may come too late.
    for (let tries = 0; tries < 5 && said?.code !== 4; tries++) {
      const postmaster = readLauncherState(home)!.parts['postgres']!.pid;
      for (const pid of familyOf(postmaster)) killHard(pid);
      said = await run('status');
      await backAgain(run);
    }
    expectRefusal(said!, 4, 'UNAVAILABLE_POSTGRES', 'database');
    expect((await run('fsck')).out).toMatch(/^clean/);
  }, 90_000);

  it('a silent Postgres: a hand-off keeps its timeout, and says what is away', async () => {
    const family = familyOf(readLauncherState(home)!.parts['postgres']!.pid);
    for (const pid of family) process.kill(pid, 'SIGSTOP');
    try {
      const from = performance.now();
      const said = await run('handoff', 'small.md', '--new', '--timeout', '12');
      expect(performance.now() - from).toBeLessThan(15_000);
      expectRefusal(said, 6, 'UNAVAILABLE_POSTGRES', 'database', 'nothing is done twice', '--key');
    } finally {
      for (const pid of family) process.kill(pid, 'SIGCONT');
    }
    await backAgain(run);
  }, 90_000);

  it('nothing running: every way in says how to start it', async () => {
    expect((await run('down')).out).toBe('Stopped.\n');
    const status = await run('status');
    expectRefusal(status, 4, 'UNAVAILABLE_GATEWAY', 'ECONNREFUSED', 'nightshift up');
    const from = performance.now();
    const handoff = await run('handoff', 'small.md');
    expectRefusal(handoff, 4, 'UNAVAILABLE_HANDOFF', 'ECONNREFUSED', 'nightshift up --detach');
    expectRefusal(await run('templates'), 4, 'UNAVAILABLE_N8N', 'nightshift up --detach');
    expect(performance.now() - from).toBeLessThan(20_000);
    const doctor = await run('doctor');
    expect(doctor.out).toMatch(/○ nightshift: not running.*\n.*nightshift up[\s\S]*○ database: not running/);
  }, 60_000);

  it('a database that does not answer: gateway and worker end with words, not with a stack', () => {
    for (const [part, service] of [
      ['gateway', 'POSTGRES'],
      ['worker', 'QUEUE'],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [join(packageFolder(), 'dist', `${part}.js`)], {
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          NIGHTSHIFT_HOME: join(folder, 'none'),
          NIGHTSHIFT_DATABASE_URL: `postgres://app:long-enough-for-this@127.0.0.1:${ports[2]}/nightshift`,
          NIGHTSHIFT_QUEUE_URL: `postgres://queue:long-enough-for-this@127.0.0.1:${ports[2]}/nightshift`,
          NIGHTSHIFT_N8N_URL: 'http://127.0.0.1:1',
          NIGHTSHIFT_SIGNING_SECRETS: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
        },
      });
      expectRefusal({ code: status, out: '', err: stderr }, 4, `UNAVAILABLE_${service}`, 'ECONNREFUSED');
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  it(`a full disk: nothing is begun, and the folder and the room that is needed are named${verifies('F11')}`, async () => {
    const small = join(folder, 'small-disk');
    mkdirSync(small);
    const tiny = ['bwrap', '--dev-bind', '/', '/', '--size', String(40 * 1024 ** 2), '--tmpfs', small, '--'];
    const said = await nightshift(join(small, 'home'), ['up', '--exit'], tiny, env());
    expectRefusal(said, 3, 'DISK_FULL', small, 'MB are free', 'Free at least 1.5 GB');
    // The bound at which executions would be paused.
    tiny[tiny.indexOf('--size') + 1] = String(990e6);
    const less = await nightshift(join(small, 'home'), ['up', '--exit'], tiny, env());
    expectRefusal(less, 3, 'DISK_FULL', 'below 1 GB nothing is started');
  });
});

it('a home that cannot be written: said with what else can be done', async () => {
  const file = write('a-file', '');
  for (const args of [['up'], ['up', '--run-example']]) {
    const said = await nightshift(join(file, 'home'), args);
    expectRefusal(said, 3, 'HOME_UNWRITABLE', join(file, 'home'), 'a part of that path is a file', 'NIGHTSHIFT_HOME');
  }
});

(process.platform === 'linux' ? it : it.skip)('a home where nobody can make a folder: said at once', async () => {
  for (const args of [['up'], ['up', '--run-example'], ['up', '--detach']]) {
    const said = await nightshift('/proc/nightshift/home', args);
    expectRefusal(said, 3, 'HOME_UNWRITABLE', '/proc/nightshift/home', 'the system lets nobody make a folder there');
  }
});

it('a log that cannot be written stops nothing', () => {
  const home = join(folder, 'full-log');
  mkdirSync(join(home, 'logs'), { recursive: true });
  symlinkSync('/dev/full', join(home, 'logs', 'launcher.log'));
  expect(() => launcherLog(home).error('There is no room for this')).not.toThrow();
});

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function backAgain(run: (...args: string[]) => Promise<Said>): Promise<void> {
  const end = performance.now() + 30_000;
  while ((await run('status', '--all')).code !== 0) {
    if (performance.now() > end) throw new Error('Postgres did not come back within 30 s');
    await sleep(200);
  }
}
