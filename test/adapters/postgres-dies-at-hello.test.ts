import { createServer, type Server, type Socket } from 'node:net';
import { openPool } from '../../runtime/adapters/postgres/open-pool';
import { verifies } from '../support/verifies';

/** A message of the server's side of the wire protocol: its type, its length, its body. */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

const AUTHENTICATED = message('R', Buffer.from([0, 0, 0, 0]));
const READY = message('Z', Buffer.from('I'));
const DYING = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'),
);

describe('a Postgres that dies in the moment in which it takes a connection', () => {
  let server: Server;
  let port: number;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      // Both in one piece, so that nobody can have asked anything in between.
      socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, DYING])));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it(`is away for a moment, and ends no process${verifies('F7')}`, async () => {
    const database = openPool(`postgres://someone@127.0.0.1:${port}/postgres?sslmode=disable`);
    const asked = database.query({ name: 'ns_test', text: 'select 1' });
    await expect(asked).rejects.toMatchObject({ kind: 'transient' });
    await database.close();
  });
});
