import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { sendSignedHandoff } from '../../runtime/cli/send-signed-handoff';
import { handoffBody } from '../../runtime/core/handoff/handoff-body';
import { Nightshift, STARTS } from '../support/nightshift';
import { type Cut, openTcpProxy } from '../support/tcp-proxy';
import { verifies } from '../support/verifies';

const MINUTE = 60_000;
const PLAN = '# Cut\n\n- [ ] 1. One\n  run: `true`\n';
/** More than the request and n8n's answer have, so that some connections are not cut at all. */
const BYTES = 1_500;

const cuts: fc.Arbitrary<Cut> = fc.record({
  side: fc.constantFrom('request', 'answer'),
  afterBytes: fc.oneof(fc.nat(BYTES), fc.nat(40)),
});
const EXTREMES: [Cut][] = [
  [{ side: 'request', afterBytes: 0 }],
  [{ side: 'answer', afterBytes: 0 }],
  [{ side: 'answer', afterBytes: 1_000_000 }],
];

let nightshift: Nightshift;
beforeAll(async () => {
  nightshift = await Nightshift.shared('steady');
}, STARTS);
afterAll(() => nightshift?.close(), MINUTE);

it(
  `a signed hand-off through n8n whose connection is cut at any byte leaves nothing or one execution, and ends with its one receipt${verifies('F16', 'R-1', 'R-82')}`,
  async () => {
    const seen = { whole: 0, there: 0, nothing: 0 };
    await fc.assert(
      fc.asyncProperty(cuts, async (cut) => {
        const proxy = await openTcpProxy(nightshift.settings.ports.n8n);
        try {
          const conversationId = randomUUID();
          const there = async () => (await nightshift.gateway.list({ conversationId, limit: 10 })).length;
          let cutOff = 0;
          /** Looks, when a try has failed, what it left: before the next one mends it. */
          const http: typeof fetch = async (...asked) => {
            try {
              const reply = await fetch(...asked);
              return new Response(await reply.text(), { status: reply.status });
            } catch (error) {
              cutOff += 1;
              const left = await there();
              expect([0, 1]).toContain(left);
              seen[left === 1 ? 'there' : 'nothing'] += 1;
              throw error;
            }
          };
          const handoff = {
            url: () => `http://127.0.0.1:${proxy.port}/webhook/nightshift/handoff`,
            secret: nightshift.settings.secrets.signing,
            key: randomUUID(),
            body: handoffBody({ text: PLAN, fileName: 'PLAN.md', conversationId, options: {} }),
            patienceMs: MINUTE,
            signal: nightshift.closed,
          };
          const send = () => sendSignedHandoff({ http, clock: new SystemClock() }, handoff);
          proxy.cutOnce(cut);
          const first = await send();
          if (cutOff === 0) seen.whole += 1;
          proxy.reset();
          expect(await send()).toMatchObject({
            executionId: first.executionId,
            receipt: first.receipt,
            isNew: false,
          });
          expect(await there()).toBe(1);
        } finally {
          await proxy.close();
        }
      }),
      { numRuns: 20, endOnFailure: true, examples: EXTREMES },
    );
    // All three were met, or this proved less than it says.
    expect(Object.values(seen).every((count) => count > 0)).toBe(true);
  },
  5 * MINUTE,
);
