import { Client } from 'pg';

/**
 * The folder of a server's data, as the server itself names it: who answers on a port need not be ours.
 * @param superuserUrl - Only a superuser may ask.
 */
export async function dataDirectoryOf(superuserUrl: string): Promise<string> {
  const client = new Client({
    connectionString: superuserUrl,
    connectionTimeoutMillis: 5_000,
    application_name: 'nightshift-launcher',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory ?? '';
  } finally {
    await client.end();
  }
}
