import { createHash } from 'node:crypto';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { nodeToken } from '../../runtime/core/handoff/node-token';
import type { ExecutionId } from '../../runtime/core/ids';
import { createGateway } from '../../runtime/gateway/create-gateway';
import { type GatewayAppDeps, LiveGatewayApp } from '../../runtime/main/live-gateway-app';
import { AppWorld, HOST } from '../support/app-world';
import { manual, smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const TOKEN = `ns_${'t'.repeat(43)}`;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const DIGEST = createHash('sha256').update(TOKEN).digest('hex');
const BEARER = `gateway:${DIGEST.slice(0, 8)}`;

describe('who is recorded for a decision', () => {
  it.each([
    ['hand-off', 'person:alice', `${BEARER} as person:alice`],
    ['hand-off', undefined, BEARER],
    ['example', 'person:alice', `${BEARER} as person:alice`],
    ['example', 'example', 'example'],
  ] as const)('of an execution of origin %s, with actor %s: %s', async (origin, actor, recorded) => {
    const asked = await waitingFor(origin);
    expect((await asked.post('answer', { ...ANSWER, actor })).statusCode).toBe(200);
    expect((await asked.events()).at(-1)?.actor).toBe(recorded);
    const { tasks } = await asked.world.state(asked.id);
    expect(JSON.stringify(tasks)).toContain(`"actor":"${recorded}"`);
  });

  it(`is the token of a pause, and whom its bearer named${verifies('R-44', 'I29')}`, async () => {
    const asked = await waitingFor('hand-off');
    expect((await asked.post('control', { action: 'pause', actor: 'person:alice' })).statusCode).toBe(200);
    const pause = (await asked.events()).find(({ body }) => body.type === 'execution-paused');
    expect(pause?.actor).toBe(`${BEARER} as person:alice`);
  });

  it.each([
    ['answer', { taskId: 'a', criterionId: 'c1', result: 'pass', actor: 'example' }, 403, 'ACTOR_REFUSED'],
    ['control', { action: 'cancel', actor: 'example' }, 403, 'ACTOR_REFUSED'],
    [
      'answer',
      { taskId: 'a', criterionId: 'c1', result: 'pass', actor: `${BEARER} as person:alice` },
      400,
      'BODY_INVALID',
    ],
    ['control', { action: 'cancel', actor: 'gateway' }, 400, 'BODY_INVALID'],
  ] as const)('is nobody when %s is asked with %j: it is refused', async (what, payload, httpStatus, code) => {
    const asked = await waitingFor('hand-off');
    const before = await asked.events();
    const reply = await asked.post(what, payload);
    expect([reply.statusCode, reply.json().error.code]).toEqual([httpStatus, code]);
    expect(await asked.events()).toEqual(before);
  });
});

it(`lets a node decide nothing: its token is for questions${verifies('R-44')}`, async () => {
  const asked = await waitingFor('hand-off');
  const reply = await asked.post('control', { action: 'cancel' }, nodeToken(SECRET));
  expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'SCOPE_MISSING']);
});

const ANSWER = { taskId: 'a', criterionId: 'c1', result: 'pass' };

/** A gateway over an execution that waits for a person's answer. */
async function waitingFor(origin: 'hand-off' | 'example') {
  const world = new AppWorld();
  await world.addWorker('w1');
  const id: ExecutionId = await world.submit(smallPlan(['a'], { a: { verification: [manual('c1')] } }), { origin });
  await world.loop(id);
  expect((await world.state(id)).status).toBe('waiting');
  const { tokens, audit } = world.stores;
  await tokens.replace({ digest: DIGEST, label: 'cli', scopes: ['admin'] });
  const host = { executionState: async () => 'running', wake: async () => 'taken', isReady: async () => true };
  // What is not named here is not asked for.
  const nodeTokens = new Set([sha256(nodeToken(SECRET))]);
  const deps = { ...world.deps, tokens, nodeTokens, audit, host, hostName: HOST };
  const app = new LiveGatewayApp(deps as unknown as GatewayAppDeps);
  const server = createGateway(app);
  return {
    world,
    id,
    post: (what: string, payload: object, token: string = TOKEN) =>
      server.inject({
        method: 'POST',
        url: `/api/execution/${id}/${what}`,
        payload: JSON.stringify(payload),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }),
    events: () => world.deps.store.eventsAfter(id, 0, 1_000),
  };
}
