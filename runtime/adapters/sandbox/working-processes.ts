import { readFile, readlink } from 'node:fs/promises';
import type { WorkingProcess } from '../../core/execution/working-process';
import type { WorkProcesses } from '../../ports/work-processes';
import { processIds, readProcess } from './process-table';
import { waitUntilGone } from './wait-until-gone';

/** In the environment of gateways and workers. */
const PART = 'NIGHTSHIFT_PART=';

type Named = Pick<WorkingProcess, 'pid' | 'startedAt'>;

/** Living processes that were started for a task, from `/proc`; none without it. */
export class LocalWorkProcesses implements WorkProcesses {
  async list(): Promise<readonly WorkingProcess[]> {
    const found = await Promise.all((await processIds()).map(workOf));
    return found.filter((work) => work !== undefined);
  }

  async end(processes: readonly WorkingProcess[]): Promise<void> {
    const all = [...processes, ...(await companions(processes))];
    await waitUntilGone(async () => (await Promise.all(all.map(livingId))).filter((pid) => pid !== undefined));
  }
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
  if (executionId === undefined) return undefined;
  const facts = await readProcess(pid);
  if (facts === undefined || facts.isDead) return undefined;
  const token = Number(value('NIGHTSHIFT_FENCE'));
  return {
    pid,
    startedAt: facts.startedAt,
    executionId,
    task: value('NIGHTSHIFT_TASK') ?? 'a task',
    ...(Number.isSafeInteger(token) && token > 0 ? { token } : {}),
  };
}

/**
 * All that share a sandbox's pid namespace with them, so that nothing is left that gave its environment away. A namespace in which a part
 * of nightshift runs is no sandbox but a container.
 */
async function companions(processes: readonly Named[]): Promise<readonly Named[]> {
  const own = await namespaceOf(process.pid);
  const theirs = new Set(await Promise.all(processes.map(({ pid }) => namespaceOf(pid))));
  theirs.delete(own);
  theirs.delete(undefined);
  if (own === undefined || theirs.size === 0) return [];
  const inThem = await Promise.all(
    (await processIds()).map(async (pid) => ({ pid, namespace: await namespaceOf(pid) })),
  );
  const found: Named[] = [];
  for (const namespace of theirs) {
    const pids = inThem.filter((one) => one.namespace === namespace).map(({ pid }) => pid);
    if ((await Promise.all(pids.map(isPart))).includes(true)) continue;
    const facts = await Promise.all(pids.map(readProcess));
    found.push(...facts.filter((one) => one !== undefined));
  }
  return found;
}

const isPart = async (pid: number): Promise<boolean> =>
  (await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')).split('\0').some((pair) => pair.startsWith(PART));

const namespaceOf = (pid: number): Promise<string | undefined> =>
  readlink(`/proc/${pid}/ns/pid`).catch(() => undefined);

/** Undefined once it is gone, also where its number was given out again. */
async function livingId({ pid, startedAt }: Named): Promise<number | undefined> {
  const facts = await readProcess(pid);
  return facts && !facts.isDead && facts.startedAt === startedAt ? pid : undefined;
}
