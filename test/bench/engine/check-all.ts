import { openPool } from '../../../runtime/adapters/postgres/open-pool';
import { PostgresStoredMoments } from '../../../runtime/adapters/postgres/read-for-fsck';
import { type FsckResult, fsck } from '../../../runtime/app/fsck';

/** What was measured must also be right: every execution of the benchmark is folded anew, as `nightshift fsck` does. */
export async function checkAll(url: string): Promise<FsckResult> {
  const database = openPool(url, { name: 'nightshift-bench-check', statementTimeoutMs: 600_000 });
  try {
    return await fsck({ moments: new PostgresStoredMoments(database) });
  } finally {
    await database.close();
  }
}
