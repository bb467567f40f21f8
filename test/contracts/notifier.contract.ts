import { isNightshiftError } from '../../runtime/core/errors';
import type { HttpPoster } from '../../runtime/ports/http-poster';
import type { Notification, Notifier } from '../../runtime/ports/notifier';
import { openSinkServer, type SinkAnswer, type SinkRequest, type SinkServer } from '../support/sink-server';
import { verifies } from '../support/verifies';

export const aNotification: Notification = {
  key: '0198f2c0.0.7:voice:v1',
  title: 'Failed: Lint\r\nX-Injected: yes',
  spoken: 'The task Lint has failed and needs a look.',
  text: 'Lint failed (attempts-used).\nExpected 3, received 4',
  isUrgent: true,
  conversationId: '0198f2c0-0000-7000-8000-00000000c0de',
};

/** The token that stands in the addresses of the suite; it must show up nowhere. */
export const TOKEN = 'v3ry-secret-token-of-a-webhook';

export interface NotifierKind {
  /** A notifier that posts to a server at `url`, waiting no longer than a second. */
  readonly open: (url: string, poster: HttpPoster) => Notifier;
  readonly poster: HttpPoster;
  /** The letters that reach a person. */
  readonly messageOf: (request: SinkRequest) => string;
  readonly longest: number;
}

/** What every notifier over HTTP keeps of the port's promise, against a server on loopback. */
export function notifierContract(name: string, kind: NotifierKind): void {
  describe(`Notifier: ${name}${verifies('R-50', 'I15')}`, () => {
    let sink: SinkServer;
    let notifier: Notifier;
    beforeEach(async () => {
      sink = await openSinkServer();
      notifier = kind.open(sink.url, kind.poster);
    });
    afterEach(() => sink.close());
    const never = new AbortController().signal;
    const failure = async (answer: SinkAnswer, signal = never): Promise<unknown> => {
      sink.answerWith(answer);
      return notifier.send(aNotification, signal).then(
        () => undefined,
        (error: unknown) => error,
      );
    };

    it('posts JSON once, with the key of the message', async () => {
      await notifier.send(aNotification, never);
      expect(sink.requests).toHaveLength(1);
      const [request] = sink.requests;
      expect(request).toMatchObject({ method: 'POST' });
      expect(request!.headers['content-type']).toBe('application/json');
      expect(request!.headers['idempotency-key']).toBe(aNotification.key);
      expect(() => JSON.parse(request!.body)).not.toThrow();
    });

    it('lets no line break of a title become a header, nor a control character be sent', async () => {
      await notifier.send({ ...aNotification, key: 'a\r\nb: c', spoken: 'one\u0007 two\x1b three' }, never);
      expect(sink.requests[0]!.headers).not.toHaveProperty('x-injected');
      expect(sink.requests[0]!.headers).not.toHaveProperty('b');
      expect(kind.messageOf(sink.requests[0]!)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    });

    it('sends long texts shortened, whole letters only', async () => {
      await notifier.send(
        { ...aNotification, text: '🌙*'.repeat(5_000), spoken: 'word '.repeat(50), title: '🌙'.repeat(500) },
        never,
      );
      const message = kind.messageOf(sink.requests[0]!);
      expect(message.length).toBeLessThanOrEqual(kind.longest);
      expect(message).not.toMatch(/\p{Surrogate}/u);
    });

    it.each([401, 403, 404, 400, 410, 413])('gives up on %i', async (status) =>
      expect(await failure({ status, body: 'no' })).toMatchObject({ code: 'NOTIFY_REFUSED', kind: 'operator' }),
    );

    it('follows no redirect', async () => {
      expect(await failure({ status: 302, headers: { location: `${sink.url}/elsewhere` } })).toMatchObject({
        code: 'NOTIFY_REFUSED',
      });
      expect(sink.requests).toHaveLength(1);
    });

    it.each([500, 502, 503, 408])('is to be tried again after %i', async (status) =>
      expect(await failure({ status })).toMatchObject({ code: 'UNAVAILABLE_NOTIFY', kind: 'transient' }),
    );

    it.each([
      ['30', 30_000],
      ['0.5', 500],
      ['7200', 3_600_000],
      ['soon', undefined],
      ['-5', undefined],
    ])('after 429 with Retry-After %s waits %s ms', async (value, retryAfterMs) =>
      expect(await failure({ status: 429, headers: { 'retry-after': value } })).toMatchObject({
        kind: 'transient',
        retryAfterMs,
      }),
    );

    it('waits until the date that a 429 names, by the clock of the other side', async () => {
      const headers = { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:01:30 GMT' };
      expect(await failure({ status: 429, headers })).toMatchObject({ retryAfterMs: 90_000 });
    });

    it('waits no longer than it may for a server that hangs', async () =>
      expect(await failure('hang')).toMatchObject({ kind: 'transient', code: 'UNAVAILABLE_NOTIFY' }));

    it('has delivered when the reply never ends', async () =>
      expect(await failure((_, response) => void response.writeHead(200).write('x'))).toBeUndefined());

    it('reads only the start of a huge refusal', async () => {
      let written = 0;
      const error = await failure((_, response) => {
        response.writeHead(403);
        const more = (): void => {
          while (written < 50_000_000 && !response.destroyed) {
            written += 65_536;
            if (!response.write('x'.repeat(65_536))) return void response.once('drain', more);
          }
        };
        more();
      });
      expect(error).toMatchObject({ code: 'NOTIFY_REFUSED' });
      expect(written).toBeLessThan(50_000_000);
    });

    it('stops when its signal aborts, with the reason of the signal', async () => {
      const controller = new AbortController();
      const sent = failure('hang', controller.signal);
      controller.abort(new Error('shutting down'));
      expect(await sent).toMatchObject({ message: 'shutting down' });
    });

    it('names no token in any error', async () => {
      const errors = [
        await failure({ status: 403, body: 'no' }),
        await failure({ status: 500 }),
        await failure('hang'),
      ];
      await sink.close();
      errors.push(await failure({ status: 200 }));
      for (const error of errors) {
        expect(isNightshiftError(error)).toBe(true);
        const { message, hint, stack } = error as Error & { readonly hint?: string };
        expect(`${message} ${hint} ${stack}`).not.toContain(TOKEN);
      }
    });
  });
}
