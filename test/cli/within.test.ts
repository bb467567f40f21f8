import { within } from '../../runtime/cli/within';

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

describe('what must be over in time', () => {
  it('ends by itself, when time is up, or with the signal that comes, before or meanwhile', async () => {
    const calm = new AbortController().signal;
    expect(await within(60_000, calm, async () => 'done')).toBe('done');
    await expect(within(10, calm, never)).rejects.toMatchObject({ name: 'TimeoutError' });
    const stop = new AbortController();
    const stopped = within(60_000, stop.signal, never);
    stop.abort(new Error('stop'));
    await expect(stopped).rejects.toThrow('stop');
    const early = within(60_000, AbortSignal.abort(new Error('early')), async (signal) => signal.throwIfAborted());
    await expect(early).rejects.toThrow('early');
  });
});
