import { createServer, type Server } from 'node:net';
import type { EmbeddedSettings } from '../../runtime/config/embedded-settings';
import { choosePorts } from '../../runtime/main/choose-ports';
import { freePort } from '../../runtime/main/free-port';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const listenOn = (port: number): Promise<void> =>
  new Promise((resolve) => servers.push(createServer().listen({ host: '127.0.0.1', port }, () => resolve())));

async function choose(ports: EmbeddedSettings['ports'], usual: EmbeddedSettings['ports'], named: string[] = []) {
  const said: string[] = [];
  const wanted = { ...usual, named: new Set(named as (keyof typeof usual)[]) };
  const chosen = await choosePorts({ ports } as EmbeddedSettings, wanted, (_, __, text) => said.push(text));
  return { chosen, said };
}

/** Four in a row that are free, and some behind them. */
async function fourFree() {
  const first = await freePort(21_000 + (process.pid % 20_000), new Set());
  return { postgres: first, n8n: first + 1, n8nBroker: first + 2, gateway: first + 3 };
}

it('moves only the part whose port somebody else has, and never to the port of another part', async () => {
  const usual = await fourFree();
  await listenOn(usual.n8n);
  const { chosen, said } = await choose(usual, usual);
  expect(chosen).toEqual({ ...usual, n8n: expect.any(Number) });
  expect(Object.values(usual)).not.toContain(chosen.n8n);
  expect(said).toEqual([`port ${usual.n8n} is taken: n8n uses ${chosen.n8n}`]);
});

it('comes back to the usual port once it is free again, and says so', async () => {
  const usual = await fourFree();
  const moved = usual.n8n + 10;
  const back = await choose({ ...usual, n8n: moved }, usual);
  expect(back).toEqual({
    chosen: usual,
    said: [`port ${usual.n8n} is free again: n8n uses it instead of ${moved}`],
  });
  await listenOn(usual.n8n);
  expect(await choose({ ...usual, n8n: moved }, usual)).toEqual({ chosen: { ...usual, n8n: moved }, said: [] });
});

it('leaves a port that was asked for where it is', async () => {
  const usual = await fourFree();
  const { chosen } = await choose({ ...usual, gateway: usual.gateway + 10 }, usual, ['gateway']);
  expect(chosen.gateway).toBe(usual.gateway);
});

it('keeps every part where it was moved to while the port that was asked for is taken', async () => {
  const last = await fourFree();
  const asked = last.postgres - 1;
  await listenOn(asked);
  const usual = { postgres: asked, n8n: asked, n8nBroker: asked, gateway: asked };
  const { chosen } = await choose(
    { ...last, postgres: last.gateway + 1, n8n: last.postgres },
    usual,
    Object.keys(usual),
  );
  expect(chosen).toEqual({ ...last, postgres: asked, n8n: last.postgres });
});
