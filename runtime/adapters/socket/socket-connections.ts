import { SocketConnection } from './socket-connection';

/** Connections to workers' sockets, by address; each is kept while it lasts. */
export class SocketConnections {
  private readonly open = new Map<string, SocketConnection>();

  /** @param timeoutMs - Milliseconds in which each question is to be answered. */
  constructor(private readonly timeoutMs: number) {}

  to(address: string): SocketConnection {
    const known = this.open.get(address);
    if (known !== undefined && !known.isClosed) return known;
    const connection = new SocketConnection(address, this.timeoutMs, () => {
      if (this.open.get(address) === connection) this.open.delete(address);
    });
    this.open.set(address, connection);
    return connection;
  }

  close(): void {
    for (const connection of this.open.values()) connection.close();
    this.open.clear();
  }
}
