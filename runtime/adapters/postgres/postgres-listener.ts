import { Client } from 'pg';
import { translateError } from './translate-error';

/**
 * One LISTEN connection for all channels of a process. It reconnects by itself (100 ms doubling to 2 s) and asks
 * the server for a sign of life every 10 s, so that a half-open connection is noticed.
 */
export class PostgresListener {
  private readonly channels = new Map<string, Set<() => void>>();
  private client: Client | undefined;
  private connecting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly url: string) {}

  async listen(channel: string, onChange: () => void): Promise<{ close(): Promise<void> }> {
    const callbacks = this.channels.get(channel) ?? new Set();
    this.channels.set(channel, callbacks);
    callbacks.add(onChange);
    try {
      if (this.client) await this.client.query(`listen ${this.client.escapeIdentifier(channel)}`);
      else await this.connect();
    } catch (cause) {
      callbacks.delete(onChange);
      throw translateError(cause);
    }
    return {
      close: async () => {
        callbacks.delete(onChange);
        if ([...this.channels.values()].every((each) => each.size === 0)) await this.disconnect();
      },
    };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.channels.clear();
    await this.disconnect();
  }

  private connect(): Promise<void> {
    this.connecting ??= this.open().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  private async open(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      application_name: 'nightshift-listen',
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    });
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    client.on('notification', ({ channel }) => this.tell(channel));
    try {
      await client.connect();
      for (const channel of this.channels.keys()) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      client.removeAllListeners('end');
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    this.schedule(10_000, () => this.ping(client));
  }

  private ping(client: Client): void {
    if (this.client !== client) return;
    client.query('select 1').then(
      () => this.schedule(10_000, () => this.ping(client)),
      () => this.reconnect(client),
    );
  }

  private reconnect(lost: Client): void {
    if (this.client !== lost) return;
    this.client = undefined;
    lost.end().catch(() => undefined); // it is gone already
    this.retry(100);
  }

  private retry(delayMs: number): void {
    if (this.isClosed || this.client || [...this.channels.values()].every((each) => each.size === 0)) return;
    this.schedule(delayMs, () => {
      this.connect().then(
        () => {
          for (const channel of this.channels.keys()) this.tell(channel);
        },
        () => this.retry(Math.min(delayMs * 2, 2_000)),
      );
    });
  }

  private tell(channel: string): void {
    for (const onChange of this.channels.get(channel) ?? []) onChange();
  }

  private schedule(delayMs: number, work: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(work, delayMs);
    this.timer.unref();
  }

  private async disconnect(): Promise<void> {
    clearTimeout(this.timer);
    await this.connecting?.catch(() => undefined);
    const { client } = this;
    this.client = undefined;
    clearTimeout(this.timer);
    await client?.end().catch(() => undefined);
  }
}
