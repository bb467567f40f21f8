import { sha256 } from '../../core/execution/hash-event';
import type { ArtifactStore } from '../../ports/records';
import type { PostgresDatabase } from './postgres-database';
import { sqlState } from './sql-state';

/** Outputs and logs in Postgres, by the digest of their bytes. */
export class PostgresArtifactStore implements ArtifactStore {
  constructor(private readonly database: PostgresDatabase) {}

  async put({ executionId, task, token, kind, bytes }: Parameters<ArtifactStore['put']>[0]): Promise<string> {
    const digest = sha256(bytes);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const values = [digest, buffer, bytes.byteLength, kind, executionId, task, token];
    try {
      await this.database.query(PUT, values);
    } catch (error) {
      // It was there, used by nobody, and was being removed: now it is not.
      if (sqlState(error).code !== FOREIGN_KEY_VIOLATION) throw error;
      await this.database.query(PUT, values);
    }
    return digest;
  }

  async get(digest: string): Promise<Uint8Array | undefined> {
    const [row] = await this.database.query<{ bytes: Buffer }>(GET, [digest]);
    return row && new Uint8Array(row.bytes);
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

const PUT = {
  name: 'ns_put_artifact',
  text: `with stored as (
      insert into nightshift.artifacts (digest, bytes, size, kind, execution_id, conversation_id, task_no, token)
      select $1, $2, $3, $4, $5::uuid, (select x.conversation_id from nightshift.executions x where x.id = $5::uuid), $6::integer, $7::integer
      where not exists (select from nightshift.artifacts a where a.digest = $1)
      on conflict (digest) do nothing)
    insert into nightshift.artifact_uses (digest, execution_id, conversation_id)
      select $1, $5::uuid, (select x.conversation_id from nightshift.executions x where x.id = $5::uuid)
      on conflict do nothing`,
};
const GET = { name: 'ns_artifact', text: 'select a.bytes from nightshift.artifacts a where a.digest = $1' };
