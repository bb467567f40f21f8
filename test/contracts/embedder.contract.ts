import type { Embedder } from '../../runtime/ports/embedder';
import { verifies } from '../support/verifies';

export interface EmbedderHarness {
  readonly embedder: Embedder;
  readonly close: () => Promise<void>;
}

/** What every embedder keeps of the port's promise. */
export function embedderContract(name: string, open: () => Promise<EmbedderHarness>): void {
  describe(`Embedder: ${name}${verifies('R-62')}`, () => {
    let harness: EmbedderHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());
    const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

    it('gives one vector of length 1 per text, in order', async () => {
      const { embedder } = harness;
      const texts = Array.from({ length: 150 }, (_, index) => `Write test number ${index} of the parser`);
      const vectors = await embedder.embed(texts);
      expect(vectors).toHaveLength(150);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(cosine(vector, vector)).toBeCloseTo(1, 4);
      }
      const [last] = await embedder.embed([texts[149]!]);
      expect(cosine(vectors[149]!, last!)).toBeCloseTo(1, 4);
      expect(cosine(vectors[0]!, last!)).toBeLessThan(0.9999);
    });

    it.each(['', ' \n', '🌙', '\u0000', 'x'.repeat(100_000), '?!'])('has a vector for odd text %#', async (text) => {
      const [vector] = await harness.embedder.embed([text]);
      expect(cosine(vector!, vector!)).toBeCloseTo(1, 4);
    });

    it('has none for none', async () => expect(await harness.embedder.embed([])).toEqual([]));

    it('names its model', () => expect(harness.embedder.model).not.toBe(''));
  });
}
