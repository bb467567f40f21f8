import { PostgresStoredMoments } from '../adapters/postgres/read-for-fsck';
import type { FsckDeps } from '../app/fsck';
import type { Core } from './compose-core';

/** What the check of the invariants reads: one snapshot of the database, with the application's own rights. */
export const composeFsck = ({ database, secrets }: Pick<Core, 'database' | 'secrets'>): FsckDeps => ({
  moments: new PostgresStoredMoments(database),
  secrets,
});
