import { call, httpClient, openGateway } from './mcp-clients';
import { LISTING } from './scripted-views';

it.each(['modern', 'legacy'] as const)(
  'only so many calls of status wait at the same time; who stops waiting gives the place back (%s protocol)',
  async (era) => {
    const gateway = await openGateway({ list: async () => [LISTING] }, { maxWaits: 1 });
    const [first, second] = await Promise.all([httpClient(gateway.url, era), httpClient(gateway.url, era)]);
    const leave = new AbortController();
    let waiting: Promise<unknown> = Promise.resolve();
    await new Promise<void>((isWaiting) => {
      const options = { signal: leave.signal, onprogress: () => isWaiting() };
      waiting = first.callTool({ name: 'status', arguments: { waitSeconds: 60 } }, options).catch(() => 'left');
    });
    const refused = await call(second, 'status', { waitSeconds: 1 });
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(/^error WAITS_FULL: 1 calls wait already[\s\S]*\nnext: Call it without waitSeconds/);
    expect((await call(second, 'status')).isError).toBe(false);
    leave.abort();
    expect(await waiting).toBe('left');
    await first.close();
    let again = await call(second, 'status', { waitSeconds: 1 });
    for (let tries = 0; again.text.includes('WAITS_FULL') && tries < 50; tries++) {
      await new Promise((later) => setTimeout(later, 100));
      again = await call(second, 'status', { waitSeconds: 1 });
    }
    expect(again.text).not.toContain('WAITS_FULL');
    await second.close();
    await gateway.close();
  },
  30_000,
);
