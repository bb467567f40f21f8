import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patientFetch } from '../../../runtime/adapters/agent-tools/patient-fetch';
import { FetchPoster } from '../../../runtime/adapters/http/fetch-poster';
import { HttpLoopHost } from '../../../runtime/adapters/n8n/http-loop-host';
import { OpenaiEmbedder } from '../../../runtime/adapters/openai-embeddings/openai-embedder';
import { PerplexityResearcher } from '../../../runtime/adapters/perplexity/perplexity-researcher';
import { loadConfig } from '../../../runtime/config/load-config';
import { asExecutionId } from '../../../runtime/core/ids';
import { AppWorld } from '../../support/app-world';
import { openSinkServer, type SinkServer } from '../../support/sink-server';
import { manual, smallPlan } from '../../support/small-plan';
import { verifies } from '../../support/verifies';
import { LiveGateway } from '../live-gateway';

/**
 * What nightshift calls by itself, and what calls back (the rest of D3). Agents call nothing back: an attempt's result
 * comes from the process that runs it, behind its fencing token (`contracts/execution-store`), so that stale tokens, orders,
 * states, progress and log pieces from outside have no address to come to, which the cases below hold. The one
 * thing that calls back is n8n's loop, of which nothing is believed but what its own node wrote (D3-28).
 */
const never = new AbortController().signal;
const ID = asExecutionId('01890a5d-ac96-774b-bcce-b302099a8057');

let target: SinkServer;
let elsewhere: SinkServer;
beforeEach(async () => {
  target = await openSinkServer();
  elsewhere = await openSinkServer();
});
afterEach(() => Promise.all([target.close(), elsewhere.close()]));

const redirectTo = (url: string, status = 307) => ({ status, headers: { location: url } });
const host = () => new HttpLoopHost({ url: target.url, loopPath: '/webhook/nightshift/loop', apiKey: 'n8n-api-key' });
const start = { type: 'start', executionId: ID, generation: 1, wait: 0, tries: 0, key: 'key' } as const;
const resume = (resumeUrl: string) =>
  ({ type: 'resume', executionId: ID, generation: 1, wait: 1, resumeUrl }) as Parameters<HttpLoopHost['wake']>[0];

describe(`what comes for something that is not there any more (D3)${verifies('S-13', 'S-49')}`, () => {
  let gateway: LiveGateway;
  beforeEach(async () => {
    const world = new AppWorld();
    gateway = await LiveGateway.open(world);
    await world.addWorker('w1');
  });
  afterEach(() => gateway.close());

  it('D3-17: a project, an execution and a task that there are not are 404', async () => {
    const handed = await gateway.handOver({ text: '- [ ] One\n  run: `true`\n', project: 'nowhere' });
    expect([handed.statusCode, handed.json().error.code]).toEqual([404, 'PROJECT_UNKNOWN']);
    const answer = { taskId: 'task-001', criterionId: 'c1', result: 'pass' };
    const unknown = await gateway.ask('POST', `/api/execution/${ID}/answer`, answer);
    expect([unknown.statusCode, unknown.json().error.code]).toEqual([404, 'EXECUTION_UNKNOWN']);
  });

  it.each([
    ['D3-18: a result with a token of before', 'POST', 'tasks/task-001', { token: 1, outcome: 'done' }],
    ['D3-19: events out of order', 'POST', 'events', [{ seq: 9 }, { seq: 1 }]],
    ['D3-24: a status that there is not', 'PUT', 'status', { status: 'dancing' }],
    ['D3-25: a progress of 150 %, -1 and none', 'PATCH', 'status', { progress: [150, -1, Number.NaN] }],
    ['D3-26: a piece of a log at an offset', 'POST', 'log/task-001', { offset: 7, text: 'forged' }],
  ] as const)('%s has no way in from outside, whoever sends it', async (_, method, path, body) => {
    const executionId = (await gateway.handOver({ text: '- [ ] One\n  run: `true`\n' })).json().executionId;
    const look = async () => (await gateway.ask('GET', `/api/execution/${executionId}/events`)).json();
    const before = await look();
    const reply = await gateway.ask(method, `/api/execution/${executionId}/${path}`, body);
    expect([reply.statusCode, reply.json().error.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(await look()).toEqual(before);
  });

  it('D3-27: an answer after the end is 409 and changes nothing', async () => {
    const id = await gateway.world.submit(smallPlan(['a'], { a: { verification: [manual('c1')] } }));
    await gateway.world.loop(id);
    await gateway.ask('POST', `/api/execution/${id}/control`, { action: 'cancel' });
    const events = async () => (await gateway.world.deps.store.eventsAfter(id, 0)).length;
    const before = await events();
    const late = await gateway.ask('POST', `/api/execution/${id}/answer`, {
      taskId: 'a',
      criterionId: 'c1',
      result: 'pass',
    });
    expect(late.statusCode).toBe(409);
    expect(await events()).toBe(before);
  });
});

describe('n8n, called back', () => {
  it.each([
    ['of another host', (url: string) => `${url}/webhook-waiting/1/0/abc`],
    ['with another node’s suffix', (url: string) => `${url}/webhook-waiting/1/../../rest/login?x=1`],
    ['with a name before the host', (url: string) => `${url.replace('//', '//user:pass@')}/webhook-waiting/1`],
  ])(
    'D3-28: an address to go on at %s is asked at our own n8n only, and believed only when our node answers',
    async (_, of) => {
      target.answerWith({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' });
      expect(await host().wake(resume(of(elsewhere.url)))).not.toBe('taken');
      expect([target.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
      expect(target.requests[0]!.headers).not.toHaveProperty('authorization');
    },
  );

  it.each([
    ['“n8n is starting up”', { status: 200, body: 'n8n is starting up. Please wait' }],
    ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
    ['another one’s JSON', { status: 200, body: '{"message":"Workflow was started"}' }],
    ['nothing', { status: 204 }],
  ])(`D3-28: %s with 200 is no success${verifies('S-16')}`, async (_, answer) => {
    target.answerWith(answer);
    expect(await host().wake(start)).toBe('away');
    expect(await host().wake(resume(`${target.url}/webhook-waiting/1`))).toBe('away');
  });

  it.each([301, 302, 307, 308])('D3-28: a redirect (%i) is not followed, and takes no key along', async (status) => {
    target.answerWith(redirectTo(`${elsewhere.url}/`, status));
    expect(await host().wake(start)).toBe('away');
    expect(await host().isReady()).toBe(false);
    await expect(host().executionState('1')).rejects.toMatchObject({ code: 'UNAVAILABLE_N8N' });
    expect(elsewhere.requests).toEqual([]);
  });
});

describe(`what is configured to be called (D3-29)${verifies('S-52')}`, () => {
  const post = (url: string, poster = new FetchPoster({ timeoutMs: 500 })) =>
    poster.post({ service: 'notify', url, headers: {}, body: {} }, never);

  it('a redirect is not followed by search, embeddings or models: what was asked and the key stay with the configured host', async () => {
    target.answerWith(redirectTo(`${elsewhere.url}/v1/chat/completions`));
    const researcher = new PerplexityResearcher({ baseUrl: target.url, apiKey: 'key', model: 'm' });
    await expect(researcher.ask('why?', never)).rejects.toMatchObject({ code: 'RESEARCH_REFUSED' });
    const embedder = new OpenaiEmbedder({ baseUrl: target.url, apiKey: 'key', model: 'm', dimensions: 16 });
    await expect(embedder.embed(['a'])).rejects.toMatchObject({ kind: 'operator' });
    expect((await patientFetch(target.url, { method: 'POST', body: '{}' })).status).toBe(307);
    expect([target.requests.length, elsewhere.requests.length]).toEqual([3, 0]);
  });

  it('a refusal of one byte a second is left after the time there is', async () => {
    target.answerWith((_, response) => {
      response.writeHead(403);
      const drip = setInterval(() => response.write('x'), 100);
      response.on('close', () => clearInterval(drip));
    });
    const begun = performance.now();
    await expect(post(target.url)).rejects.toMatchObject({ code: 'UNAVAILABLE_NOTIFY' });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('a certificate that nobody vouches for is refused, before anything is told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nightshift-tls-'));
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    const subject = ['-subj', '/CN=localhost', '-days', '1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-keyout', key, '-out', cert, ...subject], {
      stdio: 'ignore',
    });
    let told = 0;
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      told += 1;
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await expect(post(`https://localhost:${port}/`, new FetchPoster())).rejects.toMatchObject({
      code: 'UNAVAILABLE_NOTIFY',
    });
    expect(told).toBe(0);
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true, force: true });
  });

  const SETTINGS = [
    'NIGHTSHIFT_RESEARCH_URL',
    'NIGHTSHIFT_EMBEDDINGS_URL',
    'NIGHTSHIFT_QDRANT_URL',
    'NIGHTSHIFT_OPENAI_BASE_URL',
    'NIGHTSHIFT_ANTHROPIC_BASE_URL',
    'NIGHTSHIFT_CLAUDE_CODE_BASE_URL',
    'NIGHTSHIFT_NTFY_URL',
    'NIGHTSHIFT_VOICE_URL',
    'NIGHTSHIFT_DISCORD_WEBHOOK_URL',
    'NIGHTSHIFT_N8N_URL',
    'NIGHTSHIFT_GATEWAY_URL',
    'NIGHTSHIFT_PUBLIC_URL',
  ];
  it.each(SETTINGS)('%s may be no metadata service, no file and hold no password', (name) => {
    const env = {
      NIGHTSHIFT_HOME: '/nonexistent',
      NIGHTSHIFT_DATABASE_URL: 'postgres://ns_app:a-long-password@127.0.0.1:1/n',
      NIGHTSHIFT_QUEUE_URL: 'postgres://ns_queue:a-long-password@127.0.0.1:1/n',
    };
    for (const url of [
      'http://169.254.169.254/latest/meta-data',
      'https://[::ffff:169.254.169.254]/',
      'http://2852039166/',
      'http://0xa9fea9fe/',
      'https://metadata.google.internal/',
      'https://[64:ff9b::169.254.169.254]/',
      'http://0/',
      'http://[::]/',
      'https://ada:t0psecret@example.com/',
      'file:///etc/passwd',
      'gopher://127.0.0.1:6379/_FLUSHALL',
      'javascript:alert(1)',
    ]) {
      expect(() => loadConfig({ ...env, [name]: url })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    }
  });
});
