import { MemoryPlanReader } from '../../runtime/adapters/memory/memory-plan-reader';
import { THREAD_LIMITS, ThreadPlanReader } from '../../runtime/adapters/system/thread-plan-reader';
import { planReaderContract } from '../contracts/plan-reader.contract';
import { context } from '../core/plan/plans';
import { workerFiles } from '../support/plan-worker-file';
import { verifies } from '../support/verifies';

const files = workerFiles();
afterAll(() => files.remove());

planReaderContract('memory', () => new MemoryPlanReader());
planReaderContract('thread', () => new ThreadPlanReader(files.real));
planReaderContract('thread, from source', () => new ThreadPlanReader(undefined));

describe('ThreadPlanReader', () => {
  const limits = { ...THREAD_LIMITS, inPlace: 0 };
  const read = (code: string, change: Partial<typeof limits> = {}) =>
    new ThreadPlanReader(files.scripted(code), { ...limits, ...change }).examine({ text: '- [ ] a\n' }, context());

  it(`ends a reading that takes too long, and says what to do${verifies('R-4')}`, async () => {
    const { reading, facts } = await read('for (;;) {}', { timeMs: 200 });
    expect(reading).toEqual({
      type: 'problems',
      total: 1,
      problems: [
        {
          code: 'PLAN_TOO_SLOW',
          line: 1,
          column: 1,
          message: 'Reading the plan was ended after 0.2 s of processor time',
          limit: 200,
          hint: expect.stringContaining('Split the plan'),
        },
      ],
    });
    expect(facts.n_tasks).toBe(0);
  });

  it('counts time of the processor: a thread that waits is not ended for it, and the clock only comes behind', async () => {
    const code = `const { parentPort } = require('node:worker_threads');
      setTimeout(() => parentPort.postMessage({ reading: 'read', notes: [], facts: {} }), 600);`;
    expect((await read(code, { timeMs: 300 })).reading).toBe('read');
    const { reading } = await read('setInterval(() => {}, 1_000)', { wallMs: 300 });
    expect(reading).toMatchObject({
      problems: [{ code: 'PLAN_TOO_SLOW', limit: 300, message: expect.stringContaining('not read within 0.3 s') }],
    });
  });

  it('ends a search for a pattern that would never end', async () => {
    const { reading } = await read("/^(a+)+$/.test('a'.repeat(50) + 'b');", { timeMs: 200 });
    expect(reading).toMatchObject({ problems: [{ code: 'PLAN_TOO_SLOW' }] });
  });

  it(`ends a reading that wants too much memory, and the process lives${verifies('R-4')}`, async () => {
    const { reading } = await read('const all = []; for (;;) all.push({ a: [all.length] });', { heapMb: 32 });
    expect(reading).toMatchObject({ type: 'problems', problems: [{ code: 'PLAN_TOO_COMPLEX', limit: 80 }] });
  });

  it('answers a recursion without end', async () => {
    const { reading } = await read('const deeper = (n) => deeper(n + 1) + 1; deeper(0);');
    expect(reading).toMatchObject({ problems: [{ code: 'PLAN_TOO_COMPLEX' }] });
  });

  it.each([
    ['fails', "throw new Error('boom');", 'boom'],
    ['ends silently', 'process.exit(0);', 'it ended without an answer'],
    ['is not there', '', 'The plan could not be read'],
  ])('throws when the thread %s', async (_, code, message) => {
    const reader = code === '' ? new ThreadPlanReader('/nowhere/plan-worker.js', limits) : undefined;
    const answer = reader?.examine({ text: '- [ ] a\n' }, context()) ?? read(code);
    await expect(answer).rejects.toMatchObject({
      code: 'BUG_PLAN_READER',
      message: expect.stringContaining(message),
    });
  });

  it('shows the thread no environment and lets it print nothing', async () => {
    const code = `const { parentPort } = require('node:worker_threads');
      console.log('printed'); console.error('printed');
      parentPort.postMessage({ reading: Object.keys(process.env), notes: [], facts: {} });`;
    expect((await read(code)).reading).toEqual([]);
  });

  it('lets two read at a time, and goes on after one failed', async () => {
    const reader = new ThreadPlanReader(files.scripted('for (;;) {}'), { ...limits, timeMs: 100 });
    const answers = await Promise.all([1, 2, 3].map(() => reader.examine({ text: '- [ ] a\n' }, context())));
    expect(answers.map(({ reading }) => reading.type)).toEqual(['problems', 'problems', 'problems']);
  });

  it('lets the caller go on meanwhile', async () => {
    let turns = 0;
    const tick = setInterval(() => turns++, 5);
    await read('for (;;) {}', { timeMs: 200 });
    clearInterval(tick);
    expect(turns).toBeGreaterThan(10);
  });
});
