import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { checkHealth, type HealthDeps } from '../../runtime/app/check-health';
import { UnavailableError } from '../../runtime/core/errors';
import { AppWorld } from '../support/app-world';

const away = async (): Promise<never> => {
  throw new UnavailableError('postgres', 'The database cannot be reached');
};

describe('the health of a nightshift', () => {
  const asking = async (more: Partial<HealthDeps> = {}, workers = 1) => {
    const world = new AppWorld();
    for (let no = 0; no < workers; no++) await world.addWorker(`w${no}`);
    const deps: HealthDeps = {
      store: world.stores.executions,
      workers: world.stores.workers,
      host: { isReady: async () => true },
      disk: { freeBytes: async () => 2.5e9 },
      clock: new SystemClock(),
      version: '1',
      ...more,
    };
    return checkHealth(deps);
  };

  it('is well when every part answers', async () => {
    expect(await asking()).toEqual({
      isReady: true,
      version: '1',
      parts: [
        { name: 'postgres', isOk: true },
        { name: 'n8n', isOk: true },
        { name: 'workers', isOk: true, detail: '1 with 4 slots' },
        { name: 'disk', isOk: true, detail: '2500 MB free' },
      ],
    });
  });

  it.each<readonly [string, Partial<HealthDeps>, number, readonly string[]]>([
    ['the database away', { store: { now: away }, workers: { list: away } }, 1, ['postgres', 'workers']],
    ['a disk that is nearly full', { disk: { freeBytes: async () => 1e9 - 1 } }, 1, ['disk']],
    ['n8n not ready', { host: { isReady: async () => false } }, 1, ['n8n']],
    ['n8n that refuses', { host: { isReady: away } }, 1, ['n8n']],
    ['no worker', {}, 0, ['workers']],
  ])('is not with %s, and says which part it is', async (_what, deps, workers, unwell) => {
    const { isReady, parts } = await asking(deps, workers);
    expect(isReady).toBe(false);
    expect(parts.filter(({ isOk }) => !isOk).map(({ name }) => name)).toEqual(unwell);
  });

  it('waits for no part without end', async () => {
    const clock = { sleep: async () => undefined };
    const { parts } = await asking({ clock, store: { now: () => new Promise<never>(() => {}) } });
    expect(parts[0]).toEqual({ name: 'postgres', isOk: false, detail: 'no answer within 3000 ms' });
  });
});
