import type { AuditLog } from '../../ports/records';
import { plainText } from './plain-text';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

/** Who asked for what, in Postgres; rows can only be added (S-44). */
export class PostgresAuditLog implements AuditLog {
  constructor(private readonly database: PostgresDatabase) {}

  async write({ actor, action, target, outcome, detail }: Parameters<AuditLog['write']>[0]): Promise<void> {
    const values = [plainText(actor), plainText(action), plainText(target) ?? null, outcome, plainText(detail) ?? null];
    await this.database.query(WRITE, values);
  }
}

const WRITE = callOf('ns_audit', 5);
