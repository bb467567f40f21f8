import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listAttempts, listTips, listWorkspaces } from '../adapters/git/list-places';
import { LocalWorkProcesses } from '../adapters/sandbox/working-processes';
import type { HostFindings } from '../core/execution/check-places';
import type { StoredText } from '../core/execution/check-secrets';
import type { StoredLogs } from '../ports/attempt-logs';
import type { Clock } from '../ports/clock';
import type { HostPlaces } from '../ports/host-places';
import { foldersOpenToOthers } from './open-to-others';

/** Of a log at a time, and how much of it again with the next part: more than a secret with breaks in it is long. */
const PART_BYTES = 1024 * 1024;
const OVERLAP = 4_096;

/** What lies below the home folder of this host, and who works for it. */
export class LocalPlaces implements HostPlaces {
  constructor(
    private readonly home: string,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly logs: Pick<StoredLogs, 'executions'>,
  ) {}

  async look(): Promise<HostFindings> {
    const atMs = this.clock.now();
    const [tips, workspaces, attempts, processes, logs] = await Promise.all([
      listTips(this.home),
      listWorkspaces(this.home),
      listAttempts(this.home),
      new LocalWorkProcesses().list(),
      this.logs.executions(),
    ]);
    return { atMs, tips, workspaces, attempts, logs, processes, openFolders: foldersOpenToOthers(this.home) };
  }

  async *texts(): AsyncIterable<StoredText> {
    const folder = join(this.home, 'logs');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) for await (const text of partsOf(path)) yield { where: `The log ${path}`, text };
    }
  }
}

/** A log may go while it is read: retention does not wait. */
async function* partsOf(path: string): AsyncIterable<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return;
  try {
    let before = '';
    for await (const chunk of file.createReadStream({
      encoding: 'utf8',
      highWaterMark: PART_BYTES,
      autoClose: false,
    })) {
      const text = before + String(chunk);
      yield text;
      before = text.slice(-OVERLAP);
    }
  } finally {
    await file.close();
  }
}
