import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UnavailableError } from '../core/errors';
import { identify, type ProcessIdentity } from './process-identity';

const LARGEST_LOG_BYTES = 20 * 1_048_576;

export interface SpawnedPart {
  readonly identity: ProcessIdentity;
  /** Resolves with what ended it. */
  readonly exited: Promise<PartExit>;
}

export interface PartExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SpawnOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Appended to; put aside as `.1` once it is large. */
  readonly log: string;
}

/**
 * Starts a process in a session of its own, so that a Ctrl-C meant for us does not reach it, with its output in a file,
 * so that it outlives us if we are killed.
 *
 * @throws {UnavailableError} `UNAVAILABLE_PART` when it cannot be started.
 */
export async function spawnPart(options: SpawnOptions): Promise<SpawnedPart> {
  mkdirSync(dirname(options.log), { recursive: true, mode: 0o700 });
  if (existsSync(options.log) && statSync(options.log).size > LARGEST_LOG_BYTES)
    renameSync(options.log, `${options.log}.1`);
  const log = openSync(options.log, 'a', 0o600);
  try {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    return await spawned(child, options);
  } finally {
    closeSync(log);
  }
}

async function spawned(child: ChildProcess, options: SpawnOptions): Promise<SpawnedPart> {
  const exited = new Promise<PartExit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(
        new UnavailableError('part', `${options.command} cannot be started`, {
          hint: 'Run `npm start` again to repair the installation.',
          cause,
        }),
      ),
    );
  });
  const pid = child.pid ?? 0;
  // It may be over already; then the number is still ours, because nobody has waited for it.
  return { identity: identify(pid) ?? { pid, started: 'ended' }, exited };
}
