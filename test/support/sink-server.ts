import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SinkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP server on loopback that keeps every request and answers as it was told. */
export interface SinkServer {
  readonly url: string;
  readonly requests: readonly SinkRequest[];
  /** Answers so from now on; `hang` never answers. */
  answerWith(answer: SinkAnswer): void;
  close(): Promise<void>;
}

export type SinkAnswer =
  | 'hang'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | ((request: SinkRequest, response: ServerResponse) => void);

/** @param port - Any free one unless given. */
export async function openSinkServer(port = 0): Promise<SinkServer> {
  const requests: SinkRequest[] = [];
  let answer: SinkAnswer = { status: 200 };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      // The next server may get this one's port, and must not be asked over a connection that died with this one.
      response.setHeader('connection', 'close');
      if (answer === 'hang') return;
      if (typeof answer === 'function') answer(request, response);
      else response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
    });
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answerWith: (next) => {
      answer = next;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
