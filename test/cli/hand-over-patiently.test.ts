import type { GatewayClient } from '../../runtime/cli/gateway-client';
import { handOverPatiently } from '../../runtime/cli/hand-over-patiently';
import { AccessError, RequestError, UnavailableError } from '../../runtime/core/errors';

const RECEIPT = { executionId: 'e', planId: 'p', sha256: 's', receipt: 'r' };
const BODY = new TextEncoder().encode('{}');

/** A gateway that does this, call after call, and a clock that goes on only by sleeping. */
function world(...steps: readonly (Error | typeof RECEIPT)[]) {
  const keys: string[] = [];
  let ms = 0;
  const gateway = {
    handoff: async (_body: Uint8Array, key: string) => {
      keys.push(key);
      const step = steps[Math.min(keys.length, steps.length) - 1]!;
      if (step instanceof Error) throw step;
      return step;
    },
  } as unknown as GatewayClient;
  const clock = {
    now: () => ms,
    steady: () => ms,
    sleep: async (more: number) => {
      ms += more;
    },
  };
  const waits: string[] = [];
  const call = {
    body: BODY,
    key: 'key',
    patienceMs: 60_000,
    signal: new AbortController().signal,
    onWait: (why: string) => waits.push(why),
  };
  return { keys, waits, call, deps: { gateway: async () => gateway, clock } };
}

const away = () => new UnavailableError('gateway', 'nobody answers');

it('sends the same key again while nobody answers, until there is a receipt', async () => {
  const { deps, call, keys, waits } = world(away(), away(), RECEIPT);
  await expect(handOverPatiently(deps, call)).resolves.toBe(RECEIPT);
  expect([keys, waits]).toEqual([
    ['key', 'key', 'key'],
    ['nobody answers', 'nobody answers'],
  ]);
});

it('takes a refusal for an answer', async () => {
  const { deps, call, keys } = world(new RequestError('PROJECT_UNKNOWN', 'no'), RECEIPT);
  await expect(handOverPatiently(deps, call)).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
  expect(keys).toHaveLength(1);
});

it('says at last that the plan may be in, unless nobody was there at any time', async () => {
  const failed = (code: string) =>
    new UnavailableError('gateway', 'nobody answers', {
      cause: new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }),
    });
  const cut = world(failed('ECONNRESET'), failed('ECONNREFUSED'));
  await expect(handOverPatiently(cut.deps, cut.call)).rejects.toMatchObject({
    message: 'nobody answers; whether the plan arrived is not known',
    hint: expect.stringContaining('hand over again: nothing is done twice'),
    details: { arrival: 'unknown' },
  });
  const never = world(failed('ECONNREFUSED'));
  await expect(handOverPatiently(never.deps, never.call)).rejects.toMatchObject({
    message: 'nobody answers',
    details: {},
  });
});

it('remembers a try without an answer when the next one is refused for its token, and not when a wrong plan is refused', async () => {
  const token = new AccessError('TOKEN_MISSING', 'A valid token is needed', { hint: 'Send one' });
  const lost = world(away(), token);
  await expect(handOverPatiently(lost.deps, lost.call)).rejects.toMatchObject({
    code: 'TOKEN_MISSING',
    details: { arrival: 'unknown' },
  });
  const first = world(token);
  await expect(handOverPatiently(first.deps, first.call)).rejects.toMatchObject({ details: {} });
  const wrong = world(away(), new RequestError('PROJECT_UNKNOWN', 'no'));
  await expect(handOverPatiently(wrong.deps, wrong.call)).rejects.toMatchObject({ details: {} });
});

it('gives up before a client does, and when the client gave up', async () => {
  const patient = world(away());
  await expect(handOverPatiently(patient.deps, patient.call)).rejects.toMatchObject({ code: 'UNAVAILABLE_GATEWAY' });
  expect(patient.deps.clock.steady()).toBeLessThanOrEqual(60_000);
  expect(patient.keys.length).toBeGreaterThan(5);

  const { deps, call, keys } = world(away());
  await expect(handOverPatiently(deps, { ...call, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'UNAVAILABLE_GATEWAY',
  });
  expect(keys).toHaveLength(1);
});
