import type { Researcher } from '../../runtime/ports/researcher';
import { verifies } from '../support/verifies';

export interface ResearcherHarness {
  readonly researcher: Researcher;
  readonly close: () => Promise<void>;
}

/** A question that the harness knows, and one whose answer never comes in time. */
export const QUESTION = 'What is the newest version of pg?';

/** What every researcher keeps of the port's promise. */
export function researcherContract(name: string, open: () => Promise<ResearcherHarness>): void {
  describe(`Researcher: ${name}${verifies('R-70')}`, () => {
    let harness: ResearcherHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());

    it('answers with sources, model and cost', async () => {
      const answer = await harness.researcher.ask(QUESTION, new AbortController().signal);
      expect(answer).toEqual({
        answer: 'It is 8.23.1 [1].',
        sources: [{ title: 'pg on npm', url: 'https://www.npmjs.com/package/pg' }],
        model: 'sonar',
        costUsd: 0.006,
      });
    });

    it('does not ask when its signal has aborted', async () => {
      const controller = new AbortController();
      controller.abort(new Error('shutting down'));
      await expect(harness.researcher.ask(QUESTION, controller.signal)).rejects.toThrow('shutting down');
    });

    it('names its provider', () => expect(harness.researcher.provider).not.toBe(''));
  });
}
