import type { ExecutionId, ProjectId, TaskId } from '../core/ids';
import type { SharedPath } from './sandbox';

/**
 * Git for projects, executions and attempts. The user's checkout and branches are never touched;
 * nothing runs hooks, filters or configuration of a repository. All calls are safe to repeat.
 */
export interface Repositories {
  /**
   * What a folder is, read-only.
   * @throws {RequestError} `PROJECT_NOT_A_FOLDER`, `PROJECT_NOT_GIT`, `PROJECT_NO_COMMITS`, `PROJECT_BARE` with the next step.
   */
  inspect(dir: string): Promise<RepositoryFacts>;

  /**
   * What of `paths`, relative to a working copy, tasks could see read-only, checked; and what it holds of the folders that
   * many tasks need, such as `node_modules`.
   *
   * @throws {RequestError} `PROJECT_SHARE` naming a path that is not there, leads out of the folder, or is committed anyway.
   */
  checkShares(
    dir: string,
    paths: readonly string[],
  ): Promise<{ readonly shares: readonly string[]; readonly known: readonly string[] }>;

  /**
   * Fetches `commit` (else HEAD) of the project's folder into its own bare repository on this host,
   * and answers with the commit's id and what is left out because it is not committed.
   */
  fetchBase(
    project: ProjectFolder,
    commit?: string,
  ): Promise<{ readonly base: string; readonly leftOut: readonly string[] }>;

  /** A clean clone at `base`, in a folder of its own that no living process uses; what an earlier attempt left is gone. */
  openWorkspace(project: ProjectFolder, attempt: AttemptKey, base: string): Promise<Workspace>;

  /** An empty folder to work in, for executions without a project. */
  openScratch(attempt: AttemptKey): Promise<Workspace>;

  /**
   * Imports what the workspace holds (ignored files left out) into the bare repository as a tree of plain files.
   * Symbolic links that leave the workspace, submodules and devices are refused, and so is what is too much or keeps
   * git busy too long. Ends soon once `signal` aborts.
   *
   * @throws {RequestError} `WORKSPACE_REFUSED` naming the paths that may not be taken over, the step or the limit.
   */
  importTree(project: ProjectFolder, workspace: Workspace, base: string, signal?: AbortSignal): Promise<ImportedTree>;

  /** Those of `declared` (paths, folders, globs) of which an imported tree holds nothing, in order. */
  absentFiles(project: ProjectFolder, tree: string, declared: readonly string[]): Promise<readonly string[]>;

  /**
   * Puts an imported tree in the place of its workspace: a fresh checkout of exactly what would be merged, committed onto
   * `base`, without anything else that the agent left. The criteria run there.
   */
  openResult(
    project: ProjectFolder,
    attempt: AttemptKey,
    workspace: Workspace,
    result: { readonly base: string; readonly tree: string },
  ): Promise<void>;

  /**
   * Computes the merge of a result onto `tip` and stores its objects durably, without moving any branch.
   * The same input gives the same commit id.
   */
  merge(project: ProjectFolder, merge: MergeRequest): Promise<MergeResult>;

  /**
   * Brings the integration branch of an execution to `tip`. Where it is further on already, because another one merged onto
   * that tip meanwhile, it stays: a late call takes nothing back. Each epoch has a branch of its own, so that one that was
   * rolled back stays where it was, and a late merge of before moves nothing.
   */
  setTip(project: ProjectFolder, branch: IntegrationBranch, tip: string): Promise<void>;

  /** Puts the execution's result into the user's repository as one branch, the same after a retry, and answers with its name. */
  deliver(
    project: ProjectFolder,
    delivery: { readonly execution: ExecutionId; readonly tip: string; readonly title: string },
  ): Promise<string>;

  /** Merges a delivered branch into what the user has checked out, as `nightshift apply` does; `wasApplied` when it was in. @throws {RequestError} `APPLY_CONFLICT`, `APPLY_DIRTY`. */
  apply(
    dir: string,
    branch: string,
  ): Promise<{ readonly commit: string; readonly changedFiles: readonly string[]; readonly wasApplied: boolean }>;

  /** Makes the clean home of a workspace an empty folder, whatever was put there. */
  emptyCleanHome(workspace: Workspace): Promise<void>;

  /** Executions that have workspaces on this host. */
  workspaces(): Promise<readonly ExecutionId[]>;

  /** Removes the workspaces and homes of an execution, or of one task of it. */
  removeWorkspaces(execution: ExecutionId, task?: TaskId): Promise<void>;
}

export interface IntegrationBranch {
  readonly execution: ExecutionId;
  readonly epoch: number;
}

export interface ProjectFolder {
  readonly id: ProjectId;
  readonly dir: string;
  /** Relative paths of the folder that workspaces see read-only, although git ignores them. */
  readonly shares: readonly string[];
}

export interface RepositoryFacts {
  /** Absolute, links resolved: the top of the working tree. */
  readonly dir: string;
  readonly head: string;
  /** Absent when HEAD is detached. */
  readonly branch?: string;
  /** Paths that are changed or new and so will be left out. */
  readonly dirty: readonly string[];
}

export interface AttemptKey {
  readonly execution: ExecutionId;
  readonly epoch: number;
  readonly task: TaskId;
  readonly token: number;
}

export interface Workspace {
  readonly dir: string;
  /** The agent's HOME; kept from attempt to attempt of one task, with whatever agents put there. */
  readonly home: string;
  /** HOME for what must not listen to the agent; empty at first, and no agent gets it. */
  readonly cleanHome: string;
  /** What the sandbox must bind read-only for git to work inside. */
  readonly readOnly: readonly string[];
  /** What of the user's folder is seen below `dir`, read-only. */
  readonly shared: readonly SharedPath[];
}

export interface ImportedTree {
  readonly tree: string;
  /** Relative paths that differ from the base, sorted; of very many the first, and a last entry such as `… and 12,345 more`. */
  readonly changedFiles: readonly string[];
  /** What the workspace holds besides, because `.gitignore` names it; folders end with `/`; sorted, the first 20. */
  readonly ignored: readonly string[];
}

export interface MergeRequest {
  readonly key: AttemptKey;
  readonly base: string;
  readonly tree: string;
  readonly tip: string;
  readonly message: string;
  /** ISO 8601; author and committer date. */
  readonly date: string;
}

export type MergeResult =
  /** `commit` is the new tip; it is the old one when the result changes nothing. */
  | { readonly type: 'merged'; readonly commit: string }
  | { readonly type: 'conflict'; readonly files: readonly string[] };
