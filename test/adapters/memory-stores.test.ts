import { executionStoreContract } from '../contracts/execution-store.contract';
import { openMemoryStores } from '../support/memory-stores';

executionStoreContract('memory', async () => openMemoryStores());
