import { logTail } from '../../core/execution/log-tail';
import type { LogTails } from '../../ports/records';
import { plainText } from './plain-text';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

/** Tails of running attempts in Postgres. */
export class PostgresLogTails implements LogTails {
  constructor(private readonly database: PostgresDatabase) {}

  async put({ executionId, task, token, text }: Parameters<LogTails['put']>[0]): Promise<void> {
    await this.database.query(PUT, [executionId, task, token, plainText(logTail(text))]);
  }

  async get(executionId: string, task: number): Promise<string | undefined> {
    const [row] = await this.database.query<{ text: string }>(GET, [executionId, task]);
    return row?.text;
  }
}

const PUT = callOf('ns_log_tail', 4);
const GET = {
  name: 'ns_get_log_tail',
  text: 'select t.text from nightshift.log_tails t where t.execution_id = $1 and t.task_no = $2',
};
