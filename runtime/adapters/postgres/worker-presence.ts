import { Client } from 'pg';

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

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'nightshift-launcher',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end();
  }
}
