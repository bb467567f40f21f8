import { storedMomentsContract } from '../contracts/stored-moments.contract';
import { openMemoryStores } from '../support/memory-stores';
import { openPostgresStores } from '../support/postgres-stores';

storedMomentsContract('memory', async () => openMemoryStores());
storedMomentsContract('Postgres', openPostgresStores);
