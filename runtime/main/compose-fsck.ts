import { PostgresStoredMoments } from '../adapters/postgres/read-for-fsck';
import type { FsckDeps } from '../app/fsck';
import { schedulingCapacity } from '../app/scheduling-capacity';
import type { Core } from './compose-core';
import { LocalPlaces } from './local-places';

/** What the check of the invariants reads: this host's folders and processes, and one snapshot of the database, with the application's own rights. */
export const composeFsck = ({
  database,
  secrets,
  config,
  clock,
  time,
  workers,
  attemptLogs,
}: Pick<Core, 'database' | 'secrets' | 'config' | 'clock' | 'time' | 'workers' | 'attemptLogs'>): FsckDeps => ({
  moments: new PostgresStoredMoments(database),
  secrets,
  places: new LocalPlaces(config.home, clock, attemptLogs),
  lateness: async () => ({
    nowMs: (await time.now()).getTime(),
    keep: config.keepDays,
    capacity: await schedulingCapacity({ workers }),
  }),
});
