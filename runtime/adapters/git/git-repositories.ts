import { join } from 'node:path';
import { isNightshiftError, UnavailableError } from '../../core/errors';
import { asExecutionId, type ExecutionId, type TaskId } from '../../core/ids';
import { between, type CrashPoints, NO_CRASH_POINTS } from '../../ports/crash-points';
import type {
  AttemptKey,
  ImportedTree,
  IntegrationBranch,
  MergeRequest,
  MergeResult,
  ProjectFolder,
  Repositories,
  RepositoryFacts,
  Workspace,
} from '../../ports/repositories';
import { absentFiles } from './absent-files';
import { advanceTip } from './advance-tip';
import { type Applied, applyBranch } from './apply-branch';
import { checkShares } from './check-shares';
import { type Delivery, deliverBranch } from './deliver-branch';
import { fetchBase } from './fetch-base';
import { type GitFolders, gitFolders } from './git-folders';
import { IMPORT_BOUNDS, type ImportBounds, importTree } from './import-tree';
import { inspectRepository } from './inspect-repository';
import { listWorkspaces } from './list-places';
import { mergeTree } from './merge-tree';
import { openResult } from './open-result';
import { emptyCleanHome, openScratch, openWorkspace } from './open-workspace';
import { removeFolder } from './remove-folder';
import { safeName } from './safe-name';
import { withDiskErrors } from './with-disk-errors';

export interface GitRepositoriesOptions {
  readonly home: string;
  readonly crash?: CrashPoints;
  /** Of what is taken over from a workspace; `IMPORT_BOUNDS` where not given. */
  readonly importBounds?: Partial<ImportBounds>;
}

/** Git with the `git` program, everything below one home folder. */
export class GitRepositories implements Repositories {
  private readonly folders: GitFolders;
  private readonly crash: CrashPoints;

  constructor(private readonly options: GitRepositoriesOptions) {
    this.folders = gitFolders(options.home);
    this.crash = options.crash ?? NO_CRASH_POINTS;
  }

  inspect(dir: string): Promise<RepositoryFacts> {
    return inspectRepository(dir);
  }

  checkShares(
    dir: string,
    paths: readonly string[],
  ): Promise<{ readonly shares: readonly string[]; readonly known: readonly string[] }> {
    return checkShares(dir, paths);
  }

  fetchBase(
    project: ProjectFolder,
    commit?: string,
  ): Promise<{ readonly base: string; readonly leftOut: readonly string[] }> {
    return this.step('fetch-base', () => fetchBase(this.folders, project, { commit, crash: this.crash }));
  }

  openWorkspace(project: ProjectFolder, attempt: AttemptKey, base: string): Promise<Workspace> {
    return this.step('open-workspace', () => openWorkspace(this.folders, project, attempt, base));
  }

  openScratch(attempt: AttemptKey): Promise<Workspace> {
    return this.step('open-scratch', () => openScratch(this.folders, attempt));
  }

  importTree(project: ProjectFolder, workspace: Workspace, base: string, signal?: AbortSignal): Promise<ImportedTree> {
    const bounds = { ...IMPORT_BOUNDS, ...this.options.importBounds };
    return this.step('import-tree', () => importTree(this.folders, project, workspace, base, bounds, signal));
  }

  absentFiles(project: ProjectFolder, tree: string, declared: readonly string[]): Promise<readonly string[]> {
    return absentFiles(this.folders.bare(project.id), tree, declared);
  }

  openResult(
    project: ProjectFolder,
    attempt: AttemptKey,
    workspace: Workspace,
    result: { readonly base: string; readonly tree: string },
  ): Promise<void> {
    return this.step('open-result', () =>
      openResult(this.folders, project, attempt, workspace, { ...result, crash: this.crash }),
    );
  }

  merge(project: ProjectFolder, merge: MergeRequest): Promise<MergeResult> {
    return between(this.crash, 'git.merge', () => mergeTree(this.folders.bare(project.id), merge));
  }

  async setTip(project: ProjectFolder, { execution, epoch }: IntegrationBranch, tip: string): Promise<void> {
    const ref = join('refs/nightshift', safeName(execution), epoch === 1 ? 'integration' : `integration-${epoch}`);
    await advanceTip(this.folders.bare(project.id), ref, tip, this.crash);
  }

  /** The user's repository is theirs to mend: until then it is away. */
  async deliver(project: ProjectFolder, delivery: Delivery): Promise<string> {
    try {
      return await deliverBranch(this.folders.bare(project.id), project.dir, delivery, this.crash);
    } catch (cause) {
      if (!isNightshiftError(cause) || !(cause.code === 'GIT_FAILED' || cause.code.startsWith('PROJECT_'))) throw cause;
      throw new UnavailableError('git', cause.message, { cause, ...(cause.hint ? { hint: cause.hint } : {}) });
    }
  }

  apply(dir: string, branch: string): Promise<Applied> {
    return applyBranch(dir, branch);
  }

  emptyCleanHome(workspace: Workspace): Promise<void> {
    return this.step('empty-home', () => emptyCleanHome(workspace));
  }

  async workspaces(): Promise<readonly ExecutionId[]> {
    return (await listWorkspaces(this.options.home)).map(asExecutionId);
  }

  removeWorkspaces(execution: ExecutionId, task?: TaskId): Promise<void> {
    const folder = task === undefined ? this.folders.execution(execution) : this.folders.task({ execution, task });
    return this.step('remove-workspaces', () => removeFolder(folder));
  }

  private step<T>(name: string, work: () => Promise<T>): Promise<T> {
    return withDiskErrors(this.options.home, () => between(this.crash, `git.${name}`, work));
  }
}
