import { Client } from 'pg';
import { loadConfig } from '../../runtime/config/load-config';
import { sha256 } from '../../runtime/core/execution/hash-event';
import { SCOPES } from '../../runtime/core/handoff/scopes';
import { composeCore } from '../../runtime/main/compose-core';
import { composeGateway } from '../../runtime/main/compose-gateway';
import type { Repositories } from '../../runtime/ports/repositories';
import { liveNight } from '../support/night';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';
import { everyRoute } from './openapi';

/** The route table of the code, against every kind of token, with a real database behind it. */
describe('every route against every kind of token', () => {
  const OWN = `ns_${'0123456789abcdef'.repeat(3)}`;
  let stores: PostgresStores;
  let owner: Client;
  let server: ReturnType<typeof composeGateway>;
  let execution: string;
  let end: () => Promise<void>;
  const tokens = new Map<string, string>();
  const secret = (name: string) => `ns_${sha256(name).slice(0, 43)}`;

  beforeAll(async () => {
    stores = await openPostgresStores();
    execution = (await liveNight(stores)).id;
    owner = new Client({ connectionString: stores.server.ownerUrl });
    await owner.connect();
    const core = composeCore(
      loadConfig({
        NIGHTSHIFT_HOME: '/nonexistent/nightshift',
        NIGHTSHIFT_DATABASE_URL: stores.server.appUrl,
        NIGHTSHIFT_QUEUE_URL: stores.server.appUrl,
        NIGHTSHIFT_N8N_URL: 'http://127.0.0.1:1',
        NIGHTSHIFT_TOKEN: OWN,
        NIGHTSHIFT_LOG_LEVEL: 'error',
      }),
      'gateway',
    );
    await core.tokens.replace({ digest: sha256(OWN), label: 'cli', scopes: ['admin'] });
    // Ten refusals in a minute close the door: that is another test's.
    server = composeGateway(core, {} as Repositories, { failuresPerMinute: 10_000 });
    end = async () => {
      await server.close();
      await core.close();
    };
    for (const scope of SCOPES) await made(scope, [scope]);
    await made('expired', SCOPES);
    await owner.query(`update nightshift.tokens set expires_at = now() - interval '1 second' where label = 'expired'`);
    await made('revoked', SCOPES);
    expect((await ask('DELETE', '/api/tokens/revoked', OWN)).statusCode).toBe(200);
    // That it was used is noted once a minute: from here on asking changes nothing.
    for (const scope of SCOPES) await ask('GET', '/api/nothing', tokens.get(scope));
  });
  afterAll(async () => {
    await end?.();
    await owner?.end();
    await stores?.close();
  });

  async function made(name: string, scopes: readonly string[]): Promise<void> {
    const reply = await ask('POST', '/api/tokens', OWN, { name: name.replace(':', '-'), scopes });
    expect(reply.statusCode).toBe(201);
    tokens.set(name, reply.json().token);
  }

  function ask(method: string, url: string, token?: string, body?: object) {
    return server.inject({
      method: method as 'GET',
      url,
      headers: {
        'idempotency-key': 'k',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { payload: JSON.stringify(body ?? {}) } : {}),
    });
  }

  const urlOf = (url: string) =>
    url
      .replace(':id', execution)
      .replace(':taskId', 'task-1')
      .replace(':digest', 'a'.repeat(64))
      .replace(':tokenId', 'nobody');
  const guarded = everyRoute().filter(({ scope }) => scope !== 'open' && scope !== 'link');

  /** Every row of every table but the audit log, as text. */
  async function dump(): Promise<readonly string[]> {
    const { rows } = await owner.query<{ table: string }>(
      `select c.oid::regclass::text as "table" from pg_class c where c.relkind = 'r' and c.relnamespace = 'nightshift'::regnamespace order by 1`,
    );
    const names = rows.map(({ table }) => table).filter((table) => table !== 'nightshift.audit');
    expect(names.length).toBeGreaterThan(20);
    return Promise.all(
      names.map(async (table) => {
        const { rows: of } = await owner.query<{ sum: string }>(
          `select '${table}' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${table} t`,
        );
        return of[0]!.sum;
      }),
    );
  }
  const audits = async () =>
    Number((await owner.query(`select count(*) from nightshift.audit where outcome = 'refused'`)).rows[0].count);

  it(`refuses all that no scope allows, and nothing changes but the audit log${verifies('S-01', 'S-02', 'S-03', 'S-04')}`, async () => {
    const before = await dump();
    const refusedBefore = await audits();
    let refused = 0;
    for (const { method, url, scope } of guarded) {
      for (const token of [undefined, secret('nobody'), tokens.get('expired'), tokens.get('revoked')]) {
        expect([method, url, (await ask(method, urlOf(url), token)).statusCode]).toEqual([method, url, 401]);
        refused += 1;
      }
      for (const other of SCOPES) {
        if (other === scope || other === 'admin') continue;
        const reply = await ask(method, urlOf(url), tokens.get(other));
        expect([method, url, other, reply.statusCode]).toEqual([method, url, other, 403]);
        expect(reply.json().error).toMatchObject({ code: 'SCOPE_MISSING', scope });
        refused += 1;
      }
    }
    expect(await dump()).toEqual(before);
    expect((await audits()) - refusedBefore).toBe(refused);
  });

  it(`lets each scope, and admin, do what it is for${verifies('S-03')}`, async () => {
    for (const { method, url, scope } of guarded) {
      if (url.endsWith('/stream')) continue;
      for (const name of [scope, 'admin']) {
        const { statusCode } = await ask(method, urlOf(url), tokens.get(name));
        expect([method, url, name, [401, 403].includes(statusCode)]).toEqual([method, url, name, false]);
      }
    }
  });

  it(`keeps no token, only its digest, and shows it once${verifies('S-04')}`, async () => {
    const token = tokens.get('plan:read')!;
    expect(token).toMatch(/^ns_[\w-]{43}$/);
    const { rows } = await owner.query('select t::text as row from nightshift.tokens t');
    const audit = await owner.query('select a::text as row from nightshift.audit a');
    const all = [...rows, ...audit.rows].map(({ row }) => row).join('\n');
    expect(all).toContain(sha256(token));
    expect(all).not.toContain(token.slice(3));
    const listed = await ask('GET', '/api/tokens', OWN);
    expect(listed.body).not.toContain(token.slice(3));
    const states = new Map(listed.json().tokens.map((one: { name: string; state: string }) => [one.name, one.state]));
    expect([states.get('expired'), states.get('revoked'), states.get('plan-read')]).toEqual([
      'expired',
      'revoked',
      'valid',
    ]);
    expect(listed.json().tokens.find(({ name }: { name: string }) => name === 'plan-read').lastUsedAt).toMatch(/Z$/);
  });
});
