import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { FetchPoster } from '../../runtime/adapters/http/fetch-poster';
import { type Authority, certificatesMissing, openAuthority } from '../support/certificates';
import { verifies } from '../support/verifies';

const missing = certificatesMissing();

(missing === undefined ? describe : describe.skip)(
  `a post over TLS${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let authority: Authority;
    let server: Server;
    beforeAll(async () => {
      authority = openAuthority();
      server = createServer(authority.identity('localhost'), (_, response) => response.end());
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    });
    afterAll(() => {
      server?.close();
      authority?.remove();
    });

    it.each([
      [
        'of which nobody known signed the certificate',
        () => (server.address() as AddressInfo).port,
        'localhost',
        'UNABLE_TO',
      ],
      ['whose name has no address', () => 443, 'push.nightshift.invalid', 'ENOTFOUND|EAI_AGAIN'],
    ])(`to a server %s is tried again, and says why${verifies('F28')}`, async (_, port, host, code) => {
      const url = `https://${host}:${port()}/`;
      const posted = new FetchPoster().post(
        { service: 'push', url, headers: {}, body: {} },
        new AbortController().signal,
      );
      await expect(posted).rejects.toMatchObject({
        kind: 'transient',
        code: 'UNAVAILABLE_PUSH',
        message: expect.stringMatching(new RegExp(`^Could not send: .*(${code})`)),
      });
    });
  },
);
