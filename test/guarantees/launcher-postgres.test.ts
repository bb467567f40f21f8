import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { embeddedPorts } from '../../runtime/config/embedded-ports';
import { type EmbeddedPostgres, startPostgres, stopPostgres } from '../../runtime/main/embedded-postgres';
import { openEmbeddedSettings } from '../../runtime/main/embedded-settings';
import { freePort } from '../../runtime/main/free-port';
import { isLiving } from '../../runtime/main/process-identity';
import { waitUntil } from '../../runtime/main/wait-until';
import { verifies } from '../support/verifies';

describe('the embedded Postgres', () => {
  const started: EmbeddedPostgres[] = [];
  let parent: string;
  let home: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'ns-launch-'));
    // As a home of mode 700: nobody else may enter it.
    home = join(parent, 'private', '.nightshift');
    mkdirSync(join(parent, 'private'), { mode: 0o700 });
  });

  afterEach(async () => {
    for (const server of started.splice(0)) await stopPostgres(server.identity, 5_000);
    rmSync(parent, { recursive: true, force: true });
  });

  /** A home as an earlier start left it; to make one takes seconds. */
  let made: string | undefined;
  async function useMadeHome(): Promise<void> {
    if (made === undefined) {
      const server = await start();
      await stopPostgres(server.identity, 5_000);
      made = mkdtempSync(join(tmpdir(), 'ns-made-'));
      cpSync(home, made, { recursive: true });
    } else {
      cpSync(made, home, { recursive: true });
      chmodSync(join(home, 'postgres', 'data'), 0o700);
    }
  }
  afterAll(() => {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
  });

  async function start(
    port?: number,
    isPortFixed = false,
    env: NodeJS.ProcessEnv = process.env,
  ): Promise<EmbeddedPostgres> {
    const wanted = port ?? (await freePort(20_000 + (process.pid % 20_000), new Set()));
    const settings = openEmbeddedSettings(home, { ...embeddedPorts({}, home), postgres: wanted });
    const server = await startPostgres({
      home,
      env,
      settings: { ...settings, ports: { ...settings.ports, postgres: wanted } },
      takenPorts: new Set(),
      isPortFixed,
    });
    started.push(server);
    return server;
  }

  it(`starts under a home of mode 700, on loopback only, and asks for a password${verifies('S-10')}`, async () => {
    const server = await start();
    expect(await ask(server, 'show listen_addresses')).toBe('127.0.0.1');
    expect(await ask(server, 'show unix_socket_directories')).toBe('');
    expect(await ask(server, 'show fsync')).toBe('on');
    expect(await ask(server, 'show data_checksums')).toBe('on');
    const wrong = server.superuserUrl.replace(/:[^:@]+@/, ':another-password@');
    await expect(ask({ superuserUrl: wrong }, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(home, 'settings.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'postgres', 'data')).mode & 0o777).toBe(0o700);
  });

  it('is adopted when it runs already, and only then', async () => {
    await useMadeHome();
    const first = await start();
    const second = await start(first.port);
    expect(first.isAdopted).toBe(false);
    expect(second).toMatchObject({ isAdopted: true, identity: first.identity, port: first.port });
  });

  it('comes back after a kill with everything that was committed', async () => {
    await useMadeHome();
    const first = await start();
    await ask(first, 'create table kept (id int)');
    await ask(first, 'insert into kept values (42)');
    process.kill(first.identity.pid, 'SIGKILL');
    const second = await start(first.port, true);
    expect(second.isAdopted).toBe(false);
    expect(second.port).toBe(first.port);
    expect(await ask(second, 'select id from kept')).toBe(42);
  });

  it('moves to another port when its own is taken', async () => {
    await useMadeHome();
    const { server, port } = await occupy();
    try {
      const moved = await start(port);
      expect(moved.port).toBeGreaterThan(port);
      expect(await ask(moved, 'select 1')).toBe(1);
    } finally {
      server.close();
    }
  });

  it('does not mistake another process for itself when its number was given away', async () => {
    await useMadeHome();
    const first = await start();
    await stopPostgres(first.identity, 5_000);
    // What a power cut leaves: a postmaster.pid whose number is by now somebody else's, here ours.
    writeFileSync(
      join(home, 'postgres', 'data', 'postmaster.pid'),
      `${process.pid}\n/elsewhere\n0\n${first.port}\n\n127.0.0.1\n`,
    );
    const second = await start(first.port);
    expect(second.identity.pid).not.toBe(process.pid);
    expect(await ask(second, 'select 1')).toBe(1);
  });

  it('does not adopt a server that serves another folder', async () => {
    await useMadeHome();
    const stranger = await start();
    const strangersPid = readFileSync(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8');
    const strangersHome = home;
    home = join(parent, 'private', 'second');
    await useMadeHome();
    const mine = await start();
    expect(mine.identity.pid).not.toBe(stranger.identity.pid);
    expect(mine.port).not.toBe(stranger.port);
    expect(readFileSync(join(strangersHome, 'postgres', 'data', 'postmaster.pid'), 'utf8')).toBe(strangersPid);
  });

  const isRoot = process.getuid?.() === 0;
  (isRoot ? it : it.skip)(
    'runs for root without user namespaces, as somebody else, where others can enter (root only)',
    async () => {
      for (const at of [parent, join(parent, 'private')]) chmodSync(at, 0o755);
      const server = await start(undefined, false, { PATH: '/nowhere' });
      expect(statSync(`/proc/${server.identity.pid}`).uid).not.toBe(0);
      expect(await ask(server, 'select 1')).toBe(1);
      expect(statSync(join(home, 'settings.json')).mode & 0o777).toBe(0o600);
    },
  );

  (isRoot ? it : it.skip)(
    'says what to do where nobody but root can enter and namespaces are forbidden (root only)',
    async () => {
      await expect(start(undefined, false, { PATH: '/nowhere' })).rejects.toMatchObject({
        code: 'POSTGRES_ROOT_REFUSED',
        hint: expect.stringContaining('user namespaces'),
      });
    },
  );

  (isRoot ? it : it.skip)(
    'starts again by itself where an earlier start gave a half of it away (root only)',
    async () => {
      await useMadeHome();
      const given = ['postgres', 'postgres/data/nightshift.conf', 'postgres/data/base', 'logs/postgres.log'];
      for (const path of given) chownSync(join(home, path), 65_534, 65_534);
      const server = await start();
      expect(await ask(server, 'select 1')).toBe(1);
      for (const path of given) expect(statSync(join(home, path)).uid).toBe(0);
    },
  );

  (isRoot ? it : it.skip)(
    'runs as whom the data belong to, and is taken back where they can no longer enter (root only)',
    async () => {
      for (const at of [parent, join(parent, 'private')]) chmodSync(at, 0o755);
      const first = await start(undefined, false, { PATH: '/nowhere' });
      const owner = statSync(join(home, 'postgres', 'data')).uid;
      expect(owner).not.toBe(0);
      await stopPostgres(first.identity, 5_000);
      const second = await start();
      expect(statSync(`/proc/${second.identity.pid}`).uid).toBe(owner);
      await stopPostgres(second.identity, 5_000);
      chmodSync(join(parent, 'private'), 0o700);
      const third = await start();
      expect(await ask(third, 'select 1')).toBe(1);
      expect(statSync(join(home, 'postgres', 'data')).uid).toBe(0);
    },
  );

  (isRoot ? it : it.skip)('gives nothing away where it is refused (root only)', async () => {
    await useMadeHome();
    const paths = ['.', 'postgres', 'postgres/data', 'postgres/data/nightshift.conf', 'logs', 'logs/postgres.log'];
    const standing = () => paths.map((path) => statSync(join(home, path))).map(({ uid, mode }) => [uid, mode]);
    const before = standing();
    await expect(start(undefined, false, { PATH: '/nowhere' })).rejects.toMatchObject({
      code: 'POSTGRES_ROOT_REFUSED',
    });
    expect(standing()).toEqual(before);
  });

  it('says why it did not start in the words of this start, and the step that fits', async () => {
    await useMadeHome();
    writeFileSync(join(home, 'logs', 'postgres.log'), '2026-01-01 00:00:00.000 UTC [1] FATAL:  of an older start\n');
    writeFileSync(join(home, 'postgres', 'data', 'PG_VERSION'), '17\n');
    const error = await start().catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'UNAVAILABLE_POSTGRES',
      message: expect.stringMatching(/^Postgres did not start: pg_ctl: .*database files are incompatible with server/),
      hint: expect.stringMatching(/^Another version of Postgres wrote these data: .* Its log: /),
    });
    expect(String(error)).not.toContain('older start');
  });

  it('is gone, with all its processes, once it is stopped', async () => {
    await useMadeHome();
    const server = await start();
    const children = readFileSync(`/proc/${server.identity.pid}/task/${server.identity.pid}/children`, 'utf8');
    const pids = children.trim().split(' ').map(Number);
    expect(pids.length).toBeGreaterThan(3);
    await stopPostgres(server.identity, 5_000);
    expect(isLiving(server.identity)).toBe(false);
    expect(await waitUntil(() => pids.every((pid) => !isThere(pid)), 5_000)).toBe(true);
  });
});

async function ask(server: Pick<EmbeddedPostgres, 'superuserUrl'>, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

async function occupy(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
