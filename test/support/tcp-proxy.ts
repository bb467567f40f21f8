import { connect, createServer, type Socket } from 'node:net';

/** A proxy between a client and a server, for faults of the network. */
export interface TcpProxy {
  readonly port: number;
  /** From now on the server's answers are lost; what the client sends still arrives. */
  swallowAnswers(): void;
  /** Resets all connections and goes on normally. */
  reset(): void;
  close(): Promise<void>;
}

/** Listens on a free port of loopback and hands everything on to `port`. */
export async function openTcpProxy(port: number): Promise<TcpProxy> {
  let isSwallowing = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      if (!isSwallowing) client.write(bytes);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const reset = (): void => {
    isSwallowing = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    swallowAnswers: () => {
      isSwallowing = true;
    },
    reset,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        reset();
      }),
  };
}
