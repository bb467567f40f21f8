import { readdir, readFile } from 'node:fs/promises';

/** A process as `/proc` shows it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly group: number;
  readonly session: number;
  /** True for one that has ended and only waits to be collected. */
  readonly isDead: boolean;
  /** Clock ticks since boot; with the pid it names a process for ever. */
  readonly startedAt: string;
}

/** Ids of all processes; none where there is no `/proc`. */
export const processIds = async (): Promise<readonly number[]> =>
  (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);

/** What `/proc` says of a process; undefined when there is none of that id. */
export async function readProcess(pid: number): Promise<ProcessFacts | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name stands in brackets and may itself hold brackets and spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    isDead: fields[0] === 'Z' || fields[0] === 'X',
    group: Number(fields[2]),
    session: Number(fields[3]),
    startedAt: fields[19] ?? '',
  };
}

/**
 * Living processes that belong to a run: those of its group or session, and those whose environment carries `marker`,
 * which also finds daemons that left both. Empty where there is no `/proc`.
 *
 * @param leader - Of the group and the session; without one the marker alone tells.
 */
export async function findProcesses(leader: number | undefined, marker: string): Promise<readonly ProcessFacts[]> {
  const pids = await processIds();
  const found = await Promise.all(
    pids.map(async (pid) => {
      const facts = await readProcess(pid);
      if (facts === undefined || facts.isDead || pid === process.pid) return undefined;
      if (facts.group === leader || facts.session === leader) return facts;
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return environment.split('\0').includes(marker) ? facts : undefined;
    }),
  );
  return found.filter((facts) => facts !== undefined);
}

/**
 * The ids of `findProcesses`; none means none twice: a process that is just being replaced by another program shows no
 * environment for a moment.
 */
export async function findTwice(leader: number | undefined, marker: string): Promise<readonly number[]> {
  const found = await findProcesses(leader, marker);
  return (found.length > 0 ? found : await findProcesses(leader, marker)).map((facts) => facts.pid);
}
