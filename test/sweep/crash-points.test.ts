import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { verifies } from '../support/verifies';
import { crashPoints, type SourceFile, sources } from './points';

const PAGE = join(resolve(__dirname, '../..'), 'docs/crash-points.md');

/** What changes something that outlives the process, or leaves it. */
const EFFECTS: Readonly<Record<string, RegExp>> = {
  'a process': /\b(?:spawn|execFileSync)\(|promisify\(execFile\)\(|new Worker\(/,
  'a rename': /\b(?:rename|renameSync|linkSync)\(/,
  'a ref': /'update-ref'|'--no-write-fetch-head'/,
  'a commit': /\b(?:client|pool)\.query(?:<\w+>)?\(/,
  'a request': /\bfetch\(/,
};
/** Lines above an effect in which its crash point may stand. */
const ABOVE = 3;

/** Effects without a point of their own, and why. By file. */
const WITHOUT: Readonly<Record<string, string>> = {
  'runtime/adapters/git/run-git.ts': 'each call is part of a step of GitRepositories, which has its points',
  'runtime/adapters/git/deliver-branch.ts': 'fetches objects, and claims the branch inside `ref.result`',
  'runtime/adapters/git/fetch-base.ts': 'fetchCommit is all of `ref.base`',
  'runtime/adapters/git/advance-tip.ts': 'the arguments of `ref.integration`',
  'runtime/adapters/sandbox/run-process.ts':
    'start() stands between `before:` and `after:spawn.sandbox`; mkfifo is in a folder of its own',
  'runtime/adapters/sandbox/guard.ts': 'all of `spawn.guard`',
  'runtime/adapters/sandbox/run-note.ts': 'all of `rename.run-note`',
  'runtime/adapters/sandbox/bridge-source.ts': 'runs inside the sandbox',
  'runtime/adapters/sandbox/check-sandbox.ts': 'asks for a version, and tries the sandbox',
  'runtime/adapters/claude-code/claude-code-agent.ts': 'asks for a version',
  'runtime/adapters/n8n/http-loop-host.ts': 'questions; the post is inside `wake.start` and `wake.resume`',
  'runtime/adapters/http/fetch-poster.ts': 'inside `deliver.voice`, `deliver.push` and `deliver.discord`',
  'runtime/adapters/agent-tools/patient-fetch.ts':
    'a model is asked inside `after:workspace.open` and `after:agent.run`',
  'runtime/adapters/openai-errors/straight-fetch.ts': 'questions to services; asked again when nothing was stored',
  'runtime/adapters/bullmq/hint-backend.ts': 'BullMQ’s own tables, inside `hint.send`; they may be lost',
  'runtime/adapters/postgres/postgres-listener.ts': 'listens, and writes nothing',
  'runtime/adapters/postgres/postgres-worker-session.ts': 'settings of a session; statements stand in `sql.…`',
  'runtime/adapters/postgres/worker-presence.ts': 'the launcher asks, and reports an exit that the sweep sees as well',
  'runtime/adapters/postgres/is-token-revoked.ts': 'the launcher asks',
  'runtime/adapters/postgres/migrate.ts': 'one transaction for each migration; test/adapters/migrate.test.ts kills it',
  'runtime/adapters/postgres/prepare-cluster.ts': 'the launcher, before anything runs; repeated at each start',
  'runtime/adapters/system/process-crash-points.ts': 'takes away the name of the point, and dies',
  'runtime/adapters/system/thread-plan-reader.ts': 'a thread that reads a plan and writes nothing',
};
/** The launcher starts, stops and sets up; it is killed as a whole by test/guarantees/launcher-* and by `npm run chaos`. */
const LAUNCHER = /^runtime\/main\//;

function unmarked(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    if (LAUNCHER.test(path) || WITHOUT[path] !== undefined) return [];
    const lines = text.split('\n');
    return lines.flatMap((line, at) => {
      const effect = Object.entries(EFFECTS).find(
        ([, pattern]) => pattern.test(line) && !/^import|^\s*(\*|\/\/)/.test(line),
      );
      const near = lines.slice(Math.max(0, at - ABOVE), at + 1).join('\n');
      return effect && !/\bcrash\b/.test(near) ? [`${path}:${at + 1} has ${effect[0]} without a crash point`] : [];
    });
  });
}

it(`stand at every commit, request, process, rename and ref of the runtime${verifies('R-21')}`, () => {
  expect(unmarked(sources())).toEqual([]);
});

it('are missed where there is none', () => {
  const planted = [
    { path: 'runtime/adapters/x/a.ts', text: 'one();\ntwo();\nthree();\nawait rename(from, to);\n' },
    { path: 'runtime/adapters/x/b.ts', text: "await between(crash, 'rename.x', () => rename(from, to));\n" },
    { path: 'runtime/adapters/x/c.ts', text: 'const child = spawn(program);\n' },
    { path: 'runtime/adapters/x/d.ts', text: "await git(['update-ref', ref, tip]);\n" },
  ];
  expect(unmarked(planted)).toEqual([
    'runtime/adapters/x/a.ts:4 has a rename without a crash point',
    'runtime/adapters/x/c.ts:1 has a process without a crash point',
    'runtime/adapters/x/d.ts:1 has a ref without a crash point',
  ]);
});

it('have no exception that nothing needs', () => {
  const files = new Map(sources().map(({ path, text }) => [path, text]));
  const needless = Object.keys(WITHOUT).filter(
    (path) => !Object.values(EFFECTS).some((pattern) => pattern.test(files.get(path) ?? '')),
  );
  expect(needless).toEqual([]);
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
