import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Egress, ProcessEnd, Sandbox, SandboxedProcess } from '../../runtime/ports/sandbox';
import { verifies } from '../support/verifies';

export interface SandboxHarness {
  readonly open: () => Sandbox;
  /** Whether a bound on the number of processes can be kept on this host. */
  readonly limitsProcesses: boolean;
  /** Why it cannot run here. */
  readonly skipped?: string;
}

/** What one run did, as a test wants it. */
export interface Told extends ProcessEnd {
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with `work` and `home` in it, by its real path. */
export function sandboxFolders(): { readonly root: string; readonly work: string; readonly home: string } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ns-test-')));
  const [work, home] = [join(root, 'work'), join(root, 'home')];
  mkdirSync(work);
  mkdirSync(home);
  return { root, work, home };
}

/** Runs a shell command, or a program, with wide limits. */
export async function tell(
  sandbox: Sandbox,
  folders: { readonly work: string; readonly home: string },
  command: string | readonly string[],
  changes: Partial<Omit<SandboxedProcess, 'limits'>> & { readonly limits?: Partial<SandboxedProcess['limits']> } = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Told> {
  const output = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const end = await sandbox.run(
    {
      argv: typeof command === 'string' ? ['/bin/sh', '-c', command] : command,
      workspace: folders.work,
      home: folders.home,
      readOnly: [],
      shared: [],
      env: {},
      onOutput: (chunk, stream) => void output[stream].push(Buffer.from(chunk)),
      ...changes,
      limits: {
        timeMs: 20_000,
        outputBytes: 1_000_000,
        memoryBytes: 2 * 1024 ** 3,
        processes: 256,
        fileBytes: 100_000_000,
        ...changes.limits,
      },
    },
    signal,
  );
  return { ...end, stdout: Buffer.concat(output.stdout).toString(), stderr: Buffer.concat(output.stderr).toString() };
}

/** Ids of processes of this host with `text` in their command line. */
export function processesWith(text: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

const PIECE_BYTES = 64_000_000;

/** A program that takes so many pieces of memory, says each, and then does something. */
const takes = (pieces: number, then: string): string =>
  `const all = []; for (let no = 0; no < ${pieces}; no++) { all.push(Buffer.alloc(${PIECE_BYTES})); require('fs').writeSync(1, 'took\\n'); } ${then}`;

/** Held to by every adapter of the port `Sandbox`. */
export function sandboxContract(name: string, harness: SandboxHarness): void {
  const suite = harness.skipped === undefined ? describe : describe.skip;
  suite(`Sandbox: ${name}${harness.skipped === undefined ? '' : ` (skipped: ${harness.skipped})`}`, () => {
    let folders: ReturnType<typeof sandboxFolders>;
    let sandbox: Sandbox;
    let seconds = 80_000;
    const uniqueSleep = () => `${++seconds}.${process.pid}`;
    beforeEach(() => {
      folders = sandboxFolders();
      sandbox = harness.open();
    });
    afterEach(() => rmSync(folders.root, { recursive: true, force: true }));
    const run = (...args: Parameters<typeof tell> extends [unknown, unknown, ...infer Rest] ? Rest : never) =>
      tell(sandbox, folders, ...args);

    it('passes on what a program prints, and its exit code', async () => {
      const told = await run('echo out; echo err >&2; exit 3');
      expect(told).toMatchObject({ reason: 'exited', exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
      expect(told.durationMs).toBeGreaterThanOrEqual(0);
    });

    it('shows what is shared below the workspace, and leaves out what is not there', async () => {
      const from = join(folders.root, 'installed');
      mkdirSync(from);
      writeFileSync(join(from, 'a.js'), 'shared');
      const shared = [
        { from, at: join(folders.work, 'deep/installed') },
        { from: join(folders.root, 'missing'), at: join(folders.work, 'missing') },
      ];
      expect(await run('cat deep/installed/a.js', { shared })).toMatchObject({ exitCode: 0, stdout: 'shared' });
      if (sandbox.kind === 'none') return;
      expect(await run('echo x > deep/installed/a.js', { shared })).not.toMatchObject({ exitCode: 0 });
      expect(readFileSync(join(from, 'a.js'), 'utf8')).toBe('shared');
    });

    it('answers 127 for a program that is not there', async () => {
      expect(await run(['/nowhere/program', 'x'])).toMatchObject({ reason: 'exited', exitCode: 127 });
      expect(await run(['no-such-program'])).toMatchObject({ reason: 'exited', exitCode: 127 });
    });

    it('answers 128 and the number of the signal that ended a program', async () => {
      expect(await run('kill -TERM $$')).toMatchObject({ reason: 'exited', exitCode: 143 });
      expect(await run('kill -KILL $$')).toMatchObject({ reason: 'exited', exitCode: 137 });
    });

    it('gives the environment that was asked for and nothing of ours', async () => {
      process.env['NS_TEST_CANARY'] = 'secret-of-the-host';
      try {
        const told = await run('env', { env: { GREETING: 'two words\nand a line', NIGHTSHIFT_ATTEMPT: '1' } });
        expect(told.stdout).toContain('GREETING=two words\nand a line\n');
        expect(told.stdout).toContain(`HOME=${folders.home}\n`);
        expect(told.stdout).not.toContain('secret-of-the-host');
        const names = told.stdout.match(/^[A-Z_]+(?==)/gm)?.sort();
        const known = [
          'GREETING',
          'HOME',
          'NIGHTSHIFT_ATTEMPT',
          'NIGHTSHIFT_RUN',
          'OLDPWD',
          'PATH',
          'PWD',
          'SHLVL',
          '_',
        ];
        expect(known).toEqual(expect.arrayContaining(names ?? []));
      } finally {
        delete process.env['NS_TEST_CANARY'];
      }
    });

    it('starts in the workspace, keeps what is written there and in the home, and has git, node and a writable /tmp', async () => {
      const told = await run(
        'pwd; echo a > file; echo b > "$HOME/kept"; git --version; node -p 6*7; echo c > /tmp/ns-test-x && rm /tmp/ns-test-x',
      );
      expect(told).toMatchObject({ exitCode: 0, stderr: '' });
      expect(told.stdout).toMatch(new RegExp(`^${folders.work}\ngit version .*\n42\n$`));
      expect(readFileSync(join(folders.work, 'file'), 'utf8')).toBe('a\n');
      expect(readFileSync(join(folders.home, 'kept'), 'utf8')).toBe('b\n');
    });

    it('lets a command write to /dev/stderr and /dev/stdout by name', async () => {
      expect(await run('echo one > /dev/stderr; echo two > /dev/stdout')).toMatchObject({
        exitCode: 0,
        stdout: 'two\n',
        stderr: 'one\n',
      });
    });

    it('gives stdin to its end, and an empty one when there is none', async () => {
      expect((await run('cat', { stdin: 'x'.repeat(200_000) })).stdout).toHaveLength(200_000);
      expect(await run('cat; echo done')).toMatchObject({ exitCode: 0, stdout: 'done\n' });
      expect(await run('true', { stdin: 'never read' })).toMatchObject({ exitCode: 0 });
    });

    it(`stops at the time limit, daemons included${verifies('R-10')}`, async () => {
      const sleep = uniqueSleep();
      const told = await run(
        `setsid sleep ${sleep} & (setsid sh -c "sleep ${sleep} & sleep ${sleep}" &) ; sleep ${sleep}`,
        {
          limits: { timeMs: 400 },
        },
      );
      expect(told).toMatchObject({ reason: 'timed-out', exitCode: 137 });
      expect(processesWith(sleep)).toEqual([]);
    });

    it('ends with its program, although a daemon that it left still holds the output', async () => {
      const sleep = uniqueSleep();
      const told = await run(
        `setsid sleep ${sleep} & setsid sh -c 'sleep ${sleep} & exec sleep ${sleep}' & echo started`,
      );
      expect(told).toMatchObject({ reason: 'exited', exitCode: 0, stdout: 'started\n' });
      expect(told.durationMs).toBeLessThan(10_000);
      expect(processesWith(sleep)).toEqual([]);
    });

    it('ends a program that ignores signals when it is aborted', async () => {
      const sleep = uniqueSleep();
      const abort = new AbortController();
      const told = await run(
        `trap '' TERM INT HUP; echo ready; sleep ${sleep}`,
        { onOutput: () => abort.abort() },
        abort.signal,
      );
      expect(told.reason).toBe('aborted');
      expect(processesWith(sleep)).toEqual([]);
    });

    it('starts nothing when it is aborted before', async () => {
      const told = await run('touch started', {}, AbortSignal.abort());
      expect(told.reason).toBe('aborted');
      expect(readdirSync(folders.work)).toEqual([]);
    });

    it(`passes on no more output than allowed, and stops the program${verifies('R-10')}`, async () => {
      const told = await run('yes', { limits: { outputBytes: 100_001 } });
      expect(told.reason).toBe('output-limit');
      expect(told.stdout).toHaveLength(100_001);
    });

    it('passes on output of exactly the limit without stopping', async () => {
      const told = await run('head -c 65536 /dev/zero; head -c 34464 /dev/zero >&2', {
        limits: { outputBytes: 100_000 },
      });
      expect(told).toMatchObject({ reason: 'exited', exitCode: 0 });
      expect(told.stdout.length + told.stderr.length).toBe(100_000);
    });

    it(`passes a flood on in chunks without keeping it${verifies('F17', 'F26')}`, async () => {
      let bytes = 0;
      let largest = 0;
      const onOutput = (chunk: Uint8Array) => {
        bytes += chunk.byteLength;
        largest = Math.max(largest, chunk.byteLength);
      };
      const told = await run('head -c 60000000 /dev/zero', { onOutput, limits: { outputBytes: 100_000_000 } });
      expect(told).toMatchObject({ reason: 'exited', exitCode: 0 });
      expect(bytes).toBe(60_000_000);
      expect(largest).toBeLessThanOrEqual(1_000_000);
    });

    it('stops everything when the receiver of the output fails, and says why', async () => {
      const sleep = uniqueSleep();
      const onOutput = () => {
        throw new Error('the log is full');
      };
      await expect(run(`echo x; sleep ${sleep}`, { onOutput })).rejects.toThrow('the log is full');
      expect(processesWith(sleep)).toEqual([]);
    });

    it(`limits the size of a file and writes no core${verifies('R-10')}`, async () => {
      const told = await run('head -c 3000000 /dev/zero > big; ulimit -c', { limits: { fileBytes: 1_000_000 } });
      expect(readFileSync(join(folders.work, 'big')).byteLength).toBeLessThanOrEqual(1_000_000);
      expect(told.stdout).toBe('0\n');
    });

    it(`ends only what takes too much memory${verifies('F14', 'R-10')}`, async () => {
      const limits = { memoryBytes: 1_000_000_000 };
      const beside = run(['node', '-e', takes(1, 'setTimeout(() => console.log("done"), 1_500)')], { limits });
      const greedy = await run(['node', '-e', takes(40, 'console.log("done")')], { limits });
      expect(greedy.reason).toBe('exited');
      expect(greedy.exitCode).not.toBe(0);
      // It ran, took what it may, and got no more.
      const taken = greedy.stdout.split('\n').filter((line) => line === 'took').length;
      expect(taken).toBeGreaterThan(1);
      expect(taken * PIECE_BYTES).toBeLessThanOrEqual(limits.memoryBytes);
      expect(greedy.stdout).not.toContain('done');
      expect(await beside).toMatchObject({ reason: 'exited', exitCode: 0, stdout: expect.stringContaining('done') });
      // With room it ends well: nothing but the bound was against it.
      const roomy = await run(['node', '-e', takes(18, 'console.log("done")')]);
      expect(roomy).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('done') });
      expect(18 * PIECE_BYTES).toBeGreaterThan(limits.memoryBytes);
    });

    (harness.limitsProcesses ? it : it.skip)('bounds a fork bomb, and removes it', async () => {
      const sleep = uniqueSleep();
      const told = await run(`i=0; while [ $i -lt 200 ]; do sleep ${sleep} & i=$((i+1)); done; echo all`, {
        limits: { processes: 40, timeMs: 5_000 },
      });
      expect(told.stdout).not.toContain('all');
      expect(told.stderr).toMatch(/fork|Resource temporarily unavailable/i);
      expect(processesWith(sleep)).toEqual([]);
    });

    describe('with a way out', () => {
      const seen: { headers: IncomingHttpHeaders; url: string; body: string }[] = [];
      const model = createServer((request, answer) => {
        let body = '';
        request.on('data', (chunk) => (body += chunk));
        request.on('end', () => {
          seen.push({ headers: request.headers, url: request.url ?? '', body });
          answer.writeHead(200, { 'content-type': 'text/event-stream' });
          answer.write('data: one\n\n');
          // The second event follows only when the first was read: a bridge that collects would hang here.
          const next = () =>
            seen.some((item) => item.url === '/read-one') ? answer.end('data: two\n\n') : setTimeout(next, 5);
          if (request.url === '/read-one') answer.end();
          else next();
        });
      });
      let egress: Egress;
      beforeAll(async () => {
        await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
        const free = await freePort();
        const target = `http://127.0.0.1:${(model.address() as AddressInfo).port}`;
        const allow = [
          { method: 'POST', path: '/v1/messages' },
          { method: 'GET', path: '/read-one' },
        ];
        egress = { port: free, target, allow, headers: { 'X-Api-Key': 'sk-outside-only' } };
      });
      beforeEach(() => void seen.splice(0));
      afterAll(() => new Promise((resolve) => model.close(resolve)));

      const client = `
        const base = 'http://127.0.0.1:' + process.env.PORT;
        const headers = { authorization: 'Bearer inside', 'x-api-key': 'inside', 'x-kept': 'yes' };
        const answer = await fetch(base + '/v1/messages?a=1', { method: 'POST', headers, body: 'x'.repeat(300000) });
        const reader = answer.body.getReader();
        const first = Buffer.from((await reader.read()).value).toString();
        await (await fetch(base + '/read-one')).text();
        let rest = '';
        for (let part; !(part = await reader.read()).done; ) rest += Buffer.from(part.value);
        console.log(JSON.stringify({ status: answer.status, first, rest, env: process.env }));
      `;

      it('reaches its one host, streams both ways, and has the key set outside', async () => {
        const told = await run(['node', '--input-type=module', '-e', client], {
          egress,
          env: { PORT: String(egress.port) },
        });
        expect(told).toMatchObject({ exitCode: 0, stderr: '' });
        expect(JSON.parse(told.stdout)).toMatchObject({ status: 200, first: 'data: one\n\n', rest: 'data: two\n\n' });
        expect(told.stdout).not.toContain('sk-outside-only');
        expect(seen[0]).toMatchObject({ url: '/v1/messages?a=1', body: 'x'.repeat(300_000) });
        expect(seen[0]?.headers).toMatchObject({
          'x-api-key': 'sk-outside-only',
          'x-kept': 'yes',
          host: new URL(egress.target).host,
        });
        expect(seen[0]?.headers.authorization).toBeUndefined();
      });

      it('leads nowhere else: no other host in the request, no tunnel', async () => {
        const other = createServer((_request, answer) => answer.end('REACHED'));
        await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
        const port = (other.address() as AddressInfo).port;
        const ask = (first: string) => `
          const socket = require('node:net').connect(${egress.port}, '127.0.0.1');
          socket.write(${JSON.stringify(first)});
          socket.pipe(process.stdout);
        `;
        const requests = [
          `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
          `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
        ];
        for (const request of requests) {
          const told = await run(['node', '-e', ask(request)], { egress });
          expect(told.stdout).toMatch(/^HTTP\/1\.1 40[05] /);
          expect(told.stdout).not.toContain('REACHED');
        }
        await new Promise((resolve) => other.close(resolve));
      });

      it('answers 403 to all that is not allowed, and asks nobody', async () => {
        const paths = [
          ...['GET /v1/messages', 'POST /read-one', 'GET /', 'GET /v1/files', 'POST /v1/messages/batches'],
          ...['POST /v1/messages/', 'POST //v1/messages', 'POST /v1/%6dessages', 'POST /v1/x/../messages'],
          ...[
            'POST /v1/messages;x',
            'POST /V1/messages',
            'DELETE /read-one',
            'GET /v1/files?/read-one',
            'HEAD /read-one',
          ],
        ];
        const ask = `
          const { request } = require('node:http');
          const one = ([method, path]) => new Promise((done) =>
            request({ port: ${egress.port}, method, path, agent: false }, (r) => { r.resume(); done(r.statusCode); }).end());
          (async () => {
            const told = [];
            for (const line of ${JSON.stringify(paths)}) told.push(await one(line.split(' ')));
            console.log(told.join());
          })();
        `;
        const told = await run(['node', '-e', ask], { egress });
        expect(told.stdout).toBe(`${paths.map(() => 403).join()}\n`);
        expect(seen).toEqual([]);
      });

      it('takes what is allowed as what follows the path of its target', async () => {
        const below = { ...egress, target: `${egress.target}/v1/`, allow: [{ method: 'POST', path: '/messages' }] };
        const ask = `
          const status = async (path) => {
            const answer = await fetch('http://127.0.0.1:${egress.port}' + path, { method: 'POST' });
            await answer.body.cancel();
            return answer.status;
          };
          (async () => console.log(await status('/v1/messages?beta=true'), await status('/messages')))();
        `;
        const told = await run(['node', '-e', ask], { egress: below });
        expect(told.stdout).toBe('200 403\n');
        expect(seen.map(({ url }) => url)).toEqual(['/v1/messages?beta=true']);
      });

      it('says 502 when the host is away, and keeps exit codes, stdin and kills as they are', async () => {
        const gone = { ...egress, target: `http://127.0.0.1:${await freePort()}` };
        const told = await run(
          ['node', '-e', `fetch('http://127.0.0.1:${gone.port}/read-one').then((r) => console.log(r.status))`],
          { egress: gone },
        );
        expect(told.stdout).toBe('502\n');
        expect(await run('cat; exit 7', { egress, stdin: 'in' })).toMatchObject({ exitCode: 7, stdout: 'in' });
        expect(await run(['no-such-program'], { egress })).toMatchObject({ exitCode: 127 });
        const sleep = uniqueSleep();
        expect(await run(`sleep ${sleep}`, { egress, limits: { timeMs: 500 } })).toMatchObject({ reason: 'timed-out' });
        expect(processesWith(sleep)).toEqual([]);
      });

      it('serves two runs at once on the same port', async () => {
        const command = [
          'node',
          '-e',
          `fetch('http://127.0.0.1:${egress.port}/read-one').then((r) => console.log(r.status))`,
        ];
        const both = await Promise.all([run(command, { egress }), run(command, { egress })]);
        expect(both.map((told) => told.stdout)).toEqual(['200\n', '200\n']);
      });
    });

    it('leaves nothing behind in the temporary folder or the control groups', async () => {
      const before = leftovers();
      await run('sleep 0.01 & exit 1');
      writeFileSync(join(folders.work, 'x'), '');
      await run('yes', { limits: { outputBytes: 10 } });
      expect(leftovers().filter((entry) => !before.includes(entry))).toEqual([]);
    });
  });
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function leftovers(): readonly string[] {
  const groups = spawnSync('find', ['/sys/fs/cgroup', '-name', `nightshift-${process.pid}-*`], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean);
  return [...readdirSync(tmpdir()).filter((entry) => entry.startsWith(`ns-${process.pid}-`)), ...groups];
}
