import { readdir, readFile } from 'node:fs/promises';
import type { WorkingProcess } from '../../core/execution/check-places';
import { readProcess } from './process-table';

/** Living processes that were started for a task, by the environment that every agent and criterion gets. Empty without `/proc`. */
export async function workingProcesses(): Promise<readonly WorkingProcess[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(workOf));
  return found.filter((work) => work !== undefined);
}

async function workOf(pid: number): Promise<WorkingProcess | undefined> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  const value = (name: string): string | undefined => {
    const start = `${name}=`;
    return environment
      .split('\0')
      .find((pair) => pair.startsWith(start))
      ?.slice(start.length);
  };
  const executionId = value('NIGHTSHIFT_EXECUTION');
  if (executionId === undefined || (await readProcess(pid))?.isDead !== false) return undefined;
  return { pid, executionId, task: value('NIGHTSHIFT_TASK') ?? 'a task' };
}
