import type { Inbox } from '../../ports/records';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

/** Ids of signed bodies in Postgres; each is applied once (I16). */
export class PostgresInbox implements Inbox {
  constructor(private readonly database: PostgresDatabase) {}

  async accept(id: string, digest: string): Promise<boolean> {
    const [row] = await this.database.query<{ ns_inbox_accept: boolean }>(ACCEPT, [id, digest]);
    return row?.ns_inbox_accept === true;
  }
}

const ACCEPT = callOf('ns_inbox_accept', 2);
