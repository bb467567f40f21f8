import { executionStoreContract } from '../contracts/execution-store.contract';
import { loopStoreContract } from '../contracts/loop-store.contract';
import { outboxContract } from '../contracts/outbox.contract';
import { recordsContract } from '../contracts/records.contract';
import { workerStoreContract } from '../contracts/worker-store.contract';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import type { Stores } from '../support/stores';

let shared: PostgresStores | undefined;
const open = async (): Promise<Stores> => {
  shared ??= await openPostgresStores();
  return { ...shared, close: async () => undefined };
};
afterAll(() => shared?.close());

executionStoreContract('Postgres', open);
loopStoreContract('Postgres', open);
workerStoreContract('Postgres', open);
outboxContract('Postgres', open);
recordsContract('Postgres', open);
