import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedSettings } from '../../runtime/config/embedded-settings';
import { takeHome } from '../../runtime/main/launcher-state';
import { openOwnerSession } from '../../runtime/main/owner-session';

/** Logs in and tells of workflows as n8n does: five logins a minute, a page while it starts. */
class N8nDouble {
  logins = 0;
  isStarting = false;
  password = 'right';
  /** The cookies that it takes. */
  readonly taken = new Set<string>();
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.isStarting) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<pre>Cannot</pre>');
    if (request.url === '/rest/login') {
      let body = '';
      request.on('data', (chunk) => (body += chunk)).on('end', () => this.logIn(body, response));
    } else if (!this.taken.has(request.headers.cookie ?? '')) {
      response.writeHead(401).end('{"status":"error","message":"Unauthorized"}');
    } else if (request.url === '/rest/workflows/there') {
      response.writeHead(200).end('{"data":{"id":"there"}}');
    } else if (request.url === '/rest/workflows/busy') {
      response.writeHead(409).end('{"code":409,"message":"Workflow is still being unpublished. Please try again."}');
    } else {
      response.writeHead(404).end('{"code":404,"message":"Could not load the workflow"}');
    }
  }

  private logIn(body: string, response: ServerResponse): void {
    if (++this.logins > 5) return void response.writeHead(429, { 'retry-after': '37' }).end('Too many requests');
    const { password } = JSON.parse(body) as { readonly password: string };
    if (password !== this.password) return void response.writeHead(401).end('{"message":"Wrong"}');
    const cookie = `n8n-auth=login${this.logins}`;
    this.taken.add(cookie);
    response.writeHead(200, { 'set-cookie': `${cookie}; Path=/; HttpOnly` }).end('{"data":{}}');
  }
}

describe('the session with the n8n of a home', () => {
  let n8n: N8nDouble;
  let home: string;
  let settings: EmbeddedSettings;

  beforeEach(async () => {
    n8n = new N8nDouble();
    home = mkdtempSync(join(tmpdir(), 'ns-session-'));
    const port = await n8n.open();
    settings = { ports: { n8n: port }, secrets: { n8nOwnerPassword: 'right' } } as EmbeddedSettings;
  });
  afterEach(async () => {
    await n8n.close();
    rmSync(home, { recursive: true, force: true });
  });

  const ask = async (path = '/rest/workflows/there') => (await openOwnerSession(home, settings)).call('GET', path);
  const kept = () => join(home, 'n8n-session');

  it('logs in once for all processes, and keeps the login to its user', async () => {
    for (let call = 0; call < 8; call++) expect(await ask()).toEqual({ id: 'there' });
    expect(n8n.logins).toBe(1);
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
  });

  it('logs in again, once, when n8n takes the login no longer', async () => {
    await ask();
    n8n.taken.clear();
    const session = await openOwnerSession(home, settings);
    const answers = await Promise.all([1, 2, 3].map(() => session.call('GET', '/rest/workflows/there')));
    expect(answers).toEqual([{ id: 'there' }, { id: 'there' }, { id: 'there' }]);
    expect(n8n.logins).toBe(2);
    expect(readFileSync(kept(), 'utf8')).toBe('n8n-auth=login2\n');
  });

  it.each(['', '\n', 'a\u0000b', 'ü\n'])('logs in when what is kept is no login: %j', async (text) => {
    writeFileSync(kept(), text);
    expect(await ask()).toEqual({ id: 'there' });
  });

  it('says when to try again when n8n takes no more logins', async () => {
    n8n.logins = 5;
    await expect(ask()).rejects.toMatchObject({
      kind: 'transient',
      code: 'UNAVAILABLE_N8N',
      retryAfterMs: 37_000,
      hint: 'Try again in 37 s.',
    });
    expect(existsSync(kept())).toBe(false);
  });

  it('waits for an n8n that starts, and does not take its workflows for gone', async () => {
    n8n.isStarting = true;
    const starts = { kind: 'transient', code: 'UNAVAILABLE_N8N', message: expect.stringContaining('still starting') };
    await expect(ask()).rejects.toMatchObject(starts);
    n8n.isStarting = false;
    expect(await ask('/rest/workflows/gone')).toBeUndefined();
    n8n.isStarting = true;
    await expect(ask('/rest/workflows/gone')).rejects.toMatchObject(starts);
  });

  it('says how to start it where nothing runs, and where to look while a launcher is at work', async () => {
    await n8n.close();
    const away = (hint: string) => ({ code: 'UNAVAILABLE_N8N', hint: expect.stringContaining(hint) });
    await expect(ask()).rejects.toMatchObject(away('nightshift up --detach'));
    expect(takeHome(home)).toBe(true);
    await expect(ask()).rejects.toMatchObject(away(join(home, 'logs', 'n8n.log')));
    await n8n.open();
  });

  it('says that the password is wrong only when it is', async () => {
    n8n.password = 'another';
    await expect(ask()).rejects.toMatchObject({ kind: 'operator', code: 'N8N_LOGIN_REFUSED' });
  });

  it('says of what n8n is still at that it can be asked again', async () => {
    await expect(ask('/rest/workflows/busy')).rejects.toMatchObject({ code: 'UNAVAILABLE_N8N', retryAfterMs: 2_000 });
  });
});
