import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real Redis on loopback, empty, that keeps nothing. */
export interface RedisServer {
  readonly url: string;
  /** SIGKILL; resolves once it is gone. */
  kill9(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Why there is no Redis here; undefined when there is one. For `describe.skip` with a reason. */
export function redisMissing(): string | undefined {
  return spawnSync('redis-server', ['--version']).status === 0
    ? undefined
    : 'redis-server is not installed (apt-get install redis-server)';
}

/** @param isDurable - It writes each command to disk before it answers. */
export async function openRedisServer({ isDurable = false } = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ns-redis-'));
  const port = await freePort();
  let stop = await start(folder, port, isDurable);
  return {
    url: `redis://127.0.0.1:${port}`,
    kill9: () => stop('SIGKILL'),
    restart: async () => {
      stop = await start(folder, port, isDurable);
    },
    close: async () => {
      await stop('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  folder: string,
  port: number,
  isDurable: boolean,
): Promise<(signal: NodeJS.Signals) => Promise<void>> {
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    isDurable ? 'yes' : 'no',
    '--appendfsync',
    'always',
    '--maxmemory-policy',
    'noeviction',
  ];
  const child = spawn('redis-server', [...options, '--dir', folder], { stdio: 'ignore' });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const end = performance.now() + 10_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > end) throw new Error('redis-server did not start');
    await sleep(20);
  }
  return async (signal) => {
    child.kill(signal);
    await exited;
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      done(data.toString().startsWith('+PONG'));
    });
    socket.once('error', () => done(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
