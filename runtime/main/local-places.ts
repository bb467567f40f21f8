import { stat } from 'node:fs/promises';
import { listTips, listWorkspaces } from '../adapters/git/list-places';
import { workingProcesses } from '../adapters/sandbox/working-processes';
import type { HostFindings } from '../core/execution/check-places';
import type { Clock } from '../ports/clock';
import type { HostPlaces } from '../ports/host-places';

/** What lies below the home folder of this host, and who works for it. */
export class LocalPlaces implements HostPlaces {
  constructor(
    private readonly home: string,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  async look(): Promise<HostFindings> {
    const atMs = this.clock.now();
    const [tips, workspaces, processes, mode] = await Promise.all([
      listTips(this.home),
      listWorkspaces(this.home),
      workingProcesses(),
      stat(this.home).then(
        (facts) => facts.mode,
        () => 0,
      ),
    ]);
    return { atMs, tips, workspaces, processes, openFolders: (mode & 0o077) === 0 ? [] : [this.home] };
  }
}
