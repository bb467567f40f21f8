import { executionStoreContract } from '../contracts/execution-store.contract';
import { openPostgresStores } from '../support/postgres-stores';

executionStoreContract('Postgres', openPostgresStores);
