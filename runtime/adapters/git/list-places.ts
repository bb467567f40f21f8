import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './run-git';

/** Names of executions that have workspaces below a home folder. */
export const listWorkspaces = (home: string): Promise<readonly string[]> => namesIn(join(home, 'workspaces'));

/** The commit of every integration branch in the repositories below a home folder, by execution. */
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
    for (const line of stdout.split('\n')) {
      const [, commit, execution] = /^(\S+) refs\/nightshift\/([^/]+)\/integration$/.exec(line) ?? [];
      if (commit !== undefined && execution !== undefined) tips.set(execution, commit);
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
