/**
 * Starts every process of an agent or a criterion, and is the only way to start one.
 * What it starts sees its workspace, its home and what is bound for it, and nothing else of the machine.
 */
export interface Sandbox {
  readonly kind: 'bubblewrap' | 'none';
  /**
   * Runs to the end, and resolves only once the whole process group is gone, daemons included.
   * A command that fails is an answer; so is one that was stopped by `signal` or a limit.
   *
   * @throws {ConfigError} `SANDBOX_MISSING` when processes cannot be confined here.
   */
  run(process: SandboxedProcess, signal: AbortSignal): Promise<ProcessEnd>;
}

export interface SandboxedProcess {
  /** Program and arguments; a shell command is `['/bin/sh', '-c', command]`. */
  readonly argv: readonly string[];
  /** Writable folder, at the same path inside; also the working directory. */
  readonly workspace: string;
  /** Writable folder that is HOME inside; kept from attempt to attempt of one task. */
  readonly home: string;
  /** Folders and files readable at the same path inside, besides the system's own. */
  readonly readOnly: readonly string[];
  /** What is readable below the workspace although it lies elsewhere; what is not there is left out. */
  readonly shared: readonly SharedPath[];
  /** The whole environment inside, PATH and HOME apart. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly limits: ProcessLimits;
  /** The one host it may reach; without it there is no network at all. */
  readonly egress?: Egress;
  readonly onOutput: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void;
}

/** A folder or file, and where below the workspace it is seen. Absolute paths. */
export interface SharedPath {
  readonly from: string;
  readonly at: string;
}

/** A bridge: the paths of `allow` at `http://127.0.0.1:<port>` inside lead to `target`; nothing else leads anywhere. */
export interface Egress {
  /** Loopback port inside the sandbox. */
  readonly port: number;
  /** Origin outside, and the path that all requests begin with: `https://api.anthropic.com`, `https://proxy.local/claude`. */
  readonly target: string;
  /** What may be asked; all else is answered with 403. A query may follow an allowed path. */
  readonly allow: readonly EgressRoute[];
  /** Headers that are set on the way out, so that no key is ever inside. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface EgressRoute {
  /** In capitals. */
  readonly method: string;
  /** After the path of the target, compared letter by letter: `/v1/messages`. */
  readonly path: string;
}

export interface ProcessLimits {
  readonly timeMs: number;
  /** Bytes of stdout and stderr together that are passed on; the rest is dropped and the process is stopped. */
  readonly outputBytes: number;
  readonly memoryBytes: number;
  readonly processes: number;
  /** Largest file it may write. */
  readonly fileBytes: number;
}

export interface ProcessEnd {
  readonly reason: 'exited' | 'timed-out' | 'output-limit' | 'aborted';
  /** 128 + signal number when a signal ended it, 127 when the program was not found. */
  readonly exitCode: number;
  readonly durationMs: number;
}
