import { MemoryResearcher } from '../../../runtime/adapters/memory/memory-researcher';
import { QUESTION, researcherContract } from '../../contracts/researcher.contract';

researcherContract('memory', async () => ({
  researcher: new MemoryResearcher({
    [QUESTION]: {
      answer: 'It is 8.23.1 [1].',
      sources: [{ title: 'pg on npm', url: 'https://www.npmjs.com/package/pg' }],
      model: 'sonar',
      costUsd: 0.006,
    },
  }),
  close: async () => undefined,
}));
