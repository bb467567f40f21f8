import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MergeRequest, Repositories, Workspace } from '../../../runtime/ports/repositories';
import { DATE, EXECUTION, keyOf, type UserRepositoryFixture, userRepository } from '../../support/user-repository';

/** A user's repository and the adapter on an empty home, anew for each test, and the steps that most tests take. */
export class RepositoriesBench {
  user!: UserRepositoryFixture;
  repositories!: Repositories;

  constructor(private readonly openIn: (home: string) => Repositories) {}

  begin(): void {
    this.user = userRepository();
    this.repositories = this.openIn(join(this.user.root, 'nightshift home'));
  }

  end(): void {
    spawnSync('chmod', ['-R', 'u+rwX', this.user.root]);
    rmSync(this.user.root, { recursive: true, force: true });
  }

  async open(task = 'task-1', token = 1): Promise<{ base: string; workspace: Workspace }> {
    const { base } = await this.repositories.fetchBase(this.user.project);
    return { base, workspace: await this.repositories.openWorkspace(this.user.project, keyOf(task, token), base) };
  }

  put(workspace: Workspace, path: string, text: string): void {
    mkdirSync(dirname(join(workspace.dir, path)), { recursive: true });
    writeFileSync(join(workspace.dir, path), text);
  }

  importOf(workspace: Workspace, base: string): ReturnType<Repositories['importTree']> {
    return this.repositories.importTree(this.user.project, workspace, base);
  }

  /** Does one task from its workspace to the merge. */
  async work(
    task: string,
    tip: string,
    base: string,
    change: (workspace: Workspace) => void,
  ): ReturnType<Repositories['merge']> {
    const workspace = await this.repositories.openWorkspace(this.user.project, keyOf(task), base);
    change(workspace);
    const { tree } = await this.importOf(workspace, base);
    return this.repositories.merge(this.user.project, this.request(task, { base, tree, tip }));
  }

  request(task: string, ids: Pick<MergeRequest, 'base' | 'tree' | 'tip'>): MergeRequest {
    return { ...ids, key: keyOf(task), message: `Do ${task}\n\nBecause.`, date: DATE };
  }

  async merged(result: ReturnType<Repositories['merge']>): Promise<string> {
    const answer = await result;
    if (answer.type !== 'merged') throw new Error(`conflict in ${answer.files.join()}`);
    return answer.commit;
  }

  deliver(tip: string, title = 'Ship it'): ReturnType<Repositories['deliver']> {
    return this.repositories.deliver(this.user.project, { execution: EXECUTION, tip, title });
  }
}
