import { connect, createServer, type Socket } from 'node:net';

/** Where a connection is cut: after so many bytes of what the client sent, or of what the server answered. */
export interface Cut {
  readonly side: 'request' | 'answer';
  readonly afterBytes: number;
  /** Only of requests by this method; any unless given. */
  readonly method?: string;
}

/** A proxy between a client and a server, for faults of the network. */
export interface TcpProxy {
  readonly port: number;
  /** From now on the server's answers are lost; what the client sends still arrives. */
  swallowAnswers(): void;
  /** Connections that are open now stay so, and nothing arrives on them any more, either way; new ones work. */
  freezeOpen(): void;
  /** Of those, how many neither side has given up. */
  frozenOpen(): number;
  /** The next connection that gets so far from now on is cut there, once: what was let through arrives, and nothing after it. */
  cutOnce(cut: Cut): void;
  /** False once the cut was made. */
  isCutPending(): boolean;
  /** Resets all connections and goes on normally. */
  reset(): void;
  close(): Promise<void>;
}

/** Listens on a free port of loopback and hands everything on to `port`. */
export async function openTcpProxy(port: number): Promise<TcpProxy> {
  let isSwallowing = false;
  let cut: Cut | undefined;
  const sockets = new Set<Socket>();
  const frozen = new Set<Socket>();
  const clients = new Set<Socket>();
  /** Bytes of each connection since a cut was asked for. */
  const counts = new Set<Record<Cut['side'], number>>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const passed = { request: 0, answer: 0 };
    let isCut = false;
    /** Of the newest request. */
    let method = '';
    counts.add(passed);
    clients.add(client);
    client.on('close', () => {
      clients.delete(client);
      counts.delete(passed);
      frozen.delete(client);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    const pass = (side: Cut['side'], to: Socket, bytes: Buffer): void => {
      if (isCut || frozen.has(client)) return;
      if (side === 'request') method = /^([A-Z]+) \//.exec(bytes.toString('latin1', 0, 10))?.[1] ?? method;
      const isMeant = cut?.side === side && (cut.method ?? method) === method;
      passed[side] += bytes.length;
      if (cut === undefined || !isMeant || passed[side] <= cut.afterBytes) return void to.write(bytes);
      const rest = bytes.length - (passed[side] - cut.afterBytes);
      cut = undefined;
      isCut = true;
      to.write(bytes.subarray(0, Math.max(0, rest)), () => to.destroy());
    };
    client.on('data', (bytes) => pass('request', upstream, bytes as Buffer));
    upstream.on('data', (bytes) => {
      if (!isSwallowing) pass('answer', client, bytes as Buffer);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const reset = (): void => {
    isSwallowing = false;
    cut = undefined;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    swallowAnswers: () => {
      isSwallowing = true;
    },
    freezeOpen: () => {
      for (const client of clients) frozen.add(client);
    },
    frozenOpen: () => frozen.size,
    cutOnce: (next) => {
      cut = next;
      for (const passed of counts) Object.assign(passed, { request: 0, answer: 0 });
    },
    isCutPending: () => cut !== undefined,
    reset,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        reset();
      }),
  };
}
