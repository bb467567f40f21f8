import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProcessFacts, readProcess } from './process-table';

const FILE = 'run';

type Named = Pick<ProcessFacts, 'pid' | 'startedAt'>;

/** What must be known of a bare run to end it after the process that started it is gone. */
export interface RunNote {
  readonly owner: Named;
  readonly leader: Named;
  /** As `NAME=value`. */
  readonly marker: string;
}

/** Notes the run that `leader` leads in its private folder, before its program begins. Nothing without `/proc`. */
export async function writeRunNote(folder: string, leader: number, marker: string): Promise<void> {
  const [owner, led] = await Promise.all([readProcess(process.pid), readProcess(leader)]);
  if (owner === undefined || led === undefined) return;
  const note: RunNote = {
    owner: { pid: owner.pid, startedAt: owner.startedAt },
    leader: { pid: led.pid, startedAt: led.startedAt },
    marker,
  };
  await writeFile(join(folder, `${FILE}.new`), JSON.stringify(note), { mode: 0o600 });
  await rename(join(folder, `${FILE}.new`), join(folder, FILE));
}

/** The note in a private folder; undefined where there is none, or none that can be read. */
export async function readRunNote(folder: string): Promise<RunNote | undefined> {
  try {
    const { owner, leader, marker } = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
    if (!isNamed(owner) || !isNamed(leader) || typeof marker !== 'string' || marker.length < 32) return undefined;
    return { owner, leader, marker };
  } catch {
    return undefined;
  }
}

function isNamed(value: unknown): value is Named {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value)) return false;
  return Number.isSafeInteger(value.pid) && Number(value.pid) > 1 && typeof value.startedAt === 'string';
}
