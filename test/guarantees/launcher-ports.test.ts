import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isFree } from '../../runtime/main/free-port';
import { identify } from '../../runtime/main/process-identity';

describe('the choice of a port', () => {
  const reservation = (port: number): string => join(tmpdir(), `nightshift-ports-${process.getuid?.()}`, String(port));
  const used: number[] = [];
  afterEach(() => {
    for (const port of used.splice(0)) rmSync(reservation(port), { force: true });
  });
  const choose = async (from: number, taken: readonly number[] = []): Promise<number> => {
    const port = await freePort(from, new Set(taken));
    used.push(port);
    return port;
  };
  /** Away from other tests: this file's own range. */
  const start = 41_000 + (process.pid % 2_000);

  it('passes over those that somebody listens on, and those already chosen', async () => {
    const server = createServer();
    const first = await choose(start);
    await new Promise<void>((done) => server.listen({ host: '127.0.0.1', port: first }, done));
    try {
      expect(await isFree(first)).toBe(false);
      const second = await choose(first);
      expect(second).toBeGreaterThan(first);
      expect(await choose(first, [second])).toBeGreaterThan(second);
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  it('passes over one that another living launcher has chosen, and takes it once that one has ended', async () => {
    const port = await choose(start + 500);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    writeFileSync(reservation(port), JSON.stringify(identify(other.pid ?? 0)));
    expect(await choose(port)).toBeGreaterThan(port);
    const ended = new Promise((done) => other.once('exit', done));
    other.kill('SIGKILL');
    await ended;
    expect(await choose(port)).toBe(port);
    expect(JSON.parse(readFileSync(reservation(port), 'utf8'))).toEqual(identify(process.pid));
    expect(existsSync(reservation(port))).toBe(true);
  });

  it('gives the same one again to who has it', async () => {
    const port = await choose(start + 900);
    expect(await choose(port)).toBe(port);
  });

  it('says what to do when there is none', async () => {
    const all = new Set(Array.from({ length: 100 }, (_, index) => 64_000 + index));
    await expect(freePort(64_000, all)).rejects.toMatchObject({
      code: 'PORT_NONE_FREE',
      hint: expect.stringContaining('NIGHTSHIFT_N8N_PORT'),
    });
  });
});
