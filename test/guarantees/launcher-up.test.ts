import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { readEmbeddedSettings } from '../../runtime/config/embedded-settings';
import { compareWorkflows } from '../../runtime/main/compare-workflows';
import { down } from '../../runtime/main/down';
import { N8N_OWNER_EMAIL } from '../../runtime/main/embedded-n8n-env';
import { launcherOf, readLauncherState } from '../../runtime/main/launcher-state';
import { openN8nSession } from '../../runtime/main/n8n-session';
import { exportWorkflow } from '../../runtime/main/n8n-workflow';
import { isLiving, type ProcessIdentity } from '../../runtime/main/process-identity';
import { readTemplates } from '../../runtime/main/read-templates';
import { importTemplates } from '../../runtime/main/templates';
import { waitUntil } from '../../runtime/main/wait-until';
import { freePorts } from '../support/free-ports';
import { verifies } from '../support/verifies';

const ROOT = resolve(__dirname, '../..');
const CLI = join(ROOT, 'dist', 'cli.js');
const PARTS = ['gateway', 'n8n', 'postgres', 'worker'];

/** The real thing, as a person starts it; one home for all, in the order in which a night goes. */
describe('everything on one machine', () => {
  let folder: string;
  let home: string;
  let taken: Server;
  let takenPort: number;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    if (!existsSync(CLI)) throw new Error('nothing is built: run `npm run build`');
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'ns-up-')));
    mkdirSync(join(folder, 'private'), { mode: 0o700 });
    home = join(folder, 'private', '.nightshift');
    taken = createServer();
    [takenPort = 0] = await freePorts(1);
    await new Promise<void>((done) => taken.listen({ host: '127.0.0.1', port: takenPort }, done));
  });

  afterAll(async () => {
    await down(home);
    for (const child of children) child.kill('SIGKILL');
    taken.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const env = (): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    HOME: join(folder, 'private'),
    NIGHTSHIFT_HOME: home,
    NIGHTSHIFT_N8N_PORT: String(takenPort),
    NIGHTSHIFT_GATEWAY_PORT: String(takenPort),
    NIGHTSHIFT_POSTGRES_PORT: String(takenPort),
    NIGHTSHIFT_N8N_BROKER_PORT: String(takenPort),
  });
  const parts = (): Readonly<Record<string, ProcessIdentity>> => readLauncherState(home)?.parts ?? {};
  const settings = () => {
    const found = readEmbeddedSettings(home);
    if (found === undefined) throw new Error('nothing was started');
    return found;
  };
  const session = () =>
    openN8nSession(`http://127.0.0.1:${settings().ports.n8n}`, N8N_OWNER_EMAIL, settings().secrets.n8nOwnerPassword);

  /** Starts it in the background and gives back what it said. */
  async function upDetached(): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'up', '--detach'], {
      env: env(),
      cwd: folder,
    });
    return stdout;
  }

  it('comes up on a bare home, in order, and moves from every port that is taken', async () => {
    const { child, said: saidSoFar } = start('up');
    const isOver = () => saidSoFar().includes('Everything stays up') || child.exitCode !== null;
    expect(await waitUntil(isOver, 200_000)).toBe(true);
    const said = saidSoFar();
    expect(said).toMatch(/Postgres is ready[\s\S]*n8n is ready[\s\S]*worker is ready[\s\S]*everything is up/);
    expect(said).toMatch(/port \d+ is taken: n8n uses \d+/);
    const ports = Object.values(settings().ports);
    expect(new Set([takenPort, ...ports]).size).toBe(5);
    expect(Object.keys(parts()).sort()).toEqual(PARTS);
    expect(Object.values(parts()).every(isLiving)).toBe(true);
  }, 240_000);

  it('listens on loopback only, keeps its secrets to its user, and shows none in a command line', async () => {
    const listening = readFileSync('/proc/net/tcp', 'utf8') + readFileSync('/proc/net/tcp6', 'utf8');
    for (const port of Object.values(settings().ports)) {
      const hex = port.toString(16).toUpperCase().padStart(4, '0');
      const addresses = [...listening.matchAll(new RegExp(`\\d+: ([0-9A-F]+):${hex} [0-9A-F:]+ 0A `, 'g'))].map(
        ([, ip]) => ip,
      );
      expect([port, addresses]).toEqual([port, ['0100007F']]);
    }
    for (const file of [
      'settings.json',
      'n8n-password',
      'n8n-session',
      'n8n/secrets/n8nEncryptionKey',
      'logs/n8n.log',
      'logs/worker.log',
    ]) {
      expect([file, (statSync(join(home, file)).mode & 0o077).toString(8)]).toEqual([file, '0']);
    }
    const secrets = Object.values(settings().secrets).filter((secret) => secret !== undefined);
    for (const { pid } of Object.values(parts())) {
      const shown = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      expect(secrets.some((secret) => shown.includes(secret))).toBe(false);
    }
  });

  it(`runs gateway and worker without a name that leads to the prototype of all objects${verifies('S-53')}`, () => {
    for (const name of ['gateway', 'worker']) {
      const words = readFileSync(`/proc/${parts()[name]?.pid}/cmdline`, 'utf8').split('\0');
      expect(words).toContain('--disable-proto=delete');
    }
  });

  it(`has an n8n with our nodes and without those that run code${verifies('R-88')}`, async () => {
    const n8n = `http://127.0.0.1:${settings().ports.n8n}`;
    const response = await fetch(`${n8n}/rest/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'browser-id': 'test' },
      body: JSON.stringify({
        emailOrLdapLoginId: N8N_OWNER_EMAIL,
        password: readFileSync(join(home, 'n8n-password'), 'utf8').trim(),
      }),
    });
    const cookie = response.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const listed = await fetch(`${n8n}/types/nodes.json`, { headers: { cookie, 'browser-id': 'test' } });
    const types = ((await listed.json()) as { name: string }[]).map(({ name }) => name);
    const ours = types.filter((name) => /^n8n-nodes-nightshift\.\w+(?<!Tool)$/.test(name));
    expect(ours.map((name) => name.split('.')[1]).sort()).toEqual(
      ['agentExecute', 'learn', 'notify', 'parsePlan', 'research', 'verify', 'waveScheduler'].sort(),
    );
    expect(types).toContain('n8n-nodes-base.httpRequest');
    expect(types).not.toContain('n8n-nodes-base.code');
    expect(types).not.toContain('n8n-nodes-base.executeCommand');
    const asked = await fetch(`${n8n}/webhook/not-there`);
    expect(await asked.text()).not.toMatch(/stack|node_modules/);
    const key = settings().secrets.n8nApiKey ?? '';
    const api = await fetch(`${n8n}/api/v1/workflows`, { headers: { 'x-n8n-api-key': key } });
    expect(api.status).toBe(200);
    expect((await fetch(`${n8n}/api/v1/users`, { headers: { 'x-n8n-api-key': key } })).status).toBe(403);
  });

  it(`holds every template without loss, and leaves a person’s edit alone${verifies('R-84')}`, async () => {
    const n8n = await session();
    const templates = readTemplates(join(ROOT, 'dist', 'workflows'));
    for (const { name, workflow } of templates) {
      const held = await exportWorkflow(n8n, workflow.id);
      expect([name, held && compareWorkflows(workflow, held)]).toEqual([name, []]);
    }
    const { workflow } = templates.find(({ name }) => name === 'scheduled-research') ?? templates[0]!;
    const nodes = workflow.nodes.map((node, index) => (index === 0 ? { ...node, notes: 'mine' } : node));
    await n8n.call('PATCH', `/rest/workflows/${workflow.id}?forceSave=true`, { nodes });
    const results = await importTemplates(n8n, templates, home);
    expect(
      results.filter(({ state }) => state !== 'unchanged').map(({ template, state }) => [template.workflow.id, state]),
    ).toEqual([[workflow.id, 'edited']]);
    expect((await exportWorkflow(n8n, workflow.id))?.nodes[0]).toMatchObject({ notes: 'mine' });
  });

  it('is used as it is by a second start', async () => {
    const before = parts();
    const said = await upDetached();
    expect(said).toMatch(/nightshift is running here already, under process \d+/);
    expect(parts()).toEqual(before);
  });

  it('starts every part again that is killed', async () => {
    for (const name of PARTS) {
      const victim = parts()[name]!;
      process.kill(victim.pid, 'SIGKILL');
      const isBack = (): boolean => {
        const now = parts()[name];
        return now !== undefined && now.pid !== victim.pid && isLiving(now);
      };
      expect([name, await waitUntil(isBack, 60_000)]).toEqual([name, true]);
    }
    const isWhole = async (): Promise<boolean> =>
      (await isOk(`http://127.0.0.1:${settings().ports.n8n}/healthz/readiness`)) &&
      (await isOk(`http://127.0.0.1:${settings().ports.gateway}/healthz`)) &&
      (await ask('select count(*)::int from nightshift.workers where gone_at is null')) === 1;
    expect(await waitUntil(isWhole, 60_000, 100)).toBe(true);
  }, 180_000);

  it('goes on after the launcher itself was killed: the database is adopted, the rest is ended and started anew', async () => {
    await ask('create table nightshift.kept (id int)');
    const before = parts();
    const launcher = launcherOf(home)!;
    process.kill(launcher.pid, 'SIGKILL');
    expect(await waitUntil(() => launcherOf(home) === undefined, 5_000)).toBe(true);
    expect(Object.values(before).every(isLiving)).toBe(true);
    const ports = settings().ports;

    await upDetached();
    const after = parts();
    expect(after['postgres']).toEqual(before['postgres']);
    for (const name of ['n8n', 'gateway', 'worker']) {
      expect([name, isLiving(before[name]!), isLiving(after[name]!)]).toEqual([name, false, true]);
    }
    expect(settings().ports).toEqual(ports);
    expect(await ask('select count(*)::int from nightshift.kept')).toBe(0);
  }, 180_000);

  it('ends within 15 s at a signal, in reverse order, and leaves no process', async () => {
    const launcher = launcherOf(home)!;
    const since = performance.now();
    process.kill(launcher.pid, 'SIGTERM');
    expect(await waitUntil(() => !isLiving(launcher), 20_000)).toBe(true);
    expect(performance.now() - since).toBeLessThan(15_000);
    expect(processesOf(home)).toEqual([]);
    expect(readLauncherState(home)).toBeUndefined();
    expect(await down(home)).toBe(false);
  }, 60_000);

  it('stays up for a command that joined it, and ends once that one has gone', async () => {
    const first = start('up', '--run-example', '--exit');
    expect(await waitUntil(() => launcherOf(home) !== undefined, 20_000)).toBe(true);
    const second = start('up');
    expect(await waitUntil(() => /no longer needs it/.test(first.said()), 120_000)).toBe(true);
    expect(first.said()).toMatch(/10 of 10 tasks are done[\s\S]*once process \d+, another `nightshift up`/);
    expect(second.said()).toMatch(/waiting for it[\s\S]*is running here already[\s\S]*Ctrl-C ends only this command/);
    expect(Object.values(parts()).every(isLiving)).toBe(true);
    second.child.kill('SIGINT');
    expect(await waitUntil(() => first.child.exitCode !== null, 20_000)).toBe(true);
    expect([first.child.exitCode, second.child.exitCode, processesOf(home)]).toEqual([0, 0, []]);
  }, 180_000);

  it('tells a command that joined it when it was stopped under it', async () => {
    const first = start('up');
    expect(await waitUntil(() => first.said().includes('Everything stays up'), 120_000)).toBe(true);
    const second = start('up', '--run-example');
    expect(await waitUntil(() => second.said().includes('Handed over'), 60_000)).toBe(true);
    first.child.kill('SIGINT');
    expect(await waitUntil(() => second.child.exitCode !== null, 30_000)).toBe(true);
    expect([second.child.exitCode, second.said()]).toEqual([4, expect.stringContaining('code: UNAVAILABLE_LAUNCHER')]);
  }, 180_000);

  function start(...args: readonly string[]) {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: env(),
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    return { child, said: () => said };
  }

  async function ask(sql: string): Promise<unknown> {
    const { ports, secrets } = settings();
    const client = new Client({
      connectionString: `postgres://postgres:${secrets.postgres}@127.0.0.1:${ports.postgres}/nightshift`,
    });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return Object.values(rows[0] ?? {})[0];
    } finally {
      await client.end();
    }
  }
});

async function isOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
}

/** Command lines of living processes that know this home, from their arguments or their environment. */
function processesOf(home: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`))
    .filter((text) => text.includes(home))
    .map((text) => text.replaceAll('\0', ' ').slice(0, 120));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
