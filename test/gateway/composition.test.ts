import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { parse } from 'yaml';
import { loadConfig } from '../../runtime/config/load-config';
import { nodeToken } from '../../runtime/core/handoff/node-token';
import { askGateway } from '../../runtime/main/ask-gateway';
import { composeCore } from '../../runtime/main/compose-core';
import { composeGateway } from '../../runtime/main/compose-gateway';
import type { Repositories } from '../../runtime/ports/repositories';

const SECRET = `whsec_${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.from('vutsrqponmlkjihgfedcba9876543210').toString('base64')}`;
/** A database at which nobody listens: what is asked here needs none. */
const ENV = {
  NIGHTSHIFT_HOME: '/nonexistent/nightshift',
  NIGHTSHIFT_DATABASE_URL: 'postgres://ns_app:a-long-password@127.0.0.1:1/nightshift',
  NIGHTSHIFT_QUEUE_URL: 'postgres://ns_queue:a-long-password@127.0.0.1:1/nightshift',
  NIGHTSHIFT_LOG_LEVEL: 'error',
  NIGHTSHIFT_SIGNING_SECRETS: `${SECRET},${OLD_SECRET}`,
};

describe('the gateway as it is composed', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  const compose = (env: NodeJS.ProcessEnv): FastifyInstance => {
    const core = composeCore(loadConfig({ ...ENV, ...env }), 'gateway');
    const server = composeGateway(core, {} as Repositories);
    ends.push(
      () => server.close(),
      () => core.close(),
    );
    return server;
  };
  const statusUnder = async (server: FastifyInstance, host: string) =>
    (await server.inject({ url: '/healthz', headers: { host } })).statusCode;

  it('answers under the name of its own address, under those that are allowed, and under no other', async () => {
    const server = compose({
      NIGHTSHIFT_GATEWAY_URL: 'http://gateway:4114',
      NIGHTSHIFT_GATEWAY_ALLOWED_HOSTS: 'Night.lan, 10.0.0.7,[fd00::1]',
    });
    const hosts = ['gateway:4114', 'GATEWAY', 'night.lan', '10.0.0.7:4114', '[fd00::1]:4114', '127.0.0.1', 'localhost'];
    for (const host of hosts) expect([host, await statusUnder(server, host)]).toEqual([host, 200]);
    for (const host of ['evil.example', 'gateway.evil', 'lan'])
      expect([host, await statusUnder(server, host)]).toEqual([host, 421]);
  });

  it('answers under the name by which docker-compose.yml calls it', async () => {
    const file = readFileSync(join(__dirname, '../../docker-compose.yml'), 'utf8');
    const { services } = parse(file, { merge: true }) as {
      services: { gateway: { environment: Record<string, string> } };
    };
    const url = services.gateway.environment['NIGHTSHIFT_GATEWAY_URL']!;
    expect(await statusUnder(compose({ NIGHTSHIFT_GATEWAY_URL: url }), new URL(url).host)).toBe(200);
  });

  it.each(['http://night.lan', 'night.lan:4114', 'a,,b', '*'])('refuses %s as a name', (name) => {
    expect(() => loadConfig({ ...ENV, NIGHTSHIFT_GATEWAY_ALLOWED_HOSTS: name })).toThrow(/ALLOWED_HOSTS/);
  });

  it('is asked by nodes with the token of any of its signing secrets, for what they need alone', async () => {
    const server = compose({});
    for (const secret of [SECRET, OLD_SECRET]) {
      const headers = { authorization: `Bearer ${nodeToken(secret)}`, 'content-type': 'application/json' };
      const research = await server.inject({ method: 'POST', url: '/api/research', headers, payload: '{}' });
      expect([research.statusCode, research.json().error.code]).toEqual([400, 'BODY_INVALID']);
    }
  });

  it('tells how things stand when Postgres is away, to whoever has its own token', async () => {
    const token = `ns_${'0123456789abcdef'.repeat(3)}`;
    const server = compose({ NIGHTSHIFT_TOKEN: token, NIGHTSHIFT_N8N_URL: 'http://127.0.0.1:1' });
    const asked = (bearer: string) => server.inject({ url: '/readyz', headers: { authorization: `Bearer ${bearer}` } });
    const reply = await asked(token);
    expect([reply.statusCode, reply.json()]).toEqual([
      503,
      {
        isReady: false,
        version: expect.any(String),
        parts: [
          { name: 'postgres', isOk: false, detail: expect.stringContaining('cannot be reached') },
          { name: 'n8n', isOk: false },
          { name: 'workers', isOk: false, detail: expect.stringContaining('cannot be reached') },
          { name: 'disk', isOk: false, detail: 'the folder of nightshift is gone' },
        ],
      },
    ]);
    const stranger = await asked(`ns_${'x'.repeat(43)}`);
    expect([stranger.statusCode, stranger.json().error.code]).toEqual([503, 'UNAVAILABLE_POSTGRES']);
  });

  it('tells whoever has its own token also when Postgres takes connections and says nothing', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    ends.push(async () => silent.close());
    const token = `ns_${'0123456789abcdef'.repeat(3)}`;
    const server = compose({
      NIGHTSHIFT_TOKEN: token,
      NIGHTSHIFT_N8N_URL: 'http://127.0.0.1:1',
      NIGHTSHIFT_DATABASE_URL: `postgres://ns_app:a-long-password@127.0.0.1:${(silent.address() as AddressInfo).port}/nightshift`,
    });
    const from = performance.now();
    const reply = await server.inject({ url: '/readyz', headers: { authorization: `Bearer ${token}` } });
    expect(reply.json().parts[0]).toEqual({ name: 'postgres', isOk: false, detail: expect.any(String) });
    expect(performance.now() - from).toBeLessThan(4_500);
  });

  it('gives its refusals to nodes as they are, with code and next step', async () => {
    const server = compose({});
    await server.listen({ host: '127.0.0.1', port: 0 });
    const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    const ask = (signingSecrets: readonly string[]) =>
      askGateway({ gateway: { ...loadConfig(ENV).gateway, url }, signingSecrets });
    await expect(ask([SECRET]).research({ question: '' })).rejects.toMatchObject({ code: 'BODY_INVALID' });
    await expect(ask([SECRET]).similar({ text: 'a task' })).rejects.toMatchObject({ kind: 'transient' });
    await expect(ask([]).research({ question: 'why?' })).rejects.toMatchObject({ code: 'CONFIG_MISSING' });
  });
});
