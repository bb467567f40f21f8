import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, constants as files, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { InvariantError } from '../../core/errors';
import type { CrashPoints } from '../../ports/crash-points';
import type { ProcessEnd, SandboxedProcess } from '../../ports/sandbox';

/** What is started, and how everything that comes of it is ended. */
export interface Launch {
  readonly crash: CrashPoints;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** A private folder for the two output pipes; theirs until the start. */
  readonly folder: string;
  /** For a program that reports on descriptor 3, and reads texts to their end from descriptor 4 on. */
  readonly control?: { readonly onReport: (report: string) => void; readonly inputs: readonly string[] };
  /** Awaited before the program may begin: `argv` waits for a line on descriptor 3. Not together with `control`. */
  beforeItBegins?(leader: number): Promise<void>;
  /** Ends everything with SIGKILL, and resolves once all of it is gone. Called again and again is the same. */
  killAll(leader: number): Promise<void>;
}

export interface Ran extends ProcessEnd {
  /** The last of stderr, at most 2,000 characters, for messages. */
  readonly stderrTail: string;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const TAIL_CHARACTERS = 2_000;
const DRAIN_MS = 5_000;

/**
 * Runs one program to its end and passes its output on as it comes, holding no more than one chunk.
 * Time, output and `signal` end it; after any end, also a normal one, everything it started is killed and waited for.
 *
 * @throws whatever `onOutput` threw, or the error of a start that the system refused; ENOENT is exit code 127.
 * @throws {InvariantError} `BUG_ARGUMENTS_TOO_LONG`.
 */
export async function runProcess(
  launch: Launch,
  process: Pick<SandboxedProcess, 'limits' | 'onOutput' | 'stdin'>,
  signal: AbortSignal,
): Promise<Ran> {
  const started = performance.now();
  const end = (reason: ProcessEnd['reason'], exitCode: number, stderrTail = ''): Ran => {
    return { reason, exitCode, stderrTail, durationMs: Math.round(performance.now() - started) };
  };
  if (signal.aborted) return end('aborted', 128 + system.signals.SIGKILL);

  const pipes = await openOutputPipes(launch.folder);
  let child: ChildProcess;
  try {
    launch.crash.reach('before:spawn.sandbox');
    child = start(launch, process, pipes.writers);
    launch.crash.reach('after:spawn.sandbox');
  } catch (cause) {
    for (const reader of pipes.readers) reader.destroy();
    throw startError(cause);
  } finally {
    for (const writer of pipes.writers) closeSync(writer);
  }

  let reason: ProcessEnd['reason'] = 'exited';
  let failure: unknown;
  let tail = '';
  let passedOn = 0;
  let killing: Promise<void> | undefined;
  const kill = (): void => {
    if (child.pid === undefined) return;
    killing ??= launch.killAll(child.pid);
    // Waited for below; noted here so that a refusal in between is not "unhandled".
    killing.catch(() => undefined);
  };
  const stop = (why: ProcessEnd['reason']): void => {
    if (reason === 'exited' && child.exitCode === null && child.signalCode === null) reason = why;
    kill();
  };
  const onAbort = (): void => stop('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop('timed-out'), Math.min(process.limits.timeMs, LONGEST_TIMER_MS));

  const receive = (stream: 'stdout' | 'stderr') => (chunk: Uint8Array) => {
    if (stream === 'stderr') tail = (tail + Buffer.from(chunk).toString('utf8')).slice(-TAIL_CHARACTERS);
    const room = process.limits.outputBytes - passedOn;
    const part = chunk.byteLength > room ? chunk.subarray(0, Math.max(room, 0)) : chunk;
    passedOn += part.byteLength;
    if (part.byteLength < chunk.byteLength) {
      if (reason === 'exited') reason = 'output-limit';
      kill();
    }
    if (part.byteLength === 0 || failure !== undefined) return;
    try {
      process.onOutput(part, stream);
    } catch (error) {
      failure = error;
      kill();
    }
  };
  const streams = [drained(pipes.readers[0], receive('stdout')), drained(pipes.readers[1], receive('stderr'))];
  const reported = receiveReport(launch, child);
  const readied = letBegin(launch, child).catch((error: unknown) => {
    failure ??= error;
    kill();
  });

  try {
    const exitCode = await exited(child);
    clearTimeout(timer);
    if (child.pid !== undefined) {
      await reported;
      await readied;
      await killing;
      await launch.killAll(child.pid);
    }
    // All writers are gone. One that hid from us (bare, without control groups) must not hold us up for ever.
    await Promise.race([Promise.all(streams), delay(DRAIN_MS, undefined, { ref: false })]);
    if (failure !== undefined) throw failure;
    return end(reason, exitCode, tail);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    for (const reader of pipes.readers) reader.destroy();
    for (const stream of child.stdio) stream?.destroy();
  }
}

function start(
  launch: Launch,
  process: Pick<SandboxedProcess, 'stdin'>,
  [stdout, stderr]: readonly [number, number],
): ChildProcess {
  const [program, ...args] = launch.argv;
  const inputs = launch.control?.inputs ?? [];
  const hasControl = launch.control !== undefined || launch.beforeItBegins !== undefined;
  const control = hasControl ? (['pipe', ...inputs.map(() => 'pipe')] as 'pipe'[]) : [];
  const child = spawn(program as string, args, {
    cwd: launch.cwd,
    env: launch.env,
    detached: true,
    stdio: [process.stdin === undefined ? 'ignore' : 'pipe', stdout, stderr, ...control],
  });
  // A reader that went away early is the program's affair.
  child.stdin?.on('error', () => undefined).end(process.stdin);
  for (const [index, text] of inputs.entries()) {
    const input = child.stdio[4 + index];
    if (input instanceof Socket) input.on('error', () => undefined).end(text);
  }
  return child;
}

async function letBegin(launch: Launch, child: ChildProcess): Promise<void> {
  if (launch.beforeItBegins === undefined || child.pid === undefined) return;
  const gate = child.stdio[3] as Socket;
  // One that was killed meanwhile no longer reads.
  gate.on('error', () => undefined);
  await launch.beforeItBegins(child.pid);
  gate.end('\n');
}

/**
 * Two named pipes, open at both ends and already without a name. Node's own are sockets, and `echo … > /dev/stderr` of a
 * shell command fails on those.
 */
async function openOutputPipes(
  folder: string,
): Promise<{ readonly readers: readonly [Socket, Socket]; readonly writers: readonly [number, number] }> {
  const paths = [join(folder, 'stdout'), join(folder, 'stderr')] as const;
  await promisify(execFile)('mkfifo', ['-m', '600', ...paths], { env: { PATH: '/usr/bin:/bin' } });
  const open = (path: string) => {
    const reader = openSync(path, files.O_RDONLY | files.O_NONBLOCK);
    const writer = openSync(path, files.O_WRONLY);
    return { reader: new Socket({ fd: reader, readable: true, writable: false }), writer };
  };
  const [stdout, stderr] = [open(paths[0]), open(paths[1])];
  await Promise.all(paths.map((path) => rm(path)));
  return { readers: [stdout.reader, stderr.reader], writers: [stdout.writer, stderr.writer] };
}

function drained(stream: Socket, onChunk: (chunk: Uint8Array) => void): Promise<void> {
  return new Promise((resolve) => {
    stream.on('data', onChunk);
    stream.on('error', () => resolve());
    stream.on('close', () => resolve());
    stream.on('end', () => resolve());
  });
}

function receiveReport(launch: Launch, child: ChildProcess): Promise<void> {
  const stream = child.stdio[3];
  if (launch.control === undefined || !(stream instanceof Socket)) return Promise.resolve();
  let report = '';
  const { onReport } = launch.control;
  return drained(stream, (chunk) => {
    report += Buffer.from(chunk).toString('utf8');
    onReport(report);
  });
}

function exited(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return resolve(127);
      reject(startError(cause));
    });
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 0) : 128 + system.signals[signal]));
  });
}

function startError(cause: unknown): unknown {
  if ((cause as NodeJS.ErrnoException).code !== 'E2BIG') return cause;
  const hint = 'Pass long texts by stdin or in a file: one argument may not be longer than 128 KiB.';
  return new InvariantError('ARGUMENTS_TOO_LONG', 'The arguments of a program are too long to start it', {
    hint,
    cause,
  });
}
