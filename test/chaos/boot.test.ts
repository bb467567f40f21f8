import { Random } from '../simulation/random';
import { boot, describeBoot, drawBoot, type Starter } from './boot';

const starters = (...names: readonly string[]): readonly Starter[] =>
  names.map((name) => ({ name, start: async () => undefined }));
const ORDERS = (seed: number) => drawBoot(new Random(seed), starters('launcher', 'redis', 'worker-1', 'worker-2'));
const namesOf = (seed: number) => ORDERS(seed).map(({ starter }) => starter.name);

describe('a boot', () => {
  it('starts each once, in an order that the seed draws', () => {
    expect([...namesOf(7)].sort()).toEqual(['launcher', 'redis', 'worker-1', 'worker-2']);
    expect(namesOf(7)).toEqual(namesOf(7));
    const firsts = new Set(Array.from({ length: 50 }, (_, seed) => namesOf(seed)[0]));
    expect(firsts.size).toBe(4);
  });

  it('begins at once, and never goes back in time', () => {
    const times = ORDERS(7).map(({ atMs }) => atMs);
    expect(times[0]).toBe(0);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it('says what it does', () => {
    const [first, second] = starters('worker-1', 'launcher');
    expect(
      describeBoot([
        { starter: first!, atMs: 0 },
        { starter: second!, atMs: 1_250 },
      ]),
    ).toBe('worker-1, launcher after 1.3 s');
  });

  it('does not hide what cannot be started', async () => {
    const broken = { name: 'x', start: () => Promise.reject(new Error('no')) };
    await expect(boot([{ starter: broken, atMs: 0 }])).rejects.toThrow('no');
  });
});
