import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { freePort, isFree } from '../../runtime/main/free-port';
import { identify } from '../../runtime/main/process-identity';
import { reservePort } from '../../runtime/main/reserve-port';

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

  describe('where nothing can be reserved', () => {
    let parent: string;
    const folder = () => join(parent, `nightshift-ports-${process.getuid?.()}`);
    beforeEach(() => {
      parent = mkdtempSync(join(tmpdir(), 'ns-ports-'));
    });
    afterEach(() => rmSync(parent, { recursive: true, force: true }));

    it.each([
      ['a file lies in the place of the folder', () => writeFileSync(folder(), 'not yours')],
      ['a link to nowhere lies in its place', () => symlinkSync(join(parent, 'gone'), folder())],
      ['a link to another folder lies in its place', () => symlinkSync(parent, folder())],
      ['a folder lies in the place of the port', () => mkdirSync(join(folder(), String(start)), { recursive: true })],
      ['the temporary folder is a file', () => symlinkSync('/dev/null', join(parent, 'tmp'))],
    ])('%s: the start goes on without', (_, prepare) => {
      prepare();
      const at = existsSync(join(parent, 'tmp')) ? join(parent, 'tmp') : parent;
      expect(reservePort(start, at)).toBe(true);
      // Nothing was written through somebody else's link.
      expect(existsSync(join(parent, String(start)))).toBe(false);
    });

    it('the disk is full: the start goes on without', () => {
      const program = buildSync({
        stdin: {
          contents: `
            import { writeFileSync } from 'node:fs';
            import { reservePort } from './reserve-port';
            const full = () => { try { for (let n = 0; ; n++) writeFileSync(process.argv[1] + '/' + n, 'x'.repeat(4096)); } catch (error) { return error.code; } };
            console.log(full(), reservePort(4000, process.argv[1]));`,
          resolveDir: resolve(__dirname, '../../runtime/main'),
        },
        bundle: true,
        platform: 'node',
        write: false,
      }).outputFiles[0]?.text;
      const tiny = ['--dev-bind', '/', '/', '--size', '65536', '--tmpfs', parent];
      const said = spawnSync('bwrap', [...tiny, '--', process.execPath, '-e', program ?? '', parent], {
        encoding: 'utf8',
      });
      expect([said.stdout, said.stderr]).toEqual(['ENOSPC true\n', '']);
    });
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
