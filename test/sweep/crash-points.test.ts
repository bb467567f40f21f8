import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { verifies } from '../support/verifies';
import { unmarkedEffects } from './effects';
import { crashPoints, type SourceFile, sources } from './points';
import { NOT_REACHED } from './run-sweep';

const PAGE = join(resolve(__dirname, '../..'), 'docs/crash-points.md');

/** Effects without a point of their own, and why: by file, then by function. */
const WITHOUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'runtime/adapters/git/run-git.ts': {
    collect: 'each call is part of a step of GitRepositories, which has its points',
  },
  'runtime/adapters/git/deliver-branch.ts': {
    deliverBranch: 'fetches objects that nothing names yet, before `ref.result`',
    claim: 'all of `ref.result`',
    moveOn: 'the arguments of `ref.result`',
  },
  'runtime/adapters/git/fetch-base.ts': { fetchCommit: 'all of `ref.base`' },
  'runtime/adapters/git/advance-tip.ts': { advanceTip: 'the arguments of `ref.integration`' },
  'runtime/adapters/git/find-untakeable.ts': { find: 'looks, inside `git.import-tree`' },
  'runtime/adapters/git/remove-folder.ts': {
    removeFolder: 'inside `git.open-workspace`, `git.open-scratch`, `git.empty-home` and `git.remove-workspaces`',
    makeReadable: 'inside the same and `git.import-tree`',
  },
  'runtime/adapters/sandbox/run-process.ts': {
    start: 'all that stands between `before:` and `after:spawn.sandbox`',
    openOutputPipes: 'mkfifo, in a folder of its own before `spawn.sandbox`',
  },
  'runtime/adapters/sandbox/guard.ts': { openGuard: 'all of `spawn.guard`' },
  'runtime/adapters/sandbox/run-note.ts': { writeRunNote: 'all of `rename.run-note`' },
  'runtime/adapters/sandbox/check-sandbox.ts': { run: 'asks for a version, and tries the sandbox' },
  'runtime/adapters/claude-code/claude-code-agent.ts': { 'ClaudeCodeAgent.availability': 'asks for a version' },
  'runtime/adapters/n8n/http-loop-host.ts': {
    'HttpLoopHost.get': 'a question',
    'HttpLoopHost.post': 'all of `wake.start` and `wake.resume`',
  },
  'runtime/adapters/http/fetch-poster.ts': {
    'FetchPoster.post': 'inside `deliver.voice`, `deliver.push` and `deliver.discord`',
  },
  'runtime/adapters/agent-tools/patient-fetch.ts': {
    patientFetch: 'a model is asked between `after:workspace.open` and `after:agent.run`',
  },
  'runtime/adapters/openai-errors/straight-fetch.ts': {
    straightFetch: 'questions to services; asked again when nothing was stored',
  },
  'runtime/adapters/bullmq/hint-backend.ts': {
    openHintWorker: 'BullMQ’s Worker is no process: it takes jobs, which may be lost',
    migrateHintBackend: 'BullMQ’s own tables, inside `hint.send`; they may be lost',
  },
  'runtime/adapters/postgres/postgres-listener.ts': {
    'PostgresListener.listen': 'listens, and writes nothing',
    'PostgresListener.open': 'listens, and writes nothing',
    'PostgresListener.ping': 'asks for a sign of life',
  },
  'runtime/adapters/postgres/postgres-worker-session.ts': {
    'PostgresWorkerSession.open': 'settings of the session; its registration stands in `sql.ns_worker_register`',
  },
  'runtime/adapters/postgres/data-directory-of.ts': { dataDirectoryOf: 'the launcher asks' },
  'runtime/adapters/postgres/worker-presence.ts': {
    isWorkerPresent: 'the launcher asks',
    reportWorkerExit: 'the launcher reports an exit that the sweep sees as well',
  },
  'runtime/adapters/postgres/is-token-revoked.ts': { isTokenRevoked: 'the launcher asks' },
  'runtime/adapters/postgres/migrate.ts': {
    migrate: 'the lock of migrations, which ends with the session',
    applyAll: 'around the transactions; test/adapters/postgres-migrations kills between them',
    apply: 'one transaction for each migration; test/adapters/postgres-migrations kills in it',
    grantReaders: 'rights, given anew at each start',
  },
  'runtime/adapters/postgres/prepare-cluster.ts': {
    prepareCluster: 'the launcher, before anything runs; each statement may be repeated, at each start',
    createRole: 'the same',
    createDatabase: 'the same',
  },
  'runtime/adapters/system/process-crash-points.ts': { takes: 'takes away the name of the point, and dies' },
  'runtime/adapters/system/thread-plan-reader.ts': {
    'ThreadPlanReader.inThread': 'a thread that reads a plan and writes nothing',
  },
  // The launcher is told of no crash points: it is killed as a whole, at any time, by test/guarantees/launcher-*, survives-a-boot and chaos.
  'runtime/main/embedded-n8n-package.ts': {
    installN8nPackage: 'the launcher, before n8n starts; made anew when it is not whole',
  },
  'runtime/main/embedded-n8n.ts': { answers: 'a question' },
  'runtime/main/embedded-parts.ts': { isOurGateway: 'a question' },
  'runtime/main/embedded-postgres-tools.ts': {
    plainTools: 'the launcher runs initdb and pg_ctl; test/guarantees/launcher-postgres kills it meanwhile',
    toolsInNamespace: 'the same',
    toolsAs: 'the same',
  },
  'runtime/main/embedded-postgres.ts': {
    ensureInitialised: 'the rename by which a new cluster counts; before it, it is made anew',
  },
  'runtime/main/launcher-state.ts': {
    takeHome: 'the lock of a home; test/guarantees/launcher-home-lock',
    removeStale: 'the same',
    link: 'the same',
  },
  'runtime/main/n8n-api-key.ts': { answerTo: 'a question of the launcher to n8n' },
  'runtime/main/n8n-session.ts': { 'OwnerSession.send': 'the launcher sets n8n up, and asks before what is there' },
  'runtime/main/provision-n8n.ts': { isRegistered: 'a question' },
  'runtime/main/process-identity.ts': { startedByPs: 'asks when a process began' },
  'runtime/main/spawn-part.ts': {
    spawnPart: 'the launcher starts a part, and ends what a dead one left; test/guarantees/launcher-supervisor',
  },
  'runtime/main/write-file-safely.ts': { writeFileSafely: 'settings of the launcher: whole before and after' },
  // Commands end with their answer, and are given again.
  'runtime/main/cli/collect-doctor-facts.ts': { versionOf: 'asks for a version', databaseOf: 'a question' },
  'runtime/main/cli/look-at-parts.ts': { problemOf: 'a question', workersProblemOf: 'a question' },
  'runtime/main/cli/prepare-example.ts': { makeExample: 'the rename by which the example is there' },
  'runtime/main/cli/run-own-git.ts': { runOwnGit: 'git in the user’s own folder, by a command of the user' },
  'runtime/main/cli/write-together.ts': { writeTogether: 'files of the user, by a command of the user' },
  'runtime/main/cli/write-whole.ts': {
    writeWhole:
      'an archive counts once its rows went, in `sql.ns_archive_out`; test/guarantees/leaves-as-an-archive kills before and after',
  },
  'runtime/main/cli/claude-plugin/run-claude.ts': { findClaude: 'Claude Code’s own command line' },
  'runtime/main/cli/service/systemd.ts': { runProgram: 'systemd’s own command line' },
};

function unmarked(files: readonly SourceFile[]): readonly string[] {
  return unmarkedEffects(files)
    .filter(({ file, name }) => WITHOUT[file]?.[name] === undefined)
    .map(({ file, name, line, what }) => `${file}:${line} (${name}) has ${what} without a crash point`);
}

it(`stand at every commit, request, process, rename and ref of the runtime${verifies('R-21')}`, () => {
  expect(unmarked(sources())).toEqual([]);
});

it.each<readonly [string, string, readonly string[]]>([
  ['a rename', 'await rename(from, to);', ['a rename']],
  ['a rename by another name of the module', 'await fs.promises.rename(from, to);', ['a rename']],
  ['a process', 'const child = spawn(program);', ['a process']],
  ['a process by a promise', 'const run = promisify(execFile);\nexport const ask = () => run(program);', ['a process']],
  ['a thread', "new Worker('x');", ['a process']],
  ['a ref', "await git(['update-ref', ref, tip]);", ['a ref']],
  ['a commit', 'class Store { async put() { await this.client.query({ name, text, values }); } }', ['a commit']],
  ['a commit of a pool', "const pool = new Pool();\nawait pool.query('insert into x values (1)');", ['a commit']],
  ['a request', "const send = () => fetch(url, { method: 'POST' });", ['a request']],
  [
    'one under a comment about crash points',
    '// A crash point stands elsewhere: crash\nawait rename(from, to);',
    ['a rename'],
  ],
  [
    'one after what a point is around',
    "await between(crash, 'x', () => one());\nawait rename(from, to);",
    ['a rename'],
  ],
  ['one after half a point', "function f() { crash.reach('before:x'); rename(from, to); }", ['a rename']],
  ['one in a function of that name', "await between(log, 'x', () => rename(from, to));", ['a rename']],
  ['nothing where a point is around it', "await between(crash, 'x', () => rename(from, to));", []],
  [
    'nothing where a point is around the whole call',
    'await between(this.crash, `sql.${name}`, () => this.client.query(text));',
    [],
  ],
  [
    'nothing between two stops',
    "function f() { crash.reach('before:x'); rename(from, to); crash.reach('after:x'); }",
    [],
  ],
  ['nothing in a pattern that is tried', 'const found = /x/.exec(text);', []],
])('find %s', (_what, text, expected) => {
  expect(unmarkedEffects([{ path: 'runtime/adapters/x/a.ts', text }]).map(({ what }) => what)).toEqual(expected);
});

it('say in which function and line', () => {
  const text = 'class Store {\n  async put() {\n    await this.client.query(text);\n  }\n}\n';
  expect(unmarked([{ path: 'runtime/app/a.ts', text }])).toEqual([
    'runtime/app/a.ts:3 (Store.put) has a commit without a crash point',
  ]);
});

it('have no exception that nothing needs', () => {
  const needed = new Set(unmarkedEffects(sources()).map(({ file, name }) => `${file}#${name}`));
  const named = Object.entries(WITHOUT).flatMap(([file, names]) => Object.keys(names).map((name) => `${file}#${name}`));
  expect(named.filter((place) => !needed.has(place))).toEqual([]);
});

it('are all swept, but for some that are there and have a reason', () => {
  const names = new Set(crashPoints().map(({ name }) => name.replace(/^(before|after):/, '')));
  expect(Object.keys(NOT_REACHED).filter((name) => !names.has(name))).toEqual([]);
  expect(Object.keys(NOT_REACHED).length).toBeLessThan(15);
});

it(`are more than 60, and all listed in docs/crash-points.md (UPDATE_DOCS=1 writes them down)${verifies('R-21')}`, () => {
  const points = crashPoints();
  const rows = points.map(({ name, file }) => `| \`${name}\` | \`${file.replace(/^runtime\//, '')}\` |`);
  const page = readFileSync(PAGE, 'utf8');
  const [head = ''] = page.split('## Every point\n');
  const wanted = `${head}## Every point\n\n| Point | Where, in \`runtime\` |\n|---|---|\n${rows.join('\n')}\n`;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, wanted);
  expect(readFileSync(PAGE, 'utf8')).toBe(wanted);
  expect(points.length).toBeGreaterThan(60);
});
