import { type ChildProcess, spawn } from 'node:child_process';
import { ConfigError, UnavailableError } from '../../core/errors';

export interface GitCall {
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of this call, over those of every call. */
  readonly config?: Readonly<Record<string, string>>;
  /** Exit codes that are answers. Only 0 unless given. */
  readonly answers?: readonly number[];
  /** For calls that read what an agent made. */
  readonly bounds?: GitBounds;
}

/** How far a call may go; past any of them its whole process group is killed. */
export interface GitBounds {
  readonly timeMs: number;
  /** Of what it prints; no bound unless given. */
  readonly outputBytes?: number;
  readonly signal?: AbortSignal;
  /** The error of a call that went past its time or its output; `step` names it, such as `git add`. */
  readonly refuse: (step: string, past: 'time' | 'output') => Error;
}

export interface GitAnswer {
  readonly code: number;
  readonly stdout: string;
  /** The same as it came, for what need not be text. */
  readonly output: Buffer;
  readonly stderr: string;
}

/** Settings of every call, whatever a repository says: nothing of it is run, and what is written is on disk. */
const NEUTRAL: Readonly<Record<string, string>> = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.attributesFile': '/dev/null',
  'core.excludesFile': '/dev/null',
  'core.alternateRefsCommand': '',
  'core.sshCommand': 'false',
  'core.askPass': 'false',
  'core.editor': 'false',
  'core.pager': 'cat',
  'core.quotePath': 'false',
  'core.fsync': 'all',
  'core.fsyncMethod': 'batch',
  'core.protectHFS': 'true',
  'core.protectNTFS': 'true',
  'credential.helper': '',
  'commit.gpgSign': 'false',
  'merge.verifySignatures': 'false',
  'merge.autoStash': 'false',
  'rerere.enabled': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'safe.bareRepository': 'explicit',
  'submodule.recurse': 'false',
  'fetch.recurseSubmodules': 'false',
  'status.submoduleSummary': 'false',
  'protocol.version': '2',
  'advice.addEmbeddedRepo': 'false',
};

const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  // No protocol at all; a fetch from a folder names `file`.
  GIT_ALLOW_PROTOCOL: '',
};

/**
 * Runs git once, without a shell, in the neutral environment.
 *
 * @throws {ConfigError} `GIT_MISSING` when there is no git, `DISK_FULL` when there is no room, `GIT_FAILED` for any other
 * exit code that is not among `answers`.
 * @throws {UnavailableError} `UNAVAILABLE_GIT` when another process is in its way, and when the signal aborts.
 * @throws What `bounds.refuse` makes, past its bounds.
 */
export async function runGit(call: GitCall): Promise<GitAnswer> {
  const answer = await collect(call);
  if ((call.answers ?? [0]).includes(answer.code)) return answer;
  const said = answer.stderr.trim().split('\n').at(-1) ?? '';
  if (/No space left on device|Disk quota exceeded/.test(answer.stderr)) {
    throw new ConfigError('DISK_FULL', `git could not write: ${said}`, {
      hint: 'Free space on the disk of nightshift, then try again.',
    });
  }
  const message = `git ${commandOf(call.args)} failed (exit ${answer.code}): ${said}`;
  const details = { exitCode: answer.code };
  if (PASSES.test(answer.stderr)) {
    throw new UnavailableError('git', message, { hint: 'Nothing to do: it is tried again.', details });
  }
  throw new ConfigError('GIT_FAILED', message, {
    hint: 'Look at the repository with `git fsck`, and at git with `nightshift doctor`; then try again.',
    details,
  });
}

/** What git says when another process, or the load of the machine, is in its way for a while. */
const PASSES =
  /\.lock'?: File exists|Unable to create '.{0,4096}\.lock'|Cannot allocate memory|Resource temporarily unavailable|Too many open files|cannot fork/i;

/** The output of `runGit` without its last line end. */
export async function gitLine(call: GitCall): Promise<string> {
  return (await runGit(call)).stdout.trimEnd();
}

/** The NUL-separated parts of what `runGit` printed. */
export async function gitList(call: GitCall): Promise<readonly string[]> {
  return (await runGit(call)).stdout.split('\0').filter((part) => part !== '');
}

function collect(call: GitCall): Promise<GitAnswer> {
  const { bounds } = call;
  const step = `git ${commandOf(call.args)}`;
  return new Promise((resolve, reject) => {
    if (bounds?.signal?.aborted) return reject(stopped(step));
    const child = spawn('git', [...call.args], {
      cwd: call.cwd ?? '/',
      env: { ...ENVIRONMENT, ...configEnvironment({ ...NEUTRAL, ...call.config }), ...call.env },
      stdio: [call.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      // A group of its own, so that all of it can be killed.
      detached: bounds !== undefined,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let printed = 0;
    let ended: Error | undefined;
    const end = (why: Error): void => {
      ended ??= why;
      killGroup(child);
    };
    const onAbort = (): void => end(stopped(step));
    const timer = bounds && setTimeout(() => end(bounds.refuse(step, 'time')), bounds.timeMs);
    bounds?.signal?.addEventListener('abort', onAbort, { once: true });
    const release = (): void => {
      clearTimeout(timer);
      bounds?.signal?.removeEventListener('abort', onAbort);
    };
    const keep = (chunks: Buffer[]) => (chunk: Buffer) => {
      printed += chunk.length;
      if (bounds?.outputBytes !== undefined && printed > bounds.outputBytes) return end(bounds.refuse(step, 'output'));
      chunks.push(chunk);
    };
    child.stdout?.on('data', keep(stdout));
    child.stderr?.on('data', keep(stderr));
    // A git that stopped reading says why by its exit code.
    child.stdin?.on('error', () => undefined).end(call.stdin);
    child.on('error', (cause: NodeJS.ErrnoException) => {
      release();
      const hint = 'apt-get install git';
      reject(
        cause.code === 'ENOENT'
          ? new ConfigError('GIT_MISSING', 'git could not be started', { hint, cause })
          : new UnavailableError('git', `git could not be started: ${cause.message}`, { cause }),
      );
    });
    child.on('close', (code) => {
      release();
      if (ended !== undefined) return reject(ended);
      const output = Buffer.concat(stdout);
      resolve({
        code: code ?? 128,
        output,
        stdout: output.toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
  });
}

function stopped(step: string): UnavailableError {
  return new UnavailableError('git', `${step} was stopped`, {
    hint: 'Nothing to do: whoever stopped it says what is next.',
  });
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function configEnvironment(config: Readonly<Record<string, string>>): Record<string, string> {
  const env: Record<string, string> = {};
  const entries = Object.entries(config);
  env.GIT_CONFIG_COUNT = String(entries.length);
  for (const [index, [key, value]] of entries.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}

const commandOf = (args: readonly string[]): string => args.find((arg) => !arg.startsWith('-')) ?? '';
