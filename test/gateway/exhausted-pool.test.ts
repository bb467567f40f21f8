import { openPool } from '../../runtime/adapters/postgres/open-pool';
import { SystemClock } from '../../runtime/adapters/system/system-clock';
import { AppWorld } from '../support/app-world';
import { openTestDatabase } from '../support/postgres';
import { postgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';
import { LiveGateway } from './live-gateway';

const CONNECTIONS = 3;
const PLAN = '- [ ] One\n  run: `true`\n';

it(`D2-31: 50 hand-offs at once while every connection of the pool is taken are 503 with Retry-After; sent again each is there once${verifies('R-80')}`, async () => {
  const server = await openTestDatabase();
  const database = openPool(server.appUrl, { connections: CONNECTIONS });
  const stores = { ...postgresStores(database), pass: async () => undefined, close: async () => undefined };
  const world = new AppWorld({ real: { stores, clock: new SystemClock() } });
  const gateway = await LiveGateway.open(world, { requestsPerMinute: 10_000 });
  await world.addWorker('w1');
  try {
    const handOver = (no: number) => gateway.handOver({ text: `# ${no}\n${PLAN}` }, `key-${no}`);
    const all = () => Promise.all(Array.from({ length: 50 }, (_, no) => handOver(no)));

    let giveBack = (): void => undefined;
    const until = new Promise<void>((done) => {
      giveBack = done;
    });
    const taken = Array.from({ length: CONNECTIONS }, () => database.transaction(() => until));
    const refused = await all();
    expect(new Set(refused.map(({ statusCode }) => statusCode))).toEqual(new Set([503]));
    expect(refused.every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true);
    expect(new Set(refused.map((reply) => reply.json().error.code))).toEqual(new Set(['UNAVAILABLE_POSTGRES']));

    giveBack();
    await Promise.all(taken);
    const accepted = await all();
    expect(new Set(accepted.map(({ statusCode }) => statusCode))).toEqual(new Set([202]));
    const ids = accepted.map((reply) => reply.json().executionId as string).sort();
    const stored = (await gateway.ask('GET', '/api/execution?limit=200')).json().executions;
    expect(stored.map(({ executionId }: { executionId: string }) => executionId).sort()).toEqual(ids);
  } finally {
    await gateway.close();
    await world.stopWorker('w1', 0);
    await database.close();
    await server.close();
  }
}, 60_000);
