import { openPool } from '../../runtime/adapters/postgres/open-pool';
import { PostgresWorkerStore } from '../../runtime/adapters/postgres/postgres-worker-store';
import { asWorkerId } from '../../runtime/core/ids';

/** A process that registers as a worker under the id that it is given, tells its parent how that went, and stays. */
async function main(url: string, id: string): Promise<void> {
  const database = openPool(url, { name: 'nightshift-test', statementTimeoutMs: 10_000 });
  try {
    await new PostgresWorkerStore(database).register({
      id: asWorkerId(id),
      host: 'here',
      pid: process.pid,
      slots: 1,
      capabilities: [],
    });
    process.send!('registered');
    setInterval(() => undefined, 1_000);
  } catch (error) {
    process.send!((error as { readonly code?: string }).code ?? String(error));
    await database.close();
    process.disconnect();
  }
}

void main(process.argv[2]!, process.argv[3]!);
