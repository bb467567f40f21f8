import type { BackedUp } from '../app/back-up';
import type { Cleaned } from '../app/clean-up';
import type { Exported } from '../app/export-execution';
import type { ReplayChoice, Replayed } from '../app/replay-execution';
import type { Restored } from '../app/restore-backup';
import type { VerifiedArchive } from '../app/verify-archive';
import type { ReplayStep } from '../core/execution/replay';
import type { PlanLimits } from '../core/plan/plan';
import type { Clock } from '../ports/clock';
import type { PlanReader } from '../ports/plan-reader';
import type { DoctorFacts } from './doctor-facts';
import type { GatewayClient } from './gateway-client';
import type { Terminal } from './terminal';

/** Everything that commands need from outside; `main/cli.ts` wires it. What is opened lazily needs a started home. */
export interface CliDeps {
  readonly version: string;
  /** What `nightshift` stands for in what is printed; absent where it was called by this name. */
  readonly alias?: string;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly http: typeof fetch;
  /** Who is recorded for decisions: `person:` and the name of the operating system's user. */
  readonly actor: string;
  readonly workingFolder: string;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly interrupt: AbortSignal;
  /** Unpredictable: to tell one run of a plan from another. */
  readonly newId: () => string;
  readonly readText: (path: string) => Promise<string>;
  readonly planSource: PlanSourceActions;
  readonly plans: PlanReader;
  /** What a plan may have at most here. @throws {ConfigError} `CONFIG_INVALID`. */
  readonly planLimits: () => PlanLimits;
  /** What the operator set up here of shared resources. @throws {ConfigError} `CONFIG_INVALID`. */
  readonly resourceLimits: () => ReadonlyMap<string, number>;
  /** The gateway at this URL, or this machine's. @throws {ConfigError} `CONFIG_MISSING` when nothing was started here and no token is set. */
  readonly gateway: (url?: string) => Promise<GatewayClient>;
  /** Whether a gateway elsewhere is asked: then this machine has no n8n to sign for. */
  readonly isRemote: (url?: string) => boolean;
  /**
   * Where and with what a signed hand-off goes; `isExpected` says whether somebody listens there, or is at work to start it.
   * @throws {ConfigError} `CONFIG_MISSING`.
   */
  readonly webhook: () => Promise<{
    /** As it is now. */
    readonly url: () => string;
    readonly secret: string;
    readonly isExpected: () => boolean;
  }>;
  readonly system: SystemActions;
  readonly service: ServiceActions;
  readonly archives: ArchiveActions;
  readonly backups: BackupActions;
  /** One pass of the retention here. @throws {ConfigError} `CONFIG_MISSING` without the owner's URL. */
  readonly clean: (options: { readonly isDryRun: boolean }) => Promise<Cleaned>;
  readonly templates: TemplateActions;
  /** The bundled example, ready for a run; `note` says what was done for that. */
  readonly example: () => Promise<{ readonly dir: string; readonly planPath: string; readonly note?: string }>;
  /** The repository that a folder lies in. @throws {RequestError} what stands in the way of its runs: no git, no commit, conflicts. */
  readonly inspect: (dir: string) => Promise<{ readonly dir: string; readonly dirty: readonly string[] }>;
  /** The repository that a folder lies in, and what is not committed there; undefined where this machine has none. */
  readonly repositoryAt: (
    dir: string,
  ) => Promise<{ readonly dir: string; readonly dirty: readonly string[] } | undefined>;
  readonly applyResult: (
    dir: string,
    branch: string,
  ) => Promise<{ readonly commit: string; readonly changedFiles: readonly string[]; readonly wasApplied: boolean }>;
  readonly doctorFacts: () => Promise<DoctorFacts>;
  readonly claude: ClaudeActions;
  /** Answers models on standard input and output until that is closed, by the gateway at this URL, or this machine's. */
  readonly serveMcp: (url?: string) => Promise<void>;
}

/** Where plans come from: files, folders, standard input. */
export interface PlanSourceActions {
  readonly read: (path: string) => Promise<Uint8Array>;
  /** Paths of the files in a folder and below that may be a plan's, sorted; undefined when it is no folder. */
  readonly filesIn: (path: string) => Promise<readonly string[] | undefined>;
  readonly readInput: () => Promise<Uint8Array>;
  /** Replaces a file's text; its owner, mode and links stay. */
  readonly write: (path: string, text: string) => Promise<void>;
}

/** Starting and stopping everything on this machine. */
export interface SystemActions {
  /** Starts what is not running and answers once all of it is ready. Ctrl-C stops what it started. */
  readonly up: (options: {
    readonly isDetached: boolean;
    readonly onStep: (text: string) => void;
  }) => Promise<RunningSystem>;
  /** Stops what any `up` started here; false when nothing was running. */
  readonly down: () => Promise<boolean>;
  /** What the worker that `up` starts can do: its agents, `sandbox` …; undefined where one runs already, which says so itself. */
  readonly capabilities: () => Promise<MachineCapabilities | undefined>;
}

export interface MachineCapabilities {
  readonly names: readonly string[];
  /** Units of shared resources by name. Absent: none is known. */
  readonly resources?: ReadonlyMap<string, number>;
  /** Why nothing can be confined here, and what mends it. */
  readonly sandboxProblem?: { readonly reason: string; readonly hint: string };
}

export interface RunningSystem {
  readonly editor: {
    readonly url: string;
    readonly email: string /** The file that holds the password. */;
    readonly passwordFile: string;
  };
  readonly statusUrl: string;
  /** Who runs it, and ends with it: this command, another `nightshift up`, or one in the background that we started. */
  readonly owner: 'us' | 'another' | 'background';
  /** Resolves when it is stopped, by us or by itself for good. */
  readonly stopped: Promise<void>;
  /** In reverse order of start; resolves when no process is left. Leaves alone what is not ours. */
  readonly stop: () => Promise<void>;
  /** Like `stop`, once no other `nightshift up` uses it; `onWaiting` is told once which processes still do. */
  readonly stopUnused: (onWaiting: (users: readonly number[]) => void) => Promise<void>;
}

/** The service of this user that a boot starts. */
export interface ServiceActions {
  /** What would be written, and where; changes nothing, and works anywhere. */
  readonly unit: () => { readonly path: string; readonly text: string };
  /** Safe to repeat. @throws {ConfigError} `SERVICE_UNSUPPORTED`, `SERVICE_FOREIGN`, `SERVICE_REFUSED`. */
  readonly install: () => Promise<{
    readonly path: string;
    readonly home: string;
    readonly isChanged: boolean;
    /** Whether it starts before this user logs in. */
    readonly isLingering: boolean;
    /** Settings of this shell that the service does not see. */
    readonly unseen: readonly string[];
  }>;
  /** Stops it, too. Safe to repeat. */
  readonly uninstall: () => Promise<{ readonly path: string; readonly wasInstalled: boolean }>;
  readonly status: () => Promise<ServiceStatus>;
}

export type ServiceStatus =
  | { readonly path: string; readonly isInstalled: false }
  | {
      readonly path: string;
      readonly isInstalled: true;
      readonly isEnabled: boolean;
      readonly isActive: boolean;
      readonly isLingering: boolean;
      /** What stands there is what would be written now. */
      readonly isCurrent: boolean;
      readonly home?: string;
    };

/** Executions as archives. */
export interface ArchiveActions {
  /** Writes a new file, whole or not at all. @throws {RequestError} `EXECUTION_UNKNOWN`, `ARCHIVE_TARGET`. */
  readonly export: (executionId: string, path: string) => Promise<Exported>;
  /** Needs nothing but the file. @throws {RequestError} `ARCHIVE_REFUSED`, `ARCHIVE_UNREADABLE`. */
  readonly verify: (path: string) => Promise<VerifiedArchive>;
  /** Reads this machine's database, or an archive. @throws {RequestError} `EXECUTION_UNKNOWN`, `TASK_UNKNOWN`, `EVENT_UNKNOWN`, `ARCHIVE_REFUSED`, `ARCHIVE_UNREADABLE`. */
  readonly replay: (
    of: { readonly executionId: string } | { readonly path: string },
    choice: ReplayChoice,
    onStep: (step: ReplayStep) => void,
  ) => Promise<Replayed>;
}

/** Backups of the database. */
export interface BackupActions {
  /** `place`: a new file, or a folder for one. @throws {RequestError} `ARCHIVE_TARGET`. */
  readonly backup: (place: string) => Promise<BackedUp & { readonly path: string }>;
  /** All of it or nothing. @throws {ConfigError} `RESTORE_BUSY`, `RESTORE_VERSION`. @throws {RequestError} `ARCHIVE_REFUSED`, `ARCHIVE_UNREADABLE`. */
  readonly restore: (path: string) => Promise<Restored>;
}

/** The plugin in Claude Code. */
export interface ClaudeActions {
  /** Safe to repeat. @throws {ConfigError} `CLAUDE_CODE_MISSING`, `CLAUDE_CODE_REFUSED`. */
  readonly install: () => Promise<{ readonly plugin: string; readonly marketplace: string }>;
  /** Leaves nothing of it but, where no gateway answers, its token; safe to repeat. */
  readonly uninstall: () => Promise<ClaudeUninstalled>;
}

/** What became of the plugin. */
export interface ClaudeUninstalled {
  readonly wasInstalled: boolean;
  /** The token that could not be revoked, and why. */
  readonly tokenLeft?: { readonly name: string; readonly id: string; readonly reason: string };
}

/** The shipped workflows and n8n's copies of them. */
export interface TemplateActions {
  readonly list: () => Promise<readonly TemplateStandingRow[]>;
  /** Writes n8n's copies into a folder, all or none; the files written. Without names: those that n8n has. */
  readonly export: (dir: string, names: readonly string[]) => Promise<readonly string[]>;
  readonly compare: (names: readonly string[]) => Promise<readonly TemplateComparison[]>;
  /** `overwrite`: names whose edits are given up. */
  readonly import: (names: readonly string[], overwrite: readonly string[]) => Promise<readonly TemplateRow[]>;
  readonly publish: (names: readonly string[]) => Promise<readonly TemplateRow[]>;
}

export interface TemplateRow {
  readonly name: string;
  readonly version: number;
  readonly workflowId: string;
  /** `imported`, `updated`, `unchanged`, `edited`, `unpublished`, `missing`, `published`. */
  readonly state: string;
  readonly note?: string;
}

/** How a template stands in n8n. */
export interface TemplateStandingRow {
  readonly name: string;
  /** The shipped one. */
  readonly version: number;
  readonly workflowId: string;
  readonly isInstalled: boolean;
  /** Absent when it is not installed, or n8n does not know. */
  readonly installedVersion?: number;
  readonly isEdited: boolean;
  readonly isPublished: boolean;
  /** Something but a person's click starts it. */
  readonly isPublishable: boolean;
  readonly note?: string;
}

export interface TemplateComparison {
  readonly name: string;
  /** Sentences; empty when nothing was lost or changed. */
  readonly differences: readonly string[];
}
