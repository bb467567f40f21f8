import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { HttpGatewayClient } from '../../runtime/cli/http-gateway-client';
import { handOverPatiently } from '../../runtime/cli/mcp/hand-over-patiently';
import { handoffBody } from '../../runtime/core/handoff/handoff-body';
import { AppWorld } from '../support/app-world';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { type Cut, openTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { verifies } from '../support/verifies';
import { ADMIN, LiveGateway } from './live-gateway';

let stores: PostgresStores;
let world: AppWorld;
let gateway: LiveGateway;
let proxy: TcpProxy;
let client: HttpGatewayClient;
beforeAll(async () => {
  stores = await openPostgresStores();
  world = new AppWorld({ real: { stores, clock: new SystemClock() } });
  gateway = await LiveGateway.open(world);
  await world.addWorker('w1');
  await gateway.server.listen({ host: '127.0.0.1', port: 0 });
  proxy = await openTcpProxy((gateway.server.server.address() as AddressInfo).port);
  client = new HttpGatewayClient(fetch, { url: `http://127.0.0.1:${proxy.port}`, token: ADMIN });
}, 60_000);
afterAll(async () => {
  await proxy?.close();
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

it(`a hand-off whose connection is cut at any byte leaves nothing or one execution, and the same key gives the one receipt${verifies('R-1', 'R-80')}`, async () => {
  const seen = { refused: 0, there: 0, nothing: 0 };
  await fc.assert(
    fc.asyncProperty(cuts, async (cut) => {
      const conversationId = randomUUID();
      const key = randomUUID();
      const body = handoffBody({ text: TEXT, fileName: 'PLAN.md', conversationId, options: {} });
      const there = async () => (await gateway.app.list({ conversationId, limit: 10 })).length;
      // What is left of the connection before must not be the one that is cut.
      proxy.reset();
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
      const call = { body, key, signal: new AbortController().signal, onWait: () => undefined };
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
    { numRuns: 60, endOnFailure: true },
  );
  // All three were met, or this proved less than it says.
  expect(Object.values(seen).every((count) => count > 0)).toBe(true);
}, 180_000);
