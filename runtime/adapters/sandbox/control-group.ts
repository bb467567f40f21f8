import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessLimits } from '../../ports/sandbox';
import { removeLeftovers } from './remove-leftovers';
import { waitUntilGone } from './wait-until-gone';

const GROUP_PREFIX = 'nightshift-';

/** A control group of one run: its limits hold for all its processes together, and it knows them all. */
export interface ControlGroup {
  /** Files to write `0` into, by the process that is to join. */
  readonly joinFiles: readonly string[];
  /** Ids of the processes in it. */
  processes(): Promise<readonly number[]>;
  /** Removes it; it must be empty. */
  remove(): Promise<void>;
}

/**
 * A new control group with a limit on processes and memory, as far as this host lets us make one: version 1 `pids` and
 * `memory`, or version 2 below `/sys/fs/cgroup/nightshift`. Undefined where it does not; `prlimit` is what is left then.
 *
 * Why: the kernel does not count root's processes against `prlimit --nproc`, and `--data` binds each process alone.
 */
export async function openControlGroup(
  limits: ProcessLimits,
  root = '/sys/fs/cgroup',
): Promise<ControlGroup | undefined> {
  const name = `${GROUP_PREFIX}${process.pid}-${randomUUID()}`;
  const folders: string[] = [];
  for (const parent of await parents(root)) {
    const folder = join(parent, name);
    try {
      await mkdir(folder);
    } catch {
      // Not ours to write, or read-only: this controller does without.
      continue;
    }
    try {
      await setLimit(folder, ['pids.max'], limits.processes);
      await setLimit(folder, ['memory.max', 'memory.limit_in_bytes'], limits.memoryBytes);
      folders.push(folder);
    } catch {
      // A group that takes no limits is of no use.
      await removeGroup(folder);
    }
  }
  if (folders.length === 0) return undefined;
  return {
    joinFiles: folders.map((folder) => join(folder, 'cgroup.procs')),
    processes: () => processesOf(folders),
    remove: async () => {
      for (const folder of folders) await removeGroup(folder);
    },
  };
}

/** Ends what is in the groups of processes that were killed before they could, waits until it is gone, and removes them. */
export async function removeLeftoverGroups(root = '/sys/fs/cgroup'): Promise<void> {
  for (const parent of await parents(root)) {
    await removeLeftovers(parent, GROUP_PREFIX, 'groups', (folder) => waitUntilGone(() => processesOf([folder])));
  }
}

async function processesOf(folders: readonly string[]): Promise<readonly number[]> {
  const lists = await Promise.all(
    folders.map((folder) => readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '')),
  );
  // A process of another pid namespace is shown as 0, and to kill 0 is to kill ourselves.
  return [...new Set(lists.flatMap((list) => list.split('\n').map(Number)))].filter((pid) => pid > 0);
}

async function parents(root: string): Promise<readonly string[]> {
  const own = await readFile('/proc/self/cgroup', 'utf8').catch(() => '');
  const found: string[] = [];
  for (const controller of ['pids', 'memory']) {
    const line = own.split('\n').find((text) => text.split(':')[1]?.split(',').includes(controller));
    if (line !== undefined) found.push(join(root, controller, line.split(':').slice(2).join(':')));
  }
  if (found.length > 0) return found;
  const available = await readFile(join(root, 'cgroup.subtree_control'), 'utf8').catch(() => '');
  if (!available.includes('pids')) return [];
  const folder = join(root, 'nightshift');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'cgroup.subtree_control'), '+pids +memory');
  } catch {
    // A plain user may not; the limits of prlimit hold for one.
    return [];
  }
  return [folder];
}

async function setLimit(folder: string, files: readonly string[], value: number): Promise<void> {
  for (const file of files) {
    const path = join(folder, file);
    const isThere = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (isThere) await writeFile(path, String(value));
  }
}

/** The kernel says EBUSY for a moment after the last process has gone. */
async function removeGroup(folder: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rmdir(folder);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') return;
      if (code !== 'EBUSY' || attempt === 50) throw error;
    }
    await delay(Math.min(2 ** attempt, 50));
  }
}
