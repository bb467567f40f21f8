import { withClient } from './launcher-client';

/** True once the worker with this process number has registered and was not found gone. */
export async function isWorkerPresent(url: string, pid: number): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rowCount } = await client.query('select from nightshift.workers where pid = $1 and gone_at is null', [pid]);
    return (rowCount ?? 0) > 0;
  });
}

/** Says that a worker's process has ended, seen with our own eyes: what it held is taken back at once. Safe to repeat. */
export async function reportWorkerExit(url: string, host: string, pid: number): Promise<void> {
  await withClient(url, (client) => client.query('select nightshift.ns_report_exit($1, $2)', [host, pid]));
}
