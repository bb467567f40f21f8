import { MemoryPatternStore } from '../../../runtime/adapters/memory/memory-pattern-store';
import { patternStoreContract } from '../../contracts/pattern-store.contract';

patternStoreContract('memory', async () => {
  const store = new MemoryPatternStore();
  return { store, other: store, close: () => store.close() };
});
