import { RequestError } from '../../runtime/core/errors';
import type { HostFindings } from '../../runtime/core/execution/check-places';
import { asTaskId, type ExecutionId, type TaskId } from '../../runtime/core/ids';
import type { HostPlaces } from '../../runtime/ports/host-places';
import type {
  AttemptKey,
  IntegrationBranch,
  MergeRequest,
  MergeResult,
  ProjectFolder,
  Repositories,
  Workspace,
} from '../../runtime/ports/repositories';
import { Random, seedOf } from './random';
import type { Scenario } from './scenario';

/** What an attempt left for its task. */
export interface Work {
  readonly token: number;
  /** Whether the criteria would hold for it. */
  readonly isGood: boolean;
}

/** What a commit has: the work of each task, by the task's id. */
type Content = ReadonlyMap<string, Work>;

interface Commit {
  readonly content: Content;
  readonly parent?: string;
}

interface OpenWorkspace {
  readonly key: AttemptKey;
  readonly base?: string;
  work?: Work;
  /** Agents and commands that run in it. */
  users: number;
}

export const BASE = 'base';

/**
 * Git and the folders of one host, as they outlive its processes. Commits hold what matters to the invariants: whose work is
 * in them. What breaks an invariant is reported as soon as it is done.
 */
export class SimulatedGit implements Repositories, HostPlaces {
  readonly refs = new Map<ExecutionId, string>();
  private readonly epochs = new Map<ExecutionId, number>();
  readonly branches = new Map<string, string>();
  private readonly commits = new Map<string, Commit>([[BASE, { content: new Map() }]]);
  private readonly trees = new Map<string, { readonly task: string; readonly work: Work }>();
  private readonly open = new Map<string, OpenWorkspace>();

  constructor(
    private readonly scenario: Scenario,
    private readonly now: () => number,
    private readonly isQuiet: () => boolean,
    private readonly isCurrent: (key: AttemptKey) => boolean,
    /** Whether a commit stands in the log as a tip of the execution. */
    private readonly isRecorded: (execution: ExecutionId, tip: string) => boolean,
    private readonly report: (invariant: string, message: string) => void,
  ) {}

  /** What is there, as `fsck` looks at it. */
  async look(): Promise<HostFindings> {
    return {
      atMs: this.now(),
      tips: new Map([...this.refs].map(([id, commit]) => [id, { epoch: this.epochs.get(id)!, commit }])),
      workspaces: await this.workspaces(),
      attempts: [],
      logs: [],
      processes: [],
      openFolders: [],
    };
  }

  async *texts(): AsyncIterable<never> {}

  async workspaces(): Promise<readonly ExecutionId[]> {
    return [...new Set([...this.open.values()].map(({ key }) => key.execution))];
  }

  /** The work that a commit has for a task. */
  workIn(commit: string, task: string): Work | undefined {
    return this.commits.get(commit)?.content.get(task);
  }

  isAncestor(commit: string, of: string): boolean {
    for (let at: string | undefined = of; at !== undefined; at = this.commits.get(at)?.parent)
      if (at === commit) return true;
    return false;
  }

  /** The folder of a workspace while somebody works in it. Whoever works says so when it ends. */
  use(dir: string): { write(work: Work): void; read(): Work | undefined; end(): void } {
    const workspace = this.open.get(dir);
    if (!workspace && this.isCurrent(keyOf(dir))) this.report('I18', `Somebody works in ${dir}, which is not there`);
    if (workspace) workspace.users += 1;
    let isInUse = true;
    return {
      write: (work) => {
        if (workspace) workspace.work = work;
      },
      read: () => workspace?.work,
      end: () => {
        if (workspace && isInUse) workspace.users -= 1;
        isInUse = false;
      },
    };
  }

  async inspect(): Promise<never> {
    throw new RequestError('PROJECT_NOT_GIT', 'Nobody looks at folders here');
  }

  async checkShares() {
    return { shares: [], known: [] };
  }

  async fetchBase() {
    return { base: BASE, leftOut: [] };
  }

  async openWorkspace(_project: ProjectFolder, attempt: AttemptKey, base: string): Promise<Workspace> {
    if (!this.commits.has(base)) this.report('I18', `A workspace is opened on ${base}, which no merge made`);
    return this.opened(attempt, base);
  }

  async openScratch(attempt: AttemptKey): Promise<Workspace> {
    return this.opened(attempt);
  }

  async importTree(_project: ProjectFolder, { dir }: Workspace) {
    const workspace = this.open.get(dir);
    if (!workspace) throw new RequestError('WORKSPACE_REFUSED', `${dir} is not there any more`);
    if (workspace.users > 0) this.report('I8', `The tree of ${dir} is taken over while somebody still works in it`);
    const { key, work } = workspace;
    const random = new Random(seedOf(this.scenario.seed, 'import', key.execution, key.task, key.token));
    if (!this.isQuiet() && random.chance(this.scenario.agents.isRefused))
      throw new RequestError('WORKSPACE_REFUSED', `${dir} holds a link that leaves it`);
    if (!work) return { tree: `tree-of-${workspace.base}`, changedFiles: [], ignored: [] };
    const tree = `tree-${key.execution}-${key.task}-${work.token}-${work.isGood}`;
    this.trees.set(tree, { task: key.task, work });
    return { tree, changedFiles: [`${key.task}.ts`], ignored: [] };
  }

  async absentFiles() {
    return [];
  }

  async openResult(
    _project: ProjectFolder,
    _attempt: AttemptKey,
    { dir }: Workspace,
    { tree }: { readonly tree: string },
  ): Promise<void> {
    const workspace = this.open.get(dir);
    if (!workspace) throw new RequestError('WORKSPACE_REFUSED', `${dir} is not there any more`);
    if (workspace.users > 0) this.report('I18', `The criteria get ${dir} while somebody still works in it`);
    const work = this.trees.get(tree)?.work;
    if (work) workspace.work = work;
  }

  async merge(_project: ProjectFolder, { key, tree, tip }: MergeRequest): Promise<MergeResult> {
    const onto = this.commits.get(tip);
    if (!onto) throw new RequestError('GIT_FAILED', `There is no commit ${tip}`);
    const made = this.trees.get(tree);
    if (!made) return { type: 'merged', commit: tip };
    const random = new Random(seedOf(this.scenario.seed, 'merge', key.execution, key.task, key.token));
    if (!this.isQuiet() && tip !== BASE && random.chance(this.scenario.agents.conflicts))
      return { type: 'conflict', files: [`${key.task}.ts`] };
    const commit = `${key.execution}-${seedOf(tip, tree).toString(16)}`;
    this.commits.set(commit, { content: new Map(onto.content).set(made.task, made.work), parent: tip });
    return { type: 'merged', commit };
  }

  async setTip(_project: ProjectFolder, { execution, epoch }: IntegrationBranch, tip: string): Promise<void> {
    if (!this.isRecorded(execution, tip))
      this.report('I8', `The branch of ${execution} goes to ${tip}, which no transition recorded`);
    const there = this.refs.get(execution);
    const isNewer = epoch > (this.epochs.get(execution) ?? 0);
    if (!isNewer && epoch < this.epochs.get(execution)!) return;
    this.epochs.set(execution, epoch);
    if (there === undefined || isNewer || !this.isAncestor(tip, there)) this.refs.set(execution, tip);
  }

  async deliver(
    _project: ProjectFolder,
    { execution, tip }: { readonly execution: ExecutionId; readonly tip: string },
  ): Promise<string> {
    // As the adapter: a branch only moves on, and another content gets another name.
    for (let number = 1; ; number++) {
      const branch = `nightshift/${execution}${number === 1 ? '' : `-${number}`}`;
      const there = this.branches.get(branch);
      if (there !== undefined && this.isAncestor(tip, there)) return branch;
      if (there !== undefined && !this.isAncestor(there, tip)) continue;
      this.branches.set(branch, tip);
      return branch;
    }
  }

  async apply(): Promise<never> {
    throw new RequestError('APPLY_CONFLICT', 'Nobody applies here');
  }

  async emptyCleanHome(): Promise<void> {}

  async removeWorkspaces(execution: ExecutionId, task?: TaskId): Promise<void> {
    for (const [dir, { key }] of this.open)
      if (key.execution === execution && (task === undefined || key.task === task)) this.open.delete(dir);
  }

  private opened(key: AttemptKey, base?: string): Workspace {
    const dir = `/${key.execution}/${key.epoch}/${key.task}/${key.token}`;
    if ((this.open.get(dir)?.users ?? 0) > 0) this.report('I18', `${dir} is opened anew while somebody works in it`);
    this.open.set(dir, { key, ...(base === undefined ? {} : { base }), users: 0 });
    return { dir, home: `${dir}/home`, cleanHome: `${dir}/clean`, readOnly: [], shared: [] };
  }
}

function keyOf(dir: string): AttemptKey {
  const [, execution, epoch, task, token] = dir.split('/');
  return {
    execution: execution as ExecutionId,
    epoch: Number(epoch),
    task: asTaskId(task ?? ''),
    token: Number(token),
  };
}
