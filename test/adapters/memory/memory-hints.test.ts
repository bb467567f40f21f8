import { MemoryHints } from '../../../runtime/adapters/memory/memory-hints';
import { hintsContract } from '../../contracts/hints.contract';

hintsContract('memory', { doesWait: true }, async () => {
  const hints = new MemoryHints();
  return { sender: hints, receiver: hints, close: async () => undefined };
});
