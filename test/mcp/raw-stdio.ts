import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOKEN } from './mcp-clients';

/** `nightshift mcp` of a built package, spoken to byte by byte. */
export interface RawStdio {
  readonly child: ChildProcess;
  write(text: string): void;
  /** All that it has written to standard output so far, one parsed message a line. @throws when a line is no JSON. */
  messages(): readonly RawMessage[];
  stderr(): string;
  /** The most bytes that it ever had resident; undefined where that cannot be seen. */
  peakMemory(): number | undefined;
  /** Resolves once it has answered this id, or is gone. */
  answer(id: unknown): Promise<RawMessage | undefined>;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  end(): Promise<void>;
}

export interface RawMessage {
  readonly id?: unknown;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

export function startRawStdio(packageFolder: string, gatewayUrl: string, cwd: string): RawStdio {
  const home = mkdtempSync(join(tmpdir(), 'nightshift-mcp-raw-'));
  const child = spawn(process.execPath, [join(packageFolder, 'dist', 'cli.js'), 'mcp'], {
    cwd,
    env: {
      PATH: process.env['PATH']!,
      HOME: home,
      NIGHTSHIFT_HOME: home,
      NIGHTSHIFT_GATEWAY_URL: gatewayUrl,
      // Settings want them; nothing that is tested here opens them.
      NIGHTSHIFT_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      NIGHTSHIFT_QUEUE_URL: 'postgres://nobody@127.0.0.1:1/none',
      NIGHTSHIFT_TOKEN: TOKEN,
    },
  });
  let out = '';
  let err = '';
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
    tell();
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  // It may be gone while it is written to.
  child.stdin.on('error', () => undefined);
  const exited = new Promise<{ code: number | null; signal: string | null }>((done) => {
    child.on('exit', (code, signal) => {
      rmSync(home, { recursive: true, force: true });
      done({ code, signal });
      tell();
    });
  });
  const messages = () =>
    out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as RawMessage);
  return {
    child,
    write: (text) => child.stdin.write(text),
    messages,
    stderr: () => err,
    peakMemory: () => {
      const status = `/proc/${child.pid}/status`;
      const kilobytes = existsSync(status) ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
      return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
    },
    answer: (id) =>
      new Promise((done) => {
        const look = () => {
          const found = messages().find((message) => message.id === id);
          if (found === undefined && child.exitCode === null && child.signalCode === null) return;
          watchers.delete(look);
          done(found);
        };
        watchers.add(look);
        look();
      }),
    exited,
    end: async () => {
      child.stdin.end();
      const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(patience);
    },
  };
}

/** One line of the protocol. */
export const line = (id: unknown, method: string, params: unknown = {}): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

export const hello = (id: unknown = 1): string =>
  line(id, 'initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  });
