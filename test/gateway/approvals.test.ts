import { notifyHandler } from '../../runtime/app/deliver-outbox';
import { readTicket, signTicket } from '../../runtime/core/notify/approval-ticket';
import { messagesOf } from '../../runtime/core/notify/outbox-message';
import type { Notification } from '../../runtime/ports/notifier';
import type { OutgoingMessage } from '../../runtime/ports/outbox';
import { manual, smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';
import { LiveGateway, SECRET } from './live-gateway';

const PUBLIC = 'https://night.example';
const NEWS = { voice: true, push: true, discord: true };
const EVIL = '<script>alert(1)</script>';

let gateway: LiveGateway;
beforeEach(async () => {
  gateway = await LiveGateway.open(undefined, { allowedHosts: ['night.example'] });
  await gateway.world.addWorker('w1');
});
afterEach(() => gateway.close());

/** An execution that waits for a person, and the message that asks. */
async function asking(
  links = { publicUrl: PUBLIC, secret: SECRET } as { publicUrl?: string; secret?: string },
  options: { advance?: 'direct' } = {},
) {
  const plan = smallPlan(['a'], { a: { title: `Look at ${EVIL}`, verification: [manual('c1')] } });
  const id = await gateway.world.submit(plan, { notifications: NEWS, ...options });
  await gateway.world.loop(id);
  expect((await gateway.world.state(id)).status).toBe('waiting');
  return { id, ...(await messageOf(id, 'task-waiting', links)) };
}

/** What goes out for the newest event of a kind, as a channel gets it. */
async function messageOf(id: string, type: string, links: { publicUrl?: string; secret?: string }) {
  const execution = await gateway.world.state(id as never);
  const event = (await gateway.world.deps.store.eventsAfter(execution.id, 0))
    .filter(({ body }) => body.type === type)
    .at(-1)!;
  const [message] = messagesOf(execution, [event], { targets: { push: 'phone' } });
  const sent: Notification[] = [];
  const send = async (notification: Notification) => void sent.push(notification);
  const handler = notifyHandler(new Map([['push', { channel: 'push', send }]]), links, () => gateway.world.nowMs);
  await handler(message as OutgoingMessage, new AbortController().signal);
  const paths = new Map(sent[0]!.answers?.map(({ label, url }) => [label, url.replace(PUBLIC, '')]));
  return { sent: sent[0]!, stored: JSON.stringify(message), path: (label: string) => paths.get(label)! };
}

const open = (path: string, headers = {}) =>
  gateway.server.inject({ url: path, headers: { host: 'night.example', ...headers } });
const press = (path: string, payload = '', headers: Record<string, string> = {}) =>
  gateway.server.inject({
    method: 'POST',
    url: path,
    payload,
    headers: { host: 'night.example', 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
const answersOf = async (id: string) => (await gateway.world.state(id as never)).tasks.at(0)!.answers;

describe(`a link from a message${verifies('S-17')}`, () => {
  it('shows what would be decided, and decides nothing, however often it is opened', async () => {
    const { id, path } = await asking();
    for (let times = 0; times < 3; times++) {
      const page = await open(path('pass'));
      expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.body).toContain('c1 is fine');
      expect(page.body).toContain('<button type="submit">Approve</button>');
    }
    expect((await open(path('fail'))).body).toContain('<button type="submit">Reject</button>');
    expect(await answersOf(id)).toEqual([]);
    expect((await gateway.world.state(id)).status).toBe('waiting');
  });

  it('decides at the press of its button, once, with the note and as itself', async () => {
    const { id, path } = await asking();
    const pressed = await press(path('fail'), 'note=too+dark%0Aand+small');
    expect([pressed.statusCode, pressed.body]).toEqual([200, expect.stringContaining('answered with fail')]);
    const [answer] = await answersOf(id);
    expect(answer).toMatchObject({ criterionId: 'c1', result: 'fail', note: 'too dark\nand small' });
    expect(answer?.actor).toMatch(/^link:[0-9a-f]{8}$/);
    const events = (await gateway.world.deps.store.eventsAfter(id, 0)).length;
    for (const label of ['fail', 'pass']) {
      const again = await press(path(label));
      expect([again.statusCode, again.body]).toEqual([409, expect.stringContaining('decided already: fail')]);
      expect((await open(path(label))).body).not.toContain('<button');
    }
    expect((await gateway.world.deps.store.eventsAfter(id, 0)).length).toBe(events);
  });

  it('pressed several times at once is done once, and every other press is told who decided it, how and when', async () => {
    const { id, path } = await asking();
    const presses = await Promise.all(
      Array.from({ length: 8 }, (_, no) => press(path(no % 2 === 0 ? 'pass' : 'fail'))),
    );
    const [answer] = await answersOf(id);
    expect(presses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(presses.find(({ statusCode }) => statusCode === 200)!.body).toContain('<h1>Done</h1>');
    const said = `This was decided already: ${answer!.result}, by a link from a message, at ${answer!.at}`;
    for (const other of presses.filter(({ statusCode }) => statusCode !== 200)) {
      expect([other.statusCode, other.body]).toEqual([409, expect.stringContaining('<h1>Decided already</h1>')]);
      expect(other.body).toContain(said);
    }
    expect((await open(path('pass'))).body).toContain(said);
    const events = await gateway.world.deps.store.eventsAfter(id, 0);
    expect(events.filter(({ body }) => body.type === 'task-answered')).toHaveLength(1);
  });

  it('pressed several times at once lets a paused execution go on once, and names who answered elsewhere', async () => {
    const id = await gateway.world.submit(smallPlan(['a']), { notifications: NEWS });
    await gateway.ask('POST', `/api/execution/${id}/control`, { action: 'pause' });
    const { path } = await messageOf(id, 'execution-paused', { publicUrl: PUBLIC, secret: SECRET });
    const presses = await Promise.all(Array.from({ length: 4 }, () => press(path('resume'))));
    expect(presses.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409]);
    const asked = await asking();
    const answer = { taskId: 'a', criterionId: 'c1', result: 'fail', actor: 'person:ada' };
    expect((await gateway.ask('POST', `/api/execution/${asked.id}/answer`, answer)).statusCode).toBe(200);
    expect((await press(asked.path('pass'))).body).toMatch(
      /decided already: fail, by gateway:\w+ as person:ada, at 20/,
    );
  });

  it('is dead once the question was answered elsewhere, and for the next question after a retry', async () => {
    const { id, path } = await asking(undefined, { advance: 'direct' });
    await gateway.ask('POST', `/api/execution/${id}/answer`, { taskId: 'a', criterionId: 'c1', result: 'fail' });
    await gateway.world.loop(id);
    await gateway.ask('POST', `/api/execution/${id}/control`, { action: 'retry' });
    await gateway.world.pass(5_000);
    const state = await gateway.world.state(id);
    // The same criterion of the next attempt is asked.
    expect([state.status, state.tasks.at(0)!.token]).toEqual(['waiting', 2]);
    expect((await press(path('pass'))).statusCode).toBe(409);
    expect(await answersOf(id)).toEqual([]);
  });

  it('takes as long a note as its field does, which counts a line break once and sends it as two', async () => {
    const { id, path } = await asking();
    const pressed = await press(path('fail'), `note=${'x'.repeat(1_998)}%0D%0Ay`);
    expect(pressed.statusCode).toBe(200);
    expect((await answersOf(id))[0]).toMatchObject({ note: `${'x'.repeat(1_998)}\ny` });
  });

  it('lets a task begin that a person is asked about first, and its agent is told the note', async () => {
    const plan = smallPlan(['a'], { a: { humanGate: 'Ada agrees to the colours' } });
    const id = await gateway.world.submit(plan, { notifications: NEWS, advance: 'direct' });
    await gateway.world.loop(id);
    const { path } = await messageOf(id, 'task-waiting', { publicUrl: PUBLIC, secret: SECRET });
    expect((await open(path('pass'))).body).toContain('Ada agrees to the colours');
    expect(gateway.world.agent.jobs).toEqual([]);
    expect((await press(path('pass'), 'note=but+in+blue')).statusCode).toBe(200);
    await gateway.world.loop(id);
    await gateway.world.pass(1_000);
    expect(gateway.world.agent.jobs.map(({ prompt }) => prompt)).toEqual([expect.stringContaining('but in blue')]);
  });

  it('tells the next attempt why the one before was refused', async () => {
    const { id, path } = await asking(undefined, { advance: 'direct' });
    expect((await press(path('fail'), 'note=too+dark')).statusCode).toBe(200);
    await gateway.world.loop(id);
    await gateway.ask('POST', `/api/execution/${id}/control`, { action: 'retry' });
    await gateway.world.pass(5_000);
    const [first, second] = gateway.world.agent.jobs.map(({ prompt }) => prompt);
    expect([first?.includes('too dark'), second]).toEqual([false, expect.stringContaining('too dark')]);
  });

  it('lets a paused execution go on, and no later pause', async () => {
    const id = await gateway.world.submit(smallPlan(['a']), { notifications: NEWS });
    await gateway.ask('POST', `/api/execution/${id}/control`, { action: 'pause' });
    const first = await messageOf(id, 'execution-paused', { publicUrl: PUBLIC, secret: SECRET });
    expect((await open(first.path('resume'))).body).toContain('Let it go on');
    expect((await press(first.path('resume'))).statusCode).toBe(200);
    expect((await gateway.world.state(id)).status).toBe('running');
    await gateway.ask('POST', `/api/execution/${id}/control`, { action: 'pause' });
    for (const label of ['resume', 'cancel']) expect((await press(first.path(label))).statusCode).toBe(409);
    expect((await gateway.world.state(id)).status).toBe('paused');
    const second = await messageOf(id, 'execution-paused', { publicUrl: PUBLIC, secret: SECRET });
    expect((await press(second.path('cancel'))).statusCode).toBe(200);
    expect((await gateway.world.state(id)).status).toBe('cancelled');
  });

  it('ends after a night and a day', async () => {
    const { id, path } = await asking();
    gateway.world.nowMs += 37 * 3_600_000;
    for (const reply of [await open(path('pass')), await press(path('pass'))]) {
      expect([reply.statusCode, reply.body]).toEqual([410, expect.stringContaining('This link was good until')]);
    }
    expect(await answersOf(id)).toEqual([]);
  });

  it('answers HEAD as GET, without a body, and decides nothing', async () => {
    const { id, path } = await asking();
    const head = (url: string) => gateway.server.inject({ method: 'HEAD', url, headers: { host: 'night.example' } });
    const [looked, opened] = [await head(path('pass')), await open(path('pass'))];
    expect([looked.statusCode, looked.body, looked.headers['content-type']]).toEqual([
      opened.statusCode,
      '',
      opened.headers['content-type'],
    ]);
    expect(opened.statusCode).toBe(200);
    expect((await head('/approve/junk')).statusCode).toBe(404);
    expect(await answersOf(id)).toEqual([]);
  });

  it('that is changed, cut, doubled or signed by another is none', async () => {
    const { id, path } = await asking();
    const ticket = path('pass').replace('/approve/', '');
    const [payload, mac] = ticket.split('.') as [string, string];
    const fields = JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown[];
    const forged = (change: (copy: unknown[]) => void) => {
      const copy = [...fields];
      change(copy);
      return `${Buffer.from(JSON.stringify(copy)).toString('base64url')}.${mac}`;
    };
    const known = readTicket(ticket, [SECRET], gateway.world.nowMs);
    const tickets = [
      forged((copy) => copy.splice(7, 1, 'fail')),
      forged((copy) => copy.splice(6, 1, 'gate')),
      forged((copy) => copy.splice(0, 1, '01890a5d-ac96-774b-bcce-b302099a8057')),
      forged((copy) => copy.splice(2, 1, 9_999_999_999)),
      ticket.slice(0, -1),
      `${ticket}A`,
      `${ticket}.${mac}`,
      `${mac}.${payload}`,
      `${payload}.${'A'.repeat(43)}`,
      signTicket(known, `whsec_${Buffer.alloc(32, 8).toString('base64')}`),
      'undefined.undefined.undefined',
    ];
    for (const other of tickets) {
      expect([other, (await open(`/approve/${other}`)).statusCode]).toEqual([other, 404]);
      expect([other, (await press(`/approve/${other}`)).statusCode]).toEqual([other, 404]);
    }
    expect(await answersOf(id)).toEqual([]);
    // The old secret still counts while the new one takes its place.
    expect(readTicket(ticket, [`whsec_${Buffer.alloc(32, 8).toString('base64')}`, SECRET], 0)).toEqual(known);
  });

  it.each([
    ['junk', '/approve/junk'],
    ['a link that was cut short', '/approve/'],
    ['a link with more behind it', '/approve/a/b'],
  ])('%s is a page too where a browser asks, and JSON for a program', async (_, path) => {
    const page = await open(path, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(page.statusCode).toBeGreaterThanOrEqual(400);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(page.body).toContain('Nothing was decided');
    expect(page.body).toContain('This link is not one of ours. Open it whole');
    expect(page.body).toContain(String(page.headers['x-request-id']));
    expect((await open(path)).json()).toMatchObject({ error: { code: expect.any(String) } });
  });

  it('tells a person what is wrong with what the page sent', async () => {
    const { id, path } = await asking();
    const page = await press(path('pass'), `note=${'x'.repeat(2_001)}`, { accept: 'text/html' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(page.body).toContain('/note must have at most 2000 characters');
    expect(await answersOf(id)).toEqual([]);
  });

  it(`is a page that runs nothing, loads nothing, is framed by nobody and shows text as text${verifies('S-06')}`, async () => {
    const { path } = await asking();
    const page = await open(path('pass'));
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page.headers).toMatchObject({
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(page.body).not.toContain(EVIL);
    expect(page.body).toContain('&lt;script&gt;');
    expect(page.body).not.toMatch(/<script|\son\w+=|javascript:|https?:\/\//);
  });

  it.each([
    ['a form of another site', { origin: 'https://evil.example' }, 403],
    ['a form of nowhere', { origin: 'null' }, 403],
    ['another name of this host', { host: 'evil.example' }, 421],
    ['JSON', { 'content-type': 'application/json' }, 415],
    ['a compressed form', { 'content-encoding': 'gzip' }, 413],
  ])('takes no answer from %s', async (_, headers, expected) => {
    const { id, path } = await asking();
    expect((await press(path('pass'), '{}', headers)).statusCode).toBe(expected);
    expect(await answersOf(id)).toEqual([]);
  });

  it('takes nothing but a note', async () => {
    const { id, path } = await asking();
    for (const body of ['result=pass', 'note=a&note=b', `note=${'x'.repeat(2_001)}`]) {
      expect([body.slice(0, 20), (await press(path('fail'), body)).statusCode]).toEqual([body.slice(0, 20), 400]);
    }
    expect(await answersOf(id)).toEqual([]);
  });

  it('does not stand in the outbox, where whoever reads the database would find it', async () => {
    const { stored, sent, path } = await asking();
    expect(stored).not.toContain('approve');
    expect(sent.answers?.map(({ label }) => label)).toEqual(['pass', 'fail']);
    expect(path('pass').length).toBeLessThan(250);
  });

  it.each([{}, { publicUrl: PUBLIC }, { secret: SECRET }])(
    'is not made without a public address (%j): the message says how to answer',
    async (links) => {
      const { id, sent } = await asking(links);
      expect(sent.answers).toEqual([]);
      expect(sent.text).toContain(`nightshift answer ${id} a c1 pass`);
      expect(sent.text).toMatch(/MCP.*n8n/);
    },
  );
});
