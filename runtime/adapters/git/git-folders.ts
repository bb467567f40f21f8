import { join } from 'node:path';
import type { ExecutionId, ProjectId } from '../../core/ids';
import type { AttemptKey } from '../../ports/repositories';
import { safeName } from './safe-name';

/** Where everything of git lies below the home folder. */
export interface GitFolders {
  bare(project: ProjectId): string;
  execution(execution: ExecutionId): string;
  task(key: Pick<AttemptKey, 'execution' | 'task'>): string;
  /** Kept from attempt to attempt. */
  home(key: AttemptKey): string;
  /** Of one attempt: `work` is the workspace, `clean-home` the HOME of its criteria, `index` what git knows of it. */
  attempt(key: AttemptKey): string;
}

/** The layout below `home`. Ids become names without separators, so none of them leads elsewhere. */
export function gitFolders(home: string): GitFolders {
  const execution = (id: ExecutionId): string => join(home, 'workspaces', safeName(id));
  const task = (key: Pick<AttemptKey, 'execution' | 'task'>): string =>
    join(execution(key.execution), safeName(key.task));
  return {
    bare: (project) => join(home, 'projects', safeName(project), 'repo.git'),
    execution,
    task,
    home: (key) => join(task(key), 'home'),
    attempt: (key) => join(task(key), `${key.epoch}-${key.token}`),
  };
}
