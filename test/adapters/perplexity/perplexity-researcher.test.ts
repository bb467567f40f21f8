import { PerplexityResearcher } from '../../../runtime/adapters/perplexity/perplexity-researcher';
import { QUESTION, researcherContract } from '../../contracts/researcher.contract';
import { openSinkServer, type SinkServer } from '../../support/sink-server';

const completion = (more: object = {}, message: object = {}) => ({
  id: 'c1',
  object: 'chat.completion',
  created: 1,
  model: 'sonar',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'It is 8.23.1 [1].', ...message } },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: { total_cost: 0.006 } },
  ...more,
});
const json = (body: object) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const open = (sink: SinkServer) => new PerplexityResearcher({ baseUrl: sink.url, apiKey: 'pplx-test', model: 'sonar' });

researcherContract('Perplexity, against a double', async () => {
  const sink = await openSinkServer();
  sink.answerWith(
    json(completion({ search_results: [{ title: 'pg on npm', url: 'https://www.npmjs.com/package/pg', date: null }] })),
  );
  return { researcher: open(sink), close: () => sink.close() };
});

describe('PerplexityResearcher, against a double', () => {
  let sink: SinkServer;
  beforeEach(async () => {
    sink = await openSinkServer();
  });
  afterEach(() => sink.close());
  const never = new AbortController().signal;
  const sources = async (body: object) => {
    sink.answerWith(json(body));
    return (await open(sink).ask(QUESTION, never)).sources;
  };

  it('asks as the API wants it', async () => {
    await sources(completion());
    const [request] = sink.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/chat/completions' });
    expect(request!.headers.authorization).toBe('Bearer pplx-test');
    expect(JSON.parse(request!.body)).toMatchObject({
      model: 'sonar',
      messages: [{ role: 'system' }, { role: 'user', content: QUESTION }],
    });
  });

  it.each([
    [
      'citations',
      completion({ citations: ['https://a.example/1', 'https://a.example/1', 'https://b.example/'] }),
      ['https://a.example/1', 'https://b.example/'],
    ],
    [
      'annotations',
      completion(
        {},
        { annotations: [{ type: 'url_citation', url_citation: { url: 'https://a.example/', title: 'A' } }] },
      ),
      ['https://a.example/'],
    ],
    [
      'the text',
      completion({}, { content: 'See https://a.example/x, and (https://b.example/y).' }),
      ['https://a.example/x', 'https://b.example/y'],
    ],
    ['nowhere', completion({ citations: ['javascript:alert(1)', 'file:///etc/passwd', 7, null, 'not a url'] }), []],
    ['a broken list', completion({ search_results: 'none', citations: { a: 1 } }), []],
  ])('finds sources in %s', async (_, body, urls) => expect((await sources(body)).map(({ url }) => url)).toEqual(urls));

  it.each([
    [401, 'RESEARCH_KEY_REJECTED', 'operator'],
    [403, 'RESEARCH_KEY_REJECTED', 'operator'],
    [400, 'RESEARCH_REFUSED', 'operator'],
    [429, 'UNAVAILABLE_RESEARCH', 'transient'],
    [503, 'UNAVAILABLE_RESEARCH', 'transient'],
  ])('translates %i into %s', async (status, code, kind) => {
    sink.answerWith({
      status,
      headers: { 'content-type': 'application/json', 'retry-after-ms': '1' },
      body: '{"error":{"message":"no"}}',
    });
    const error = await open(sink)
      .ask(QUESTION, never)
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code, kind });
    expect(String(error)).not.toContain('pplx-test');
  });

  it('takes an empty answer for none', async () => {
    sink.answerWith(json(completion({}, { content: ' ' })));
    await expect(open(sink).ask(QUESTION, never)).rejects.toMatchObject({ code: 'UNAVAILABLE_RESEARCH' });
  });

  it('stops asking when its signal aborts', async () => {
    sink.answerWith('hang');
    const controller = new AbortController();
    const asked = open(sink).ask(QUESTION, controller.signal);
    controller.abort(new Error('shutting down'));
    await expect(asked).rejects.toThrow('shutting down');
  });
});
