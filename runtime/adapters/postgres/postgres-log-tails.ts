import { logTail } from '../../core/execution/log-tail';
import type { LogTails, StoredTail } from '../../ports/records';
import { plainText } from './plain-text';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

/** Tails of running attempts in Postgres. */
export class PostgresLogTails implements LogTails {
  constructor(private readonly database: PostgresDatabase) {}

  async put({ executionId, task, token, ...piece }: Parameters<LogTails['put']>[0]): Promise<void> {
    const { text, offset } = logTail(piece);
    await this.database.query(PUT, [executionId, task, token, plainText(text), offset]);
  }

  async get(executionId: string, task: number): Promise<StoredTail | undefined> {
    const [row] = await this.database.query<TailRow>(GET, [executionId, task]);
    return row && { token: row.token, text: row.text, offset: Number(row.offset_bytes) };
  }
}

interface TailRow {
  readonly token: number;
  readonly text: string;
  readonly offset_bytes: string;
}

const PUT = callOf('ns_log_tail', 5);
const GET = {
  name: 'ns_get_log_tail',
  text: 'select t.token, t.text, t.offset_bytes from nightshift.log_tails t where t.execution_id = $1 and t.task_no = $2',
};
