import { UnavailableError } from '../../runtime/core/errors';
import { patternIdOf } from '../../runtime/core/learn/pattern-id';
import type { PatternStore, StoredPattern } from '../../runtime/ports/pattern-store';
import { verifies } from '../support/verifies';

export interface PatternStoreHarness {
  readonly store: PatternStore;
  /** A second store on the same data, as another process has it. */
  readonly other: PatternStore;
  /** Takes away what the store needs; absent where nothing can be taken. */
  readonly breakDown?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const SIZE = 8;
const EXECUTION = '0198f2c0-0000-7000-8000-000000000001';
const PROJECT = '0198f2c0-0000-7000-8000-00000000000a';
const OTHER_PROJECT = '0198f2c0-0000-7000-8000-00000000000b';

/** A vector of length 1 in the plane of the first two axes. */
export function direction(degrees: number, size = SIZE): Float32Array {
  const vector = new Float32Array(size);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

export const aPattern = (task: string, degrees: number, more: Partial<StoredPattern> = {}): StoredPattern => ({
  id: patternIdOf(EXECUTION, task, 1),
  conversationId: 'conversation "1"',
  executionId: EXECUTION,
  projectId: PROJECT,
  taskTitle: task,
  taskType: 'test',
  isSuccess: true,
  durationSeconds: 1.5,
  commands: ['npm test', 'echo \'a,b\' {c} \\ "d"'],
  errors: ['größer 🌙\nnext line'],
  warnings: [],
  files: ['src/a.ts'],
  apiCalls: ['GET https://example.org/items'],
  timings: [{ what: 'tests', durationMs: 12_300 }],
  timestamp: '2026-01-01T00:00:00.123Z',
  model: 'm1',
  vector: direction(degrees),
  ...more,
});

const question = (degrees: number, more = {}) => ({ model: 'm1', vector: direction(degrees), limit: 3, ...more });

/** What every pattern store keeps of the port's promise. */
export function patternStoreContract(name: string, open: () => Promise<PatternStoreHarness>): void {
  describe(`PatternStore: ${name}${verifies('R-62', 'R-63', 'R-85')}`, () => {
    let harness: PatternStoreHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());
    const titles = async (query: Parameters<PatternStore['similar']>[0], store = harness.store) =>
      (await store.similar(query)).map((pattern) => pattern.taskTitle);

    it('knows nothing at first', async () => expect(await harness.store.similar(question(0))).toEqual([]));

    it('gives back what was stored, whole', async () => {
      const pattern = aPattern('a', 0);
      await harness.store.put([pattern]);
      const { model: _model, vector: _vector, ...rest } = pattern;
      const [found] = await harness.store.similar(question(60));
      expect(found).toEqual({ ...rest, similarity: expect.closeTo(0.5, 4) });
    });

    it('answers with the nearest first, and no more than were asked for', async () => {
      await harness.store.put([
        aPattern('far', 120),
        aPattern('near', 10),
        aPattern('nearest', 1),
        aPattern('opposite', 180),
        aPattern('middle', 60),
      ]);
      expect(await titles(question(0))).toEqual(['nearest', 'near', 'middle']);
      expect(await titles(question(180, { limit: 1 }))).toEqual(['opposite']);
    });

    it('replaces by id', async () => {
      await harness.store.put([aPattern('a', 0), aPattern('b', 90)]);
      await harness.store.similar(question(0));
      await harness.store.put([aPattern('a', 180, { isSuccess: false })]);
      expect(await titles(question(0))).toEqual(['b', 'a']);
      expect(await titles(question(0, { isSuccess: false }))).toEqual(['a']);
    });

    it('keeps the last of two with one id in one call', async () => {
      await harness.store.put([aPattern('a', 0), aPattern('a', 90)]);
      const found = await harness.store.similar(question(90));
      expect(found).toHaveLength(1);
      expect(found[0]!.similarity).toBeCloseTo(1, 4);
    });

    it('filters by project, type and success', async () => {
      await harness.store.put([
        aPattern('a', 0),
        aPattern('b', 1, { projectId: OTHER_PROJECT }),
        aPattern('c', 2, { taskType: 'fix' }),
        aPattern('d', 3, { isSuccess: false }),
      ]);
      expect(await titles(question(0, { projectId: OTHER_PROJECT }))).toEqual(['b']);
      expect(await titles(question(0, { taskType: 'fix' }))).toEqual(['c']);
      expect(await titles(question(0, { isSuccess: false }))).toEqual(['d']);
      expect(await titles(question(0, { projectId: PROJECT, taskType: 'test', isSuccess: true }))).toEqual(['a']);
    });

    it('keeps a pattern without a project', async () => {
      const { projectId: _projectId, ...homeless } = aPattern('a', 0);
      await harness.store.put([homeless]);
      const [found] = await harness.store.similar(question(0));
      expect(found).not.toHaveProperty('projectId');
    });

    it('compares only vectors of the same model', async () => {
      await harness.store.put([aPattern('a', 0), aPattern('b', 0, { model: 'm2' })]);
      expect(await titles(question(0, { model: 'm2' }))).toEqual(['b']);
    });

    it('finds what another process has stored since', async () => {
      await harness.store.put([aPattern('a', 0)]);
      expect(await titles(question(0), harness.other)).toEqual(['a']);
      await harness.store.put([aPattern('b', 1)]);
      expect(await titles(question(0), harness.other)).toEqual(['a', 'b']);
    });

    it('takes hundreds at once', async () => {
      await harness.store.put(Array.from({ length: 300 }, (_, index) => aPattern(`t${index}`, index / 2)));
      expect(await titles(question(75.1, { limit: 2 }))).toEqual(['t150', 't151']);
    });

    it('says that it is unavailable', async () => {
      if (harness.breakDown === undefined) return;
      await harness.store.put([aPattern('a', 0)]);
      await harness.breakDown();
      for (const call of [() => harness.store.put([aPattern('b', 0)]), () => harness.store.similar(question(0))]) {
        const error = await call().catch((cause: unknown) => cause);
        expect(error).toBeInstanceOf(UnavailableError);
        expect(error).toMatchObject({ code: 'UNAVAILABLE_PATTERNS', kind: 'transient' });
      }
    });
  });
}
