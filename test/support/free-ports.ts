import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** Below those that systems give to connections that go out: between two uses of a port, none of them takes it. */
const [LOWEST, ABOVE] = [15_000, 32_000];

/** Different ports on loopback that nobody listens on now; all are held until the last was found. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.close(() => done()))));
  return ports;
}

async function listen(): Promise<Server> {
  for (;;) {
    const server = createServer();
    const isOurs = await new Promise<boolean>((done, fail) => {
      server.once('listening', () => done(true));
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' || error.code === 'EACCES' ? done(false) : fail(error),
      );
      server.listen(randomInt(LOWEST, ABOVE), '127.0.0.1');
    });
    if (isOurs) return server;
  }
}
