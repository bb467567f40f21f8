import { executionStoreContract } from '../contracts/execution-store.contract';
import { loopStoreContract } from '../contracts/loop-store.contract';
import { outboxContract } from '../contracts/outbox.contract';
import { recordsContract } from '../contracts/records.contract';
import { workerStoreContract } from '../contracts/worker-store.contract';
import { openMemoryStores } from '../support/memory-stores';

executionStoreContract('memory', async () => openMemoryStores());
loopStoreContract('memory', async () => openMemoryStores());
workerStoreContract('memory', async () => openMemoryStores());
outboxContract('memory', async () => openMemoryStores());
recordsContract('memory', async () => openMemoryStores());
