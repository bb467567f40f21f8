import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QdrantPatternStore } from '../../../runtime/adapters/qdrant/qdrant-pattern-store';
import { aPattern, direction, patternStoreContract } from '../../contracts/pattern-store.contract';
import { openQdrantDouble } from '../../support/qdrant-double';
import { verifies } from '../../support/verifies';

patternStoreContract('Qdrant, against a double of its HTTP API', async () => {
  const double = await openQdrantDouble();
  const store = new QdrantPatternStore({ url: double.url });
  const other = new QdrantPatternStore({ url: double.url });
  return {
    store,
    other,
    breakDown: async () => double.failWith(503),
    close: async () => {
      await store.close();
      await other.close();
      await double.close();
    },
  };
});

describe('QdrantPatternStore, against a double of its HTTP API', () => {
  it('makes the collection once, with indexes', async () => {
    const double = await openQdrantDouble();
    const store = new QdrantPatternStore({ url: double.url });
    await store.put([aPattern('a', 0)]);
    await store.put([aPattern('b', 0)]);
    expect(double.requests.filter((request) => request === 'PUT /collections/execution_patterns')).toHaveLength(1);
    expect(double.requests.filter((request) => request === 'PUT /collections/execution_patterns/index')).toHaveLength(
      5,
    );
    await double.close();
  });

  it('says so when the collection was made for another embedder', async () => {
    const double = await openQdrantDouble();
    await new QdrantPatternStore({ url: double.url }).put([aPattern('a', 0)]);
    const larger = new QdrantPatternStore({ url: double.url });
    await expect(larger.put([aPattern('b', 0, { vector: direction(0, 16) })])).rejects.toMatchObject({
      code: 'PATTERNS_SIZE',
      kind: 'operator',
    });
    await double.close();
  });

  it('sends its key, and says when it was refused', async () => {
    const double = await openQdrantDouble({ apiKey: 'right-key' });
    await new QdrantPatternStore({ url: double.url, apiKey: 'right-key' }).put([aPattern('a', 0)]);
    const error = await new QdrantPatternStore({ url: double.url, apiKey: 'wrong-key' })
      .put([aPattern('a', 0)])
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'PATTERNS_KEY_REJECTED', kind: 'operator' });
    expect(String((error as Error).message)).not.toContain('wrong-key');
    await double.close();
  });

  it.each([301, 302, 307, 308])(
    `follows nobody who answers %i: neither what is sent nor the key goes elsewhere${verifies('S-52')}`,
    async (status) => {
      const seen: string[] = [];
      const elsewhere = createServer((request, response) => {
        seen.push(`${request.method} ${request.url}`);
        response.end('{}');
      });
      const asked = createServer((request, response) => {
        const { port } = elsewhere.address() as AddressInfo;
        response.writeHead(status, { location: `http://127.0.0.1:${port}${request.url}` }).end();
      });
      for (const server of [elsewhere, asked]) await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
      const { port } = asked.address() as AddressInfo;
      const store = new QdrantPatternStore({ url: `http://127.0.0.1:${port}`, apiKey: 'key' });
      const query = { vector: direction(0), model: 'm', limit: 1 };
      for (const call of [() => store.put([aPattern('a', 0)]), () => store.similar(query)]) {
        await expect(call()).rejects.toMatchObject({ code: 'PATTERNS_REFUSED', kind: 'operator' });
      }
      expect(seen).toEqual([]);
      for (const server of [elsewhere, asked]) server.close().closeAllConnections();
    },
  );

  it('the double refuses what Qdrant refuses', async () => {
    const double = await openQdrantDouble();
    const send = (path: string, method: string, body: unknown) =>
      fetch(`${double.url}${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    const base = '/collections/execution_patterns';
    expect((await send(base, 'PUT', { vectors: { size: 'four', distance: 'Cosine' } })).status).toBe(400);
    expect((await send(base, 'PUT', { vectors: { size: 4, distance: 'Cosine' } })).status).toBe(200);
    expect((await send(`${base}/points`, 'PUT', { points: [{ id: 'exec-123', vector: [1, 0, 0, 0] }] })).status).toBe(
      400,
    );
    expect((await send(`${base}/points`, 'PUT', { points: [{ id: 1, vector: [1, 0] }] })).status).toBe(400);
    expect((await send(`${base}/points/query`, 'POST', { query: [1, 0, 0, 0], limit: 'x' })).status).toBe(400);
    await double.close();
  });
});
