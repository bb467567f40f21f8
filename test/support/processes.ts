import { readdirSync, readFileSync } from 'node:fs';

/** Ids of living processes that were given `NAME=value` of the environment at their start. Linux only. */
export function processesGiven(variable: string): readonly number[] {
  return everyProcess().filter(
    (pid) => isRunning(pid) && read(pid, 'environ')?.split('\0').includes(variable) === true,
  );
}

/** A process and all that descend from it. Linux only. */
export function familyOf(pid: number): readonly number[] {
  const parents = new Map(everyProcess().map((each) => [each, parentOf(each)]));
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family;
}

/** True while there is such a process and it is more than an entry that waits for its parent. */
export function isRunning(pid: number): boolean {
  const stat = statOf(pid);
  if (stat === undefined || stat[0] === 'X') return false;
  // The first thread of a process may be over while others still hold its files and ports.
  return stat[0] !== 'Z' || Number(stat[17]) > 1;
}

/** SIGKILL; that there is no such process any more is what was wanted. */
export function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function everyProcess(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined; // it ended meanwhile, or is somebody else's
  }
}

function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** From the state on: the name before it may hold anything. */
function statOf(pid: number): readonly string[] | undefined {
  const stat = read(pid, 'stat');
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}
