import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { handOverPatiently } from '../../runtime/cli/hand-over-patiently';
import { HttpGatewayClient } from '../../runtime/cli/http-gateway-client';
import { handoffBody } from '../../runtime/core/handoff/handoff-body';
import { call, httpClient } from '../mcp/mcp-clients';
import { AppWorld } from '../support/app-world';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { type Cut, openTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { verifies } from '../support/verifies';
import { ADMIN, LiveGateway } from './live-gateway';

let stores: PostgresStores;
let world: AppWorld;
let gateway: LiveGateway;
beforeAll(async () => {
  stores = await openPostgresStores();
  world = new AppWorld({ real: { stores, clock: new SystemClock() } });
  gateway = await LiveGateway.open(world, { mcp: { version: '1.2.3', clock: new SystemClock() } });
  await world.addWorker('w1');
  await gateway.server.listen({ host: '127.0.0.1', port: 0 });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await world?.stopWorker('w1', 0);
  await stores?.close();
});

const TEXT = `# Cut\n\n${Array.from({ length: 20 }, (_, n) => `- [ ] Task ${n}\n  run: \`true\`\n`).join('')}`;
/** More than a hand-off of this plan and its answer have, so that some connections are not cut at all. */
const BYTES = 2_200;

const cuts: fc.Arbitrary<Cut> = fc.record({
  side: fc.constantFrom('request', 'answer'),
  afterBytes: fc.oneof(fc.nat(BYTES), fc.nat(40), fc.integer({ min: 400, max: 700 })),
});

/** The same for a call of a tool, which has more around the plan. */
const mcpCuts: fc.Arbitrary<Cut> = fc.record({
  side: fc.constantFrom('request', 'answer'),
  afterBytes: fc.oneof(fc.nat(4_500), fc.nat(1_500)),
});

const portOf = ({ server }: LiveGateway): number => (server.server.address() as AddressInfo).port;
const addressOf = (at: LiveGateway): string => `http://127.0.0.1:${portOf(at)}`;

/** Through a proxy of its own: what is kept open of the one before is no way to the gateway. */
async function throughProxy(work: (proxy: TcpProxy, client: HttpGatewayClient) => Promise<void>): Promise<void> {
  const proxy = await openTcpProxy(portOf(gateway));
  try {
    await work(proxy, new HttpGatewayClient(fetch, { url: `http://127.0.0.1:${proxy.port}`, token: ADMIN }));
  } finally {
    await proxy.close();
  }
}

/** Nothing goes out, nothing comes back, nothing is cut. */
const EXTREMES: [Cut][] = [
  [{ side: 'request', afterBytes: 0 }],
  [{ side: 'answer', afterBytes: 0 }],
  [{ side: 'answer', afterBytes: 1_000_000 }],
];

it(`a hand-off whose connection is cut at any byte leaves nothing or one execution, and the same key gives the one receipt${verifies('F16', 'R-1', 'R-80')}`, async () => {
  const seen = { refused: 0, there: 0, nothing: 0 };
  await fc.assert(
    fc.asyncProperty(cuts, (cut) =>
      throughProxy(async (proxy, client) => {
        const conversationId = randomUUID();
        const key = randomUUID();
        const body = handoffBody({ text: TEXT, fileName: 'PLAN.md', conversationId, options: {} });
        const there = async () => (await gateway.app.list({ conversationId, limit: 10 })).length;
        proxy.cutOnce(cut);
        const first = await client.handoff(body, key, 5_000).then(
          (receipt) => receipt,
          (error: { readonly kind: string }) => {
            // Never a refusal: the client must know that it may try again.
            expect(error).toMatchObject({ kind: 'transient' });
            seen.refused += 1;
            return undefined;
          },
        );
        const left = await there();
        expect([0, 1]).toContain(left);
        seen[left === 1 ? 'there' : 'nothing'] += 1;
        if (first !== undefined) expect(left).toBe(1);
        const call = { body, key, patienceMs: 60_000, signal: new AbortController().signal, onWait: () => undefined };
        const patient = { gateway: async () => client, clock: new SystemClock() };
        const receipt = await handOverPatiently(patient, call);
        if (first !== undefined) expect(receipt.receipt).toBe(first.receipt);
        expect(await handOverPatiently(patient, call)).toMatchObject({
          executionId: receipt.executionId,
          receipt: receipt.receipt,
          isNew: false,
        });
        expect(await there()).toBe(1);
      }),
    ),
    { numRuns: 60, endOnFailure: true, examples: EXTREMES },
  );
  // All three were met, or this proved less than it says.
  expect(Object.values(seen).every((count) => count > 0)).toBe(true);
}, 180_000);

it.each(['modern', 'legacy'] as const)(
  `a call of the tool handoff over HTTP (%s) whose connection is cut at any byte leaves nothing or one execution, and the same call gives its receipt${verifies('F16', 'R-81')}`,
  async (era) => {
    const seen = { failed: 0, there: 0, nothing: 0 };
    await fc.assert(
      fc.asyncProperty(mcpCuts, (cut) =>
        throughProxy(async (proxy) => {
          const conversationId = randomUUID();
          const asked = { plan: TEXT, conversationId };
          const url = `http://127.0.0.1:${proxy.port}`;
          const there = async () => (await gateway.app.list({ conversationId, limit: 10 })).length;
          const opened = await httpClient(url, era, ADMIN);
          // The handshake's client listens with a GET besides, which is not what is cut.
          proxy.cutOnce({ ...cut, method: 'POST' });
          const first = await call(opened, 'handoff', asked).catch(() => undefined);
          await opened.close().catch(() => undefined);
          const left = await there();
          expect([0, 1]).toContain(left);
          seen[left === 1 ? 'there' : 'nothing'] += 1;
          if (first === undefined) seen.failed += 1;
          else expect([first.isError, left]).toEqual([false, 1]);
          const client = await httpClient(addressOf(gateway), era, ADMIN);
          const receiptOf = ({ text }: { readonly text: string }) => /^receipt (\S+)$/m.exec(text)![1];
          const again = [await call(client, 'handoff', asked), await call(client, 'handoff', asked)];
          await client.close();
          const receipts = [...(first === undefined ? [] : [first]), ...again].map(receiptOf);
          expect([new Set(receipts).size, again[1]!.text]).toEqual([
            1,
            expect.stringMatching(/^This plan was handed over before in this conversation/),
          ]);
          expect(await there()).toBe(1);
        }),
      ),
      { numRuns: 20, endOnFailure: true, examples: EXTREMES },
    );
    expect(Object.values(seen).every((count) => count > 0)).toBe(true);
  },
  180_000,
);
