import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftoverGroups } from './control-group';
import { FOLDER_PREFIX, shortTemporaryFolder } from './private-folder';
import { findTwice, readProcess } from './process-table';
import { removeLeftovers } from './remove-leftovers';
import { type RunNote, readRunNote } from './run-note';
import { killQuietly, waitUntilGone } from './wait-until-gone';

/**
 * Ends the runs of killed processes and removes what they left: resolves once their processes are gone, so that nothing
 * new runs beside them. A worker asks for it before it takes tasks. Runs of living processes are left alone.
 *
 * @throws {InvariantError} `BUG_PROCESS_SURVIVED` when something outlives 30 s of SIGKILL.
 */
export async function endLeftoverRuns(temporary: string = shortTemporaryFolder()): Promise<void> {
  const names = await readdir(temporary).catch(() => []);
  await Promise.all(
    names
      .filter((name) => name.startsWith(FOLDER_PREFIX))
      .map(async (name) => {
        const folder = join(temporary, name);
        const note = (await isOurs(folder)) ? await readRunNote(folder) : undefined;
        if (note !== undefined && !(await isRunning(note.owner))) await end(note);
      }),
  );
  await removeLeftoverGroups();
  await removeLeftovers(temporary, FOLDER_PREFIX, 'folders');
}

/** The group is killed only while its leader is the process of the note: numbers are given out again. */
async function end({ leader, marker }: RunNote): Promise<void> {
  const group = (await isRunning(leader)) ? leader.pid : undefined;
  if (group !== undefined) killQuietly(-group);
  await waitUntilGone(() => findTwice(group, marker));
}

async function isRunning({ pid, startedAt }: RunNote['leader']): Promise<boolean> {
  const facts = await readProcess(pid);
  return facts !== undefined && !facts.isDead && facts.startedAt === startedAt;
}

/** The temporary folder is everybody's; what another user put there is not believed. */
async function isOurs(folder: string): Promise<boolean> {
  const facts = await lstat(folder).catch(() => undefined);
  return facts?.isDirectory() === true && facts.uid === process.getuid?.() && (facts.mode & 0o077) === 0;
}
