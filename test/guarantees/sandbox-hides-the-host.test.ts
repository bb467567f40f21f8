import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { BubblewrapSandbox } from '../../runtime/adapters/sandbox/bubblewrap-sandbox';
import { freePort, processesWith, sandboxFolders, tell } from '../contracts/sandbox.contract';
import { bubblewrapSkipReason } from '../support/bubblewrap-skip-reason';
import { verifies } from '../support/verifies';

const skipped = bubblewrapSkipReason();
const suite = skipped === undefined ? describe : describe.skip;

/** S-26, S-31, S-33, S-34, S-39; I25. Each probe does its worst inside, and the host is looked at from outside. */
suite(`An attempt in the sandbox${skipped === undefined ? '' : ` (skipped: ${skipped})`}${verifies('R-10')}`, () => {
  let folders: ReturnType<typeof sandboxFolders>;
  const sandbox = new BubblewrapSandbox();
  beforeEach(() => {
    folders = sandboxFolders();
  });
  afterEach(() => rmSync(folders.root, { recursive: true, force: true }));
  const run = (command: string | readonly string[], changes: Parameters<typeof tell>[3] = {}) =>
    tell(sandbox, folders, command, changes);

  it('cannot read files of the host', async () => {
    const secret = join(folders.root, 'secret');
    writeFileSync(secret, 'TOP-SECRET');
    const files = [
      secret,
      '/etc/shadow',
      '/etc/hostname',
      '/etc/resolv.conf',
      '/root/.bashrc',
      '/var/lib/dpkg/status',
      __filename,
    ];
    for (const file of files) {
      const told = await run(`cat ${file} || head -c 10 /proc/1/root${file}; ls ${join(file, '..')}`);
      expect([file, told.stdout]).toEqual([
        file,
        expect.not.stringMatching(/TOP-SECRET|root:|Package|describe|secret/),
      ]);
    }
    const keys = await run('ls -A /etc/ssl/private/ /etc/pki/tls/private/ /usr/lib/ssl/private/ 2>/dev/null');
    expect(keys.stdout).toBe('');
    const told = await run('ls -A / /root /home /mnt /srv /opt /run /sys /boot /media 2>/dev/null');
    expect(told.stdout).not.toMatch(/^(docker\.sock|cgroup|fs|kernel|\.bashrc|\.ssh)$/m);
  });

  it('cannot see or write the workspace of another attempt, nor climb out of its own', async () => {
    const other = join(folders.root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'plan'), 'theirs');
    await run(
      `echo x > ${other}/plan; echo x > ../other/plan; mkdir -p ${other}; ln -s ${other} link; echo x > link/plan; mv ../work ../gone`,
    );
    expect(readFileSync(join(other, 'plan'), 'utf8')).toBe('theirs');
    expect(existsSync(folders.work)).toBe(true);
  });

  it('cannot write what is bound read-only, nor the system', async () => {
    const shared = join(folders.root, 'objects');
    mkdirSync(shared);
    writeFileSync(join(shared, 'pack'), 'as it was');
    const told = await run(
      `cat ${shared}/pack; echo x > ${shared}/pack; rm -rf ${shared}; chmod 777 ${shared}; ln ${shared}/pack hard; touch /usr/ns-test-x /bin/ns-test-x /etc/ns-test-x /ns-test-x; touch ${join(process.execPath, '../ns-test-x')}; mount -o remount,rw /usr; umount ${shared}`,
      { readOnly: [shared] },
    );
    expect(told.stdout).toBe('as it was');
    expect(readFileSync(join(shared, 'pack'), 'utf8')).toBe('as it was');
    for (const file of ['/usr/ns-test-x', '/bin/ns-test-x', '/etc/ns-test-x', join(process.execPath, '../ns-test-x')]) {
      expect(existsSync(file)).toBe(false);
    }
    expect(existsSync(join(folders.work, 'hard'))).toBe(false);
  });

  it('keeps a workspace writable that lies inside a folder bound read-only', async () => {
    expect(await run('echo x > file; touch ../file', { readOnly: [folders.root] })).toMatchObject({ exitCode: 1 });
    expect(existsSync(join(folders.work, 'file'))).toBe(true);
    expect(existsSync(join(folders.root, 'file'))).toBe(false);
  });

  it('works for a workspace below any temporary folder', async () => {
    for (const base of ['/tmp', '/var/tmp', '/dev/shm']) {
      const root = realpathSync(mkdtempSync(join(base, 'ns-test-')));
      mkdirSync(join(root, 'home'));
      mkdirSync(join(root, 'work'));
      const told = await tell(
        sandbox,
        { work: join(root, 'work'), home: join(root, 'home') },
        'echo x > file; cat file; touch /var/tmp/y /tmp/y',
      );
      expect(told).toMatchObject({ exitCode: 0, stdout: 'x\n', stderr: '' });
      rmSync(root, { recursive: true });
    }
  });

  it('cannot change the kernel, even where the sandbox is started by root', async () => {
    const before = readFileSync('/proc/sys/kernel/core_pattern', 'utf8');
    const told = await run(
      'find /proc /dev -writable -not -path "/proc/[0-9]*" -not -path "/proc/self*" -not -path "/proc/thread-self*" -type f; cat /proc/sys/kernel/core_pattern > same; cat same > /proc/sys/kernel/core_pattern && echo WRITTEN; echo b > /proc/sysrq-trigger && echo WRITTEN; mknod disk b 254 0 && echo WRITTEN; ls /dev',
    );
    expect(told.stdout).not.toContain('WRITTEN');
    expect(told.stdout).not.toMatch(/mem|kmsg|vda|sda|fuse|kvm/);
    expect(readFileSync('/proc/sys/kernel/core_pattern', 'utf8')).toBe(before);
    const opened = await run([
      'node',
      '-e',
      "for (const file of ['/proc/sys/kernel/core_pattern', '/proc/sys/vm/overcommit_memory', '/proc/sys/kernel/modprobe']) try { require('fs').openSync(file, 'r+'); console.log('OPENED', file) } catch (error) { console.log(error.code) }",
    ]);
    expect(opened.stdout).not.toContain('OPENED');
  });

  it('has no capability, no new privilege and no further namespace', async () => {
    const told = await run(
      'grep -E "^(Cap|NoNewPrivs)" /proc/self/status; unshare --user true && echo NESTED; unshare --mount true && echo NESTED; unshare --net true && echo NESTED; mount -t tmpfs none /mnt && echo MOUNTED; chroot / true && echo CHROOT; su -c id nobody && echo SU',
    );
    expect(told.stdout).not.toMatch(/NESTED|MOUNTED|CHROOT|SU$/m);
    expect(told.stdout.match(/^Cap(Inh|Prm|Eff|Bnd|Amb):\s+0{16}$/gm)).toHaveLength(5);
    expect(told.stdout).toMatch(/NoNewPrivs:\s+1/);
  });

  it('sees no process of the host, and cannot signal or trace one', async () => {
    const neighbour = spawn('sleep', [`86420.${process.pid}`], { stdio: 'ignore' });
    try {
      const told = await run(
        `ls /proc | grep -c "^[0-9]"; cat /proc/${neighbour.pid}/environ /proc/${process.pid}/environ; kill -9 ${neighbour.pid} && echo KILLED; kill -9 -1`,
      );
      const [visible, ...rest] = told.stdout.trim().split('\n');
      expect(Number(visible)).toBeLessThan(10);
      expect(rest).toEqual([]);
      expect(neighbour.exitCode).toBeNull();
      expect(processesWith(`86420.${process.pid}`)).toEqual([String(neighbour.pid)]);
    } finally {
      neighbour.kill('SIGKILL');
    }
  });

  it('reaches no port, socket or address: not of this host, not of the network, not the metadata service', async () => {
    const server = createServer((_request, answer) => answer.end('REACHED'));
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    const named = createSocket((socket) => socket.end('REACHED'));
    const path = join(folders.root, 's.sock');
    const abstract = createSocket((socket) => socket.end('REACHED'));
    const abstractName = `\0ns-test-${process.pid}`;
    await new Promise<void>((resolve) => named.listen(path, resolve));
    await new Promise<void>((resolve) => abstract.listen(abstractName, resolve));
    const port = (server.address() as AddressInfo).port;
    const probe = `
      const net = require('node:net');
      const tryOne = (options) => new Promise((resolve) => {
        const socket = net.connect({ ...options, timeout: 2000 });
        socket.on('data', (data) => resolve(String(data))).on('error', (error) => resolve(error.code)).on('timeout', () => resolve('timeout'));
        socket.on('connect', () => options.port && resolve('REACHED'));
      });
      (async () => {
        for (const host of ['127.0.0.1', '::1', '169.254.169.254', '1.1.1.1', '10.0.0.1']) console.log(host, await tryOne({ host, port: ${port} }));
        for (const path of ${JSON.stringify([path, abstractName, '/run/docker.sock', '/var/run/docker.sock', '/run/dbus/system_bus_socket'])}) console.log(await tryOne({ path }));
        require('node:dns').lookup('example.com', (error) => console.log(error ? 'no name' : 'REACHED'));
      })();
    `;
    try {
      const told = await run(['node', '-e', probe]);
      expect(told.stdout.split('\n')).toHaveLength(12);
      expect(told.stdout).not.toContain('REACHED');
      const withWayOut = await run(['node', '-e', probe], {
        egress: { port: await freePort(), target: 'http://127.0.0.1:9', allow: [], headers: {} },
      });
      expect(withWayOut.stdout).not.toContain('REACHED');
    } finally {
      for (const one of [server, named, abstract]) await new Promise((resolve) => one.close(resolve));
    }
  });

  it('never holds the key of the model, nor shows a value of its environment in a command line of the host', async () => {
    const egress = {
      port: await freePort(),
      target: 'http://127.0.0.1:9',
      allow: [],
      headers: { 'x-api-key': 'sk-canary-91827' },
    };
    let seenOutside: readonly string[] = ['not looked'];
    const told = await run(
      'echo ready; cat /proc/*/environ /proc/*/cmdline | tr "\\0" "\\n"; grep -rs sk-canary /run /tmp /etc "$HOME" .; cat /run/nightshift/*; sleep 0.2',
      {
        egress,
        env: { TOKEN: 'env-canary-55121' },
        onOutput: (chunk) => {
          if (Buffer.from(chunk).includes('ready')) {
            seenOutside = [...processesWith('env-canary-55121'), ...processesWith('sk-canary-91827')];
          }
          collected.push(Buffer.from(chunk));
        },
      },
    );
    expect(told.exitCode).toBe(0);
    expect(Buffer.concat(collected).toString()).toContain('TOKEN=env-canary-55121');
    expect(Buffer.concat(collected).toString()).not.toContain('sk-canary-91827');
    expect(seenOutside).toEqual([]);
  });
  const collected: Buffer[] = [];

  it('is not loosened by what a plan puts into the environment', async () => {
    const library = join(folders.work, 'evil.so');
    writeFileSync(library, 'not even a library');
    const told = await run('touch ran; echo fine', {
      env: { LD_PRELOAD: library, PATH: '/evil', HOME: '/evil', BASH_ENV: '/evil', ENV: '/evil' },
    });
    expect(told).toMatchObject({ exitCode: 0, stdout: 'fine\n' });
    // Loaded (and complained about) inside only: the programs outside never saw it.
    expect(told.stderr).not.toMatch(/bwrap/);
    expect((await run('echo "$PATH:$HOME"', { env: { PATH: '/evil', HOME: '/evil' } })).stdout).not.toContain('/evil');
  });

  it('cannot push keys into a terminal, and has none', async () => {
    expect((await run('tty; cat < /dev/tty; ps -o sid= -p $$ >/dev/null; echo end')).stdout).toMatch(
      /not a tty[\s\S]*end/,
    );
  });

  it('cannot fill the memory of the host through temporary folders', async () => {
    const told = await run(
      'for folder in /tmp /dev/shm; do head -c 100000000 /dev/zero > $folder/big; stat -c %s $folder/big; done; touch /dev/x',
    );
    const sizes = told.stdout.trim().split('\n').map(Number);
    expect(sizes).toHaveLength(2);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(64 * 1024 * 1024);
    expect(told.stderr).toMatch(/\/dev\/x.*Read-only/);
  });

  it('starts within half a second', async () => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) times.push((await run('true')).durationMs);
    expect(Math.min(...times)).toBeLessThan(500);
  });

  describe('bundled, in a process of its own', () => {
    let bundle: string;
    beforeEach(() => {
      bundle = join(folders.root, 'sandbox.cjs');
      const source = join(__dirname, '../../runtime/adapters/sandbox/bubblewrap-sandbox.ts');
      const options = ['--bundle', '--platform=node', '--format=cjs', '--minify', `--outfile=${bundle}`];
      expect(spawnSync(join(__dirname, '../../node_modules/.bin/esbuild'), [source, ...options]).status).toBe(0);
    });

    const program = (command: string, onOutput: string, egressPort?: number) => `
      const { BubblewrapSandbox } = require(${JSON.stringify(bundle)});
      new BubblewrapSandbox().run({
        argv: ['/bin/sh', '-c', ${JSON.stringify(command)}],
        workspace: ${JSON.stringify(folders.work)}, home: ${JSON.stringify(folders.home)}, readOnly: [], shared: [], env: {},
        limits: { timeMs: 10000, outputBytes: 1e6, memoryBytes: 2e9, processes: 100, fileBytes: 1e8 },
        ${egressPort === undefined ? '' : `egress: { port: ${egressPort}, target: 'http://127.0.0.1:9', allow: [{ method: 'GET', path: '/' }], headers: {} },`}
        onOutput: (chunk) => { ${onOutput} },
      }, new AbortController().signal).then((end) => console.log(JSON.stringify(end)));
    `;

    it('does not outlive the process that started it', async () => {
      const sleep = `97531.${process.pid}`;
      const command = `setsid sleep ${sleep} & echo up; sleep ${sleep}`;
      const parent = spawnSync(process.execPath, ['-e', program(command, "process.kill(process.pid, 'SIGKILL')")], {
        timeout: 10_000,
      });
      expect(parent.signal).toBe('SIGKILL');
      for (let i = 0; i < 500 && processesWith(sleep).length > 0; i++) await nextTurn();
      expect(processesWith(sleep)).toEqual([]);
    });

    it('works the same for a plain user, with a way out and a bounded fork bomb', async () => {
      const isRoot = process.getuid?.() === 0;
      if (isRoot) {
        chmodSync(folders.root, 0o755);
        expect(spawnSync('chown', ['-R', 'nobody', folders.work, folders.home]).status).toBe(0);
      }
      const secret = join(folders.root, 'secret');
      writeFileSync(secret, 'TOP-SECRET');
      const port = await freePort();
      const command = `id -u; echo x > file; cat ${secret}; node -e "fetch('http://127.0.0.1:${port}/').then((r) => console.log(r.status))"; unshare -U true && echo NESTED; (i=0; while [ $i -lt 200 ]; do sleep 9 & i=$((i+1)); done; echo UNBOUNDED); exit 5`;
      const node = [process.execPath, '-e', program(command, 'process.stdout.write(chunk)', port)];
      const asUser = isRoot ? ['setpriv', '--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups', ...node] : node;
      const told = spawnSync(asUser[0] as string, asUser.slice(1), {
        encoding: 'utf8',
        timeout: 20_000,
        env: { PATH: process.env['PATH'] },
      });
      expect(told.stdout).toMatch(/^[1-9]\d*\n/);
      expect(told.stdout).toContain('\n502\n');
      expect(told.stdout).toContain('"exitCode":5');
      expect(told.stdout).not.toMatch(/TOP-SECRET|NESTED|UNBOUNDED/);
      expect(told.stdout).toMatch(/fork/i);
      expect(readFileSync(join(folders.work, 'file'), 'utf8')).toBe('x\n');
    });
  });
});

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 10));
