import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './run-git';

/** Names of executions that have workspaces below a home folder. */
export const listWorkspaces = (home: string): Promise<readonly string[]> => namesIn(join(home, 'workspaces'));

/** The commit of the newest epoch's integration branch of every execution the repositories below a home folder. */
export async function listTips(home: string): Promise<ReadonlyMap<string, string>> {
  const tips = new Map<string, string>();
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
    const newest = new Map<string, number>();
    for (const line of stdout.split('\n')) {
      const [, commit, execution, no] = /^(\S+) refs\/nightshift\/([^/]+)\/integration(?:-(\d+))?$/.exec(line) ?? [];
      const epoch = Number(no ?? 1);
      if (commit === undefined || execution === undefined || epoch < (newest.get(execution) ?? 0)) continue;
      newest.set(execution, epoch);
      tips.set(execution, commit);
    }
  }
  return tips;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
