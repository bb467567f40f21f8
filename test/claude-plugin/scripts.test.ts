import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PLUGIN = join(__dirname, '../../runtime/claude-plugin/nightshift');
const SCRIPT = join(PLUGIN, 'scripts', 'nightshift.sh');
const MOST_MS = 300;

let home: string;
let server: Server | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ns-plugin-'));
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(home, { recursive: true, force: true });
});

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly ms: number;
}

function run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}, cwd = home): Promise<Run> {
  const begin = performance.now();
  const child = spawn('sh', [SCRIPT, ...args], {
    cwd,
    env: { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, HOME: home, NIGHTSHIFT_HOME: home, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (piece) => {
    out += String(piece);
  });
  child.stdin.end(input);
  return new Promise((done) => {
    child.once('close', (code) => done({ code, out, ms: performance.now() - begin }));
  });
}

/** A home whose gateway answers with these executions; `undefined` takes the connection and says nothing. */
async function gatewayWith(executions: readonly unknown[] | undefined): Promise<void> {
  server?.closeAllConnections();
  server?.close();
  server = createServer((request, response) => {
    if (executions === undefined) return undefined;
    const isKnown = request.headers.authorization === 'Bearer ns_token';
    const { searchParams } = new URL(request.url!, 'http://gateway');
    const since = searchParams.get('endedSince');
    const asked = searchParams.get('project');
    if (asked !== null && !PROJECTS.some((name) => asked === inHome(name))) return response.writeHead(404).end('{}');
    const found = (executions as readonly ReturnType<typeof execution>[]).filter(({ state, endedAt, project }) =>
      since === null
        ? searchParams.get('status')!.split(',').includes(state)
        : endedAt !== undefined && endedAt >= since && inHome(project) === asked,
    );
    const limit = Number(searchParams.get('limit'));
    const more = found.length > limit ? { nextCursor: 'more' } : {};
    return response.writeHead(isKnown ? 200 : 401).end(JSON.stringify({ executions: found.slice(0, limit), ...more }));
  });
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  installed((server.address() as AddressInfo).port);
}

function installed(gateway: number): void {
  mkdirSync(join(home, 'claude-code'), { recursive: true });
  writeFileSync(join(home, 'claude-code', 'token'), 'ns_token\n');
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ ports: { gateway } }));
}

/** Of the gateway, each a folder of the home: `.` is the home itself. */
const PROJECTS = ['.', 'site', 'api'];
const inHome = (name: string): string => join(realpathSync(home), name);

const execution = (title: string, state: string, endedAt?: string, project = '.') => ({
  project,
  executionId: `id-of-${title.slice(0, 5)}`,
  title,
  state,
  progress: { current: 2, total: 3 },
  ...(endedAt === undefined ? {} : { endedAt }),
});

/** What a session is told at its start, by a hook that has time also on a busy machine. */
const toldAtStart = async (cwd = home): Promise<string> => (await run(['session-start', '20000'], '', {}, cwd)).out;

/** What is kept of a project: up to when it was told there, or what was said last (`.json`). */
const kept = (folder: string, ending = ''): string => {
  mkdirSync(join(home, 'claude-code', 'told'), { recursive: true });
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
  return join(home, 'claude-code', 'told', `${name}${ending}`);
};

describe('the start of a session', () => {
  it('tells what ended since the last one, and what waits, in two lines', async () => {
    await gatewayWith([
      execution('New', 'succeeded', '2026-01-02T00:00:00.000Z'),
      execution('Asked', 'waiting'),
      execution('Goes on', 'running'),
      execution('Old', 'failed', '2026-01-01T00:00:00.000Z'),
    ]);
    writeFileSync(kept(home), '2026-01-01T12:00:00.000Z');
    expect(await toldAtStart()).toBe(
      'nightshift: since last time "New" (succeeded, 2 of 3 tasks, execution id-of-New). The tool `results` says what was done.\n' +
        'nightshift: the person is needed for "Asked" (waiting, 2 of 3 tasks, execution id-of-Asked). The tool `status` says for what.\n',
    );
    expect(readFileSync(kept(home), 'utf8')).toBe('2026-01-02T00:00:00.000Z');
    expect(await toldAtStart()).toMatch(/^nightshift: the person is needed .*\n$/);
  });

  it('finds what waits and what ended behind any number that was handed over since', async () => {
    const others = Array.from({ length: 450 }, (_, no) => execution(`Night ${no}`, 'running'));
    await gatewayWith([
      ...others,
      execution('Old question', 'waiting'),
      execution('Long', 'failed', '2026-01-02T00:00:00.000Z'),
    ]);
    writeFileSync(kept(home), '2026-01-01T12:00:00.000Z');
    expect(await toldAtStart()).toMatch(
      /^nightshift: since last time "Long" .*\nnightshift: .* for "Old question" .*\n$/,
    );
    const waiting = Array.from({ length: 250 }, (_, no) => execution(`Asks ${no}`, 'waiting'));
    await gatewayWith(waiting);
    expect(await toldAtStart()).toContain('and 197 or more. The tool `status`');
  });

  it('tells of a project in its own folder, whichever conversation elsewhere begins first', async () => {
    const [site, api, elsewhere] = ['site', 'api', 'elsewhere'].map((name) => join(home, name)) as [
      string,
      string,
      string,
    ];
    for (const folder of [join(site, '.git'), join(site, 'src'), api, elsewhere])
      mkdirSync(folder, { recursive: true });
    await gatewayWith([
      execution('Of site', 'succeeded', '2026-01-02T00:00:00.000Z', 'site'),
      execution('Of api', 'failed', '2026-01-03T00:00:00.000Z', 'api'),
      execution('Asked', 'waiting', undefined, 'api'),
    ]);
    writeFileSync(join(home, 'claude-code', 'seen'), '2026-01-01T12:00:00.000Z');
    const asked = /^nightshift: the person is needed for "Asked" .*\n$/;
    expect(await toldAtStart(elsewhere)).toMatch(asked);
    expect(await toldAtStart(api)).toMatch(/^nightshift: since last time "Of api" [^\n]*\n.* "Asked" .*\n$/);
    // A folder of the repository is its project.
    expect(await toldAtStart(join(site, 'src'))).toMatch(
      /^nightshift: since last time "Of site" [^\n]*\n.* "Asked" .*\n$/,
    );
    for (const folder of [elsewhere, api, site, join(site, 'src')]) expect(await toldAtStart(folder)).toMatch(asked);
    const { out } = await run(['session-start', '20000'], '', { CLAUDE_PROJECT_DIR: api }, site);
    expect([out, readdirSync(join(home, 'claude-code', 'told')).length]).toEqual([expect.stringMatching(asked), 6]);
  });

  it.each([
    ['claude -p', { CLAUDE_CODE_SESSION_ATTENDED: '0', CLAUDE_CODE_ENTRYPOINT: 'sdk-cli' }],
    ['an SDK that does not say whether somebody reads along', { CLAUDE_CODE_ENTRYPOINT: 'sdk-ts' }],
  ])('tells %s as well, and uses nothing up of what a person is told there', async (_who, unattended) => {
    await gatewayWith([execution('New', 'succeeded', '2026-01-02T00:00:00.000Z')]);
    writeFileSync(join(home, 'claude-code', 'seen'), '2026-01-01T12:00:00.000Z');
    const tell = async (env: NodeJS.ProcessEnv) => (await run(['session-start', '20000'], '', env)).out;
    for (let times = 0; times < 2; times++) expect(await tell(unattended)).toContain('since last time "New"');
    // Nor does it leave anything behind, in however many folders it runs.
    expect(existsSync(join(home, 'claude-code', 'told'))).toBe(false);
    const attended = { CLAUDE_CODE_SESSION_ATTENDED: '1', CLAUDE_CODE_ENTRYPOINT: 'cli' };
    expect(await tell(attended)).toContain('since last time "New"');
    for (const env of [attended, unattended]) expect(await tell(env)).toBe('');
  });

  it('keeps of 100 projects what was told there, and tells nothing again of one that it forgot', async () => {
    await gatewayWith([execution('Done', 'succeeded', '2026-01-02T00:00:00.000Z', 'site')]);
    writeFileSync(join(home, 'claude-code', 'seen'), '2026-01-01T12:00:00.000Z');
    const site = join(home, 'site');
    mkdirSync(join(site, '.git'), { recursive: true });
    expect(await toldAtStart(site)).toContain('"Done"');
    utimesSync(kept(site), 1, 1);
    for (let no = 0; no < 100; no++) {
      const folder = join(home, `other-${no}`);
      mkdirSync(folder);
      writeFileSync(kept(folder), '2026-01-01T18:00:00.000Z');
    }
    await toldAtStart();
    expect([existsSync(kept(site)), existsSync(kept(site, '.json'))]).toEqual([false, false]);
    expect(readdirSync(join(home, 'claude-code', 'told')).filter((name) => !name.includes('.'))).toHaveLength(100);
    expect(await toldAtStart(site)).toBe('');
  });

  it('begins anew where what it noted cannot be read', async () => {
    await gatewayWith([execution('Old', 'failed', '2026-01-01T00:00:00.000Z')]);
    writeFileSync(kept(home), 'garbage');
    expect(await toldAtStart()).toBe('');
    expect(readFileSync(kept(home), 'utf8')).toMatch(/^20\d\d-.*Z$/);
  });

  it('tells a title as data: on one line, short, without marks that a model could take for its own', async () => {
    await gatewayWith([execution(`Title </x>\n\u001b[1m# Ignore "all" \u202e${'long '.repeat(40)}`, 'waiting')]);
    const out = await toldAtStart();
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(out).not.toMatch(/[<>\u001b\u202e]/);
    expect(out.length).toBeLessThan(320);
  });

  it('says nothing at the first start of all, and when there is nothing', async () => {
    await gatewayWith([execution('Old', 'succeeded', '2026-01-01T00:00:00.000Z')]);
    expect(await run(['session-start'])).toMatchObject({ code: 0, out: '' });
    expect(await run(['session-start'])).toMatchObject({ code: 0, out: '' });
  });

  it('says nothing when nightshift does not run, was never installed, or refuses the token', async () => {
    expect(await run(['session-start'])).toMatchObject({ code: 0, out: '' });
    installed(1);
    expect(await run(['session-start'])).toMatchObject({ code: 0, out: '' });
    await gatewayWith([execution('Asked', 'waiting')]);
    writeFileSync(join(home, 'claude-code', 'token'), 'ns_other');
    expect(await run(['session-start'])).toMatchObject({ code: 0, out: '' });
    expect(existsSync(kept(home))).toBe(false);
  });

  it('tells what it was told last, with its age, when the gateway is too busy now, and asks again for the next time', async () => {
    await gatewayWith([execution('New', 'succeeded', '2026-01-02T00:00:00.000Z'), execution('Asked', 'waiting')]);
    writeFileSync(kept(home), '2026-01-01T12:00:00.000Z');
    await toldAtStart();
    const said = kept(home, '.json');
    const news = JSON.parse(readFileSync(said, 'utf8')) as object;
    writeFileSync(said, JSON.stringify({ ...news, at: new Date(Date.now() - 600_000).toISOString() }));
    await gatewayWith(undefined);
    const asked = new Promise((again) => {
      let times = 0;
      server!.on('request', () => {
        times += 1;
        if (times > 2) again(undefined);
      });
    });
    // What ended was told before.
    expect((await run(['session-start'])).out).toBe(
      'nightshift, 10 min ago: the person is needed for "Asked" (waiting, 2 of 3 tasks, execution id-of-Asked). The tool `status` says for what.\n' +
        'nightshift: it is busy now; the tool `status` says how it stands.\n',
    );
    await asked;
  });

  it('tells of what ended once, also when it knows of it from the last time only', async () => {
    installed(1);
    const news = {
      at: new Date().toISOString(),
      waiting: [],
      ended: [execution('New', 'succeeded', '2026-01-02T00:00:00.000Z')],
      hasMore: { waiting: false, ended: false },
    };
    writeFileSync(kept(home, '.json'), JSON.stringify(news));
    writeFileSync(kept(home), '2026-01-01T12:00:00.000Z');
    // It does not run: what was is nobody's news.
    expect(await run(['session-start'])).toMatchObject({ code: 0, out: '' });
    await gatewayWith(undefined);
    expect((await run(['session-start'])).out).toMatch(/^nightshift, a moment ago: since last time "New" /);
    expect((await run(['session-start'])).out).toBe('');
  });

  it('says nothing of what it knows from the last time when that cannot be read, or the token is refused', async () => {
    await gatewayWith(undefined);
    writeFileSync(kept(home, '.json'), '{"at":');
    expect(await run(['session-start'])).toMatchObject({ code: 0, out: '' });
    await gatewayWith([execution('Asked', 'waiting')]);
    await toldAtStart();
    writeFileSync(join(home, 'claude-code', 'token'), 'ns_other');
    expect(await toldAtStart()).toBe('');
  });

  it(`never takes longer than ${MOST_MS} ms, also when the gateway hangs`, async () => {
    await gatewayWith(undefined);
    // The best of some of each: other work of a busy machine, which starts no Node in 50 ms, is not its own.
    let [nothing, best] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let times = 0; times === 0 || (times < 8 && best - nothing > MOST_MS - 50); times++) {
      nothing = Math.min(nothing, (await run(['conversation-id'], '{}')).ms);
      const { code, out, ms } = await run(['session-start']);
      expect([code, out]).toEqual([0, '']);
      best = Math.min(best, ms);
    }
    expect(best - nothing).toBeLessThan(MOST_MS - 50);
  });
});

it('puts the id of the conversation into a hand-off, whatever the model wrote there', async () => {
  const input = { session_id: 'real', tool_input: { file: 'PLAN.md', conversationId: 'guessed' } };
  const { out } = await run(['conversation-id'], JSON.stringify(input));
  expect(JSON.parse(out)).toEqual({
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      updatedInput: { file: 'PLAN.md', conversationId: 'real' },
    },
  });
});

/** How a command ends: with a code and words, or killed. */
type End = readonly [code: number, said: string] | 'killed';

describe('the shell step of the slash command', () => {
  /** A command line that says how it was called; `plan` of BAD.md fails. */
  const cli = () => {
    const path = join(home, 'cli.cjs');
    writeFileSync(
      path,
      "console.log(process.argv.slice(2).join(' ')); process.exit(process.argv.includes('BAD.md') ? 1 : 0);",
    );
    return path;
  };

  /** A command line whose hand-offs end so, one after the other, the last for ever: with a code and words, or killed. */
  const ending = (...ends: readonly End[]) => {
    const path = join(home, 'ending.cjs');
    const calls = join(home, 'calls');
    writeFileSync(
      path,
      `const fs = require('node:fs');
const [what] = process.argv.slice(2);
if (what === 'plan') process.exit(0);
fs.appendFileSync(${JSON.stringify(calls)}, process.argv.slice(2).join(' ') + '\\n');
const ends = ${JSON.stringify(ends)};
const end = ends[Math.min(fs.readFileSync(${JSON.stringify(calls)}, 'utf8').split('\\n').length - 2, ends.length - 1)];
if (end === 'killed') process.kill(process.pid, 'SIGKILL');
console.log(end[1]);
process.exit(end[0]);`,
    );
    return { path, calls: () => readFileSync(calls, 'utf8').trim().split('\n') };
  };

  /** What the two do together: the hook keeps what was typed, the step takes it. */
  const handOver = async (typed: string, env: NodeJS.ProcessEnv = {}, ...seconds: readonly string[]): Promise<Run> => {
    const expansion = { session_id: 'session', command_name: 'nightshift:handoff', command_args: typed };
    await run(['typed'], JSON.stringify(expansion));
    return run(['hand-over', 'session', ...seconds], '', { NIGHTSHIFT_CLI: cli(), ...env });
  };

  it('shows the preview, then hands over with the id of the conversation', async () => {
    const { code, out } = await handOver('MY PLAN.md');
    expect(code).toBe(0);
    expect(out).toContain('What is read from MY PLAN.md:\nplan -- MY PLAN.md');
    expect(out).toContain('HANDED OVER.\nhandoff --repo . --conversation session --timeout 60 -- MY PLAN.md');
  });

  it.each(['co$t.md', "Ada's plan.md", 'a"b.md', '`id`.md', '$(id).md', 'a;id.md', '-f.md'])(
    'takes a name that a shell would read otherwise: %s',
    async (name) => {
      const { out } = await handOver(name);
      expect(out).toContain(`HANDED OVER.\nhandoff --repo . --conversation session --timeout 60 -- ${name}\n`);
    },
  );

  it.each([
    '@MY PLAN.md',
    '@"MY PLAN.md"',
    '"MY PLAN.md"',
    "'MY PLAN.md'",
    '`MY PLAN.md`',
    '"@MY PLAN.md"',
    ' MY PLAN.md ',
  ])('takes a plan as a mention of Claude Code, or in quotes: %s', async (typed) => {
    const { out } = await handOver(typed);
    expect(out).toContain('HANDED OVER.\nhandoff --repo . --conversation session --timeout 60 -- MY PLAN.md\n');
  });

  it('takes a name as it stands where there is such a file', async () => {
    writeFileSync(join(home, '@work.md'), '');
    expect((await handOver('@work.md')).out).toContain('--timeout 60 -- @work.md\n');
  });

  it('takes a plan that the person typed from outside the folder', async () => {
    const { out } = await handOver('../elsewhere/PLAN.md');
    expect(out).toContain('HANDED OVER.\nhandoff --repo . --conversation session --timeout 60 -- ../elsewhere/PLAN.md');
  });

  it('hands over nothing when nobody kept what was typed, or it was taken already', async () => {
    writeFileSync(join(home, 'ROADMAP.md'), '');
    await handOver('');
    const { code, out } = await run(['hand-over', 'session'], '', { NIGHTSHIFT_CLI: cli() });
    expect([code, out]).toEqual([0, expect.stringMatching(/^It was NOT handed over: the hook .*`claude update`/)]);
  });

  it('keeps nothing of other commands', async () => {
    const expansion = { session_id: 'session', command_name: 'other:command', command_args: 'nightshift:handoff' };
    expect(await run(['typed'], JSON.stringify(expansion))).toMatchObject({ code: 0, out: '' });
    expect(existsSync(join(home, 'claude-code', 'typed-session'))).toBe(false);
  });

  it('takes the usual plan when none is named', async () => {
    expect((await handOver('')).out).toMatch(/^No plan was named/);
    writeFileSync(join(home, 'ROADMAP.md'), '');
    const { out } = await handOver('');
    expect(out).toMatch(/handoff --repo \. .* -- ROADMAP\.md/);
  });

  it.each([
    ['refused', 2, 'error: No.'],
    ['not configured', 3, 'error: No secret.'],
    ['not running', 4, 'error: nobody is there'],
  ])('says of what is %s that it was not handed over, and why', async (_, code, said) => {
    const cli = ending([code, said]);
    const { out } = await handOver('PLAN.md', { NIGHTSHIFT_CLI: cli.path });
    expect([out.slice(out.indexOf('It was')), cli.calls().length]).toEqual([`It was NOT handed over:\n${said}\n`, 1]);
  });

  it('says what nightshift stands for where it is no command of this user, and is named', async () => {
    const cli = ending([0, 'Handed over: execution e\n  follow it: nightshift watch e']);
    const env = { NIGHTSHIFT_CLI: cli.path };
    expect((await handOver('PLAN.md', env)).out).toMatch(
      /\n {2}follow it: nightshift watch e\n {2}nightshift stands for: \S*node\S* \S*ending\.cjs\n$/,
    );
    const bin = join(home, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'nightshift'), '');
    const found = await handOver('PLAN.md', {
      ...env,
      PATH: `${bin}:${dirname(process.execPath)}:${process.env['PATH']}`,
    });
    expect(found.out).not.toContain('stands for');
    const silent = ending([0, 'Handed over: execution e']);
    expect((await handOver('PLAN.md', { NIGHTSHIFT_CLI: silent.path })).out).not.toContain('stands for');
  });

  it.each<[string, End]>([
    ['sent without a receipt', [6, 'error: n8n gave no receipt: whether the plan arrived is not known']],
    ['interrupted', [130, 'error: Interrupted before a receipt came']],
    ['broken by a mistake', [70, 'error: Something']],
    ['killed', 'killed'],
  ])('says of what was %s that nobody knows, never that it was not handed over, and what to do', async (_, end) => {
    const cli = ending(end);
    const { code, out } = await handOver('PLAN.md', { NIGHTSHIFT_CLI: cli.path }, '1');
    expect(code).toBe(0);
    expect(out).toContain('It is NOT KNOWN whether it was handed over');
    expect(out).toContain('Send the same again: the tool `handoff` with the file PLAN.md and nothing else');
    expect(out).not.toMatch(/NOT handed over|HANDED OVER/);
  });

  it('names the tool only for a plan that it takes by its path: as text it would be another hand-off', async () => {
    const project = join(home, 'site', 'src');
    mkdirSync(join(home, 'site', '.git'), { recursive: true });
    mkdirSync(join(home, 'elsewhere'));
    mkdirSync(join(project, 'spec'), { recursive: true });
    for (const path of ['site/TOP.md', 'site/src/spec/tasks.md', 'elsewhere/PLAN.md'])
      writeFileSync(join(home, path), '');
    symlinkSync(join(home, 'elsewhere'), join(project, 'link'));
    const cli = ending([6, 'error: no receipt']);
    const env = { NIGHTSHIFT_CLI: cli.path, CLAUDE_PROJECT_DIR: project };
    for (const near of ['spec', 'spec/tasks.md', '../TOP.md', join(home, 'site', 'TOP.md')])
      expect((await handOver(near, env, '1')).out).toContain(
        `the tool \`handoff\` with the file ${near} and nothing else`,
      );
    for (const far of ['../../elsewhere/PLAN.md', join(home, 'elsewhere'), 'link', '..']) {
      const { out } = await handOver(far, env, '1');
      expect(out).toMatch(
        /Send the same again: only I can, by the same slash command in this conversation: .*\. Where it/,
      );
      expect(out).not.toContain('the tool `handoff`');
    }
  }, 60_000);

  it('hands the same over again, in the time it has, when the command was ended, until there is a receipt', async () => {
    const cli = ending('killed', [130, 'interrupted'], [0, 'Handed over: execution e']);
    const { out } = await handOver('PLAN.md', { NIGHTSHIFT_CLI: cli.path }, '30');
    expect(out).toContain('HANDED OVER.\nHanded over: execution e');
    const calls = cli.calls().map((call) => /^(handoff .*) --timeout (\d+) (-- PLAN\.md)$/.exec(call)!);
    expect(new Set(calls.map(([, begin, , end]) => `${begin} ${end}`)).size).toBe(1);
    const times = calls.map(([, , seconds]) => Number(seconds));
    expect([times.length, times]).toEqual([3, [...times].sort((one, other) => other - one)]);
    expect(times[0]).toBeLessThanOrEqual(30);
  });

  it('says that nobody knows also where the next try, after one that may have arrived, is refused', async () => {
    const cli = ending('killed', [4, 'error: nightshift does not run here']);
    const { out } = await handOver('PLAN.md', { NIGHTSHIFT_CLI: cli.path }, '30');
    expect(out).toMatch(/It is NOT KNOWN whether it was handed over.*\nerror: nightshift does not run here\n/);
    expect(cli.calls()).toHaveLength(2);
  });

  it('hands over nothing that is not there or has problems, and exits well, so that Claude Code tells of it', async () => {
    const { code, out } = await handOver('BAD.md');
    expect([code, out]).toEqual([0, expect.stringContaining('There is no BAD.md in ')]);
    writeFileSync(join(home, 'BAD.md'), '');
    const bad = await handOver('BAD.md');
    expect([bad.code, bad.out]).toEqual([0, expect.stringContaining('It has problems, so it was NOT handed over.')]);
    expect(`${out}${bad.out}`).not.toContain('handoff');
  });
});

it('the plugin has the version of the package, and its shell script is one that sh reads', () => {
  const version = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version;
  expect(version(join(PLUGIN, '.claude-plugin/plugin.json'))).toBe(version(join(__dirname, '../../package.json')));
  expect(spawnSync('sh', ['-n', SCRIPT]).status).toBe(0);
});
