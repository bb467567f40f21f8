import { OpenaiEmbedder } from '../../../runtime/adapters/openai-embeddings/openai-embedder';
import { embedderContract } from '../../contracts/embedder.contract';
import { openSinkServer, type SinkServer } from '../../support/sink-server';

const SIZE = 16;

/** Answers as an OpenAI-compatible server does: a vector from the letters of each text, in reverse order. */
function embedding(sink: SinkServer): void {
  sink.answerWith((request, response) => {
    const { input } = JSON.parse(request.body) as { readonly input: readonly string[] };
    const data = input.map((text, index) => {
      const vector = new Array<number>(SIZE).fill(0.1);
      for (const [at, letter] of [...text].entries()) vector[at % SIZE]! += letter.codePointAt(0)! / 100;
      return { object: 'embedding', index, embedding: vector };
    });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        object: 'list',
        data: data.reverse(),
        model: 'm',
        usage: { prompt_tokens: 1, total_tokens: 1 },
      }),
    );
  });
}

const open = (sink: SinkServer, more = {}) =>
  new OpenaiEmbedder({
    baseUrl: `${sink.url}/v1`,
    apiKey: 'sk-test',
    model: 'text-embedding',
    dimensions: SIZE,
    ...more,
  });

embedderContract('OpenAI-compatible, against a double', async () => {
  const sink = await openSinkServer();
  embedding(sink);
  return { embedder: open(sink), close: () => sink.close() };
});

describe('OpenaiEmbedder, against a double', () => {
  let sink: SinkServer;
  beforeEach(async () => {
    sink = await openSinkServer();
    embedding(sink);
  });
  afterEach(() => sink.close());

  it('asks as the API wants it, in parts', async () => {
    await open(sink).embed(Array.from({ length: 100 }, () => 'x'));
    expect(sink.requests.map(({ path }) => path)).toEqual(['/v1/embeddings', '/v1/embeddings']);
    expect(sink.requests[0]!.headers.authorization).toBe('Bearer sk-test');
    const bodies = sink.requests.map(({ body }) => JSON.parse(body));
    expect(bodies[0]).toMatchObject({ model: 'text-embedding', encoding_format: 'float' });
    expect(bodies.map(({ input }) => input.length)).toEqual([64, 36]);
  });

  it.each([
    [401, 'EMBEDDINGS_KEY_REJECTED', 'operator'],
    [404, 'EMBEDDINGS_REFUSED', 'operator'],
    [500, 'UNAVAILABLE_EMBEDDINGS', 'transient'],
    [429, 'UNAVAILABLE_EMBEDDINGS', 'transient'],
  ])('translates %i into %s', async (status, code, kind) => {
    sink.answerWith({
      status,
      headers: { 'content-type': 'application/json', 'retry-after-ms': '1' },
      body: '{"error":{"message":"no"}}',
    });
    const error = await open(sink)
      .embed(['x'])
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code, kind });
    expect(String(error)).not.toContain('sk-test');
  });

  it('says so when the model makes vectors of another size', async () =>
    expect(open(sink, { dimensions: 1536 }).embed(['x'])).rejects.toMatchObject({
      code: 'EMBEDDINGS_SIZE',
      kind: 'operator',
    }));

  it('says so when the server is away', async () => {
    await sink.close();
    await expect(open(sink).embed(['x'])).rejects.toMatchObject({ code: 'UNAVAILABLE_EMBEDDINGS' });
  });
});
