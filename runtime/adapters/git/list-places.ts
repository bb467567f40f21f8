import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptPlace, BranchPlace } from '../../core/execution/check-places';
import { runGit } from './run-git';

/** Names of executions that have workspaces below a home folder. */
export const listWorkspaces = (home: string): Promise<readonly string[]> => namesIn(join(home, 'workspaces'));

/** Workspaces of single attempts below a home folder. Where an id is no name of a folder, its name stands in its place. */
export async function listAttempts(home: string): Promise<readonly AttemptPlace[]> {
  const places: AttemptPlace[] = [];
  for (const executionId of await listWorkspaces(home)) {
    const tasks = join(home, 'workspaces', executionId);
    for (const task of await namesIn(tasks)) {
      for (const name of await namesIn(join(tasks, task))) {
        const [, epoch, token] = /^(\d+)-(\d+)$/.exec(name) ?? [];
        if (epoch !== undefined) places.push({ executionId, task, epoch: Number(epoch), token: Number(token) });
      }
    }
  }
  return places;
}

/** The newest epoch's integration branch of every execution in the repositories below a home folder. */
export async function listTips(home: string): Promise<ReadonlyMap<string, BranchPlace>> {
  const tips = new Map<string, BranchPlace>();
  for (const project of await namesIn(join(home, 'projects'))) {
    const { stdout, code } = await runGit({
      args: [
        `--git-dir=${join(home, 'projects', project, 'repo.git')}`,
        'for-each-ref',
        '--format=%(objectname) %(refname)',
        'refs/nightshift',
      ],
      answers: [0, 128],
    });
    if (code !== 0) continue;
    for (const line of stdout.split('\n')) {
      const [, commit, execution, no] = /^(\S+) refs\/nightshift\/([^/]+)\/integration(?:-(\d+))?$/.exec(line) ?? [];
      const epoch = Number(no ?? 1);
      if (commit === undefined || execution === undefined || epoch < (tips.get(execution)?.epoch ?? 0)) continue;
      tips.set(execution, { epoch, commit });
    }
  }
  return tips;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return [];
    throw cause;
  }
}
