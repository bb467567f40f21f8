import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { ProcessLimits } from '../../ports/sandbox';

const ROWS = {
  nproc: 'Max processes',
  nofile: 'Max open files',
  fsize: 'Max file size',
  cpu: 'Max cpu time',
  data: 'Max data size',
  core: 'Max core file size',
} as const;

const OPEN_FILES = 8_192;

/**
 * The arguments of `prlimit` for one run. Memory is `--data`, not `--as`: Node maps far more addresses than it uses.
 * Nothing is asked for beyond what this process may have itself, since a limit cannot be raised.
 *
 * @param withProcesses - False where `--nproc` would count processes of the same user that are not of this run.
 */
export function limitArguments(limits: ProcessLimits, withProcesses: boolean): readonly string[] {
  const wanted = {
    ...(withProcesses ? { nproc: limits.processes } : {}),
    nofile: OPEN_FILES,
    fsize: limits.fileBytes,
    // Per process and over all its threads, so wall time on every core.
    cpu: Math.ceil(limits.timeMs / 1000) * availableParallelism() + 1,
    data: limits.memoryBytes,
    core: 0,
  };
  const own = readFileSync('/proc/self/limits', 'utf8');
  return Object.entries(wanted).map(([name, value]) => {
    const row = own.split('\n').find((line) => line.startsWith(ROWS[name as keyof typeof ROWS]));
    const hard = row?.slice(26).trim().split(/\s+/)[1];
    const bound = hard === undefined || hard === 'unlimited' ? value : Math.min(value, Number(hard));
    return `--${name}=${bound}:${bound}`;
  });
}
