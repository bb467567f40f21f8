import { UnavailableError } from '../../core/errors';
import type { WorkerId } from '../../core/ids';
import type { Hint, HintSender } from '../../ports/hints';
import { SocketHintConnection } from './socket-hint-connection';

const TIMEOUT_MS = 1_000;

/** Sends hints to workers of this machine; sent means acknowledged. Connections are kept while they last. */
export class SocketHintSender implements HintSender {
  private readonly connections = new Map<string, SocketHintConnection>();
  /** Of workers that were reached: an id is one process, and its socket stays where it is. */
  private readonly addresses = new Map<WorkerId, string>();
  private readonly timeoutMs: number;

  /** @param addressOf - Where a worker listens, from its row; undefined when it has no socket or is on another machine. */
  constructor(
    private readonly addressOf: (worker: WorkerId) => Promise<string | undefined>,
    options: { readonly timeoutMs?: number } = {},
  ) {
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  async send(hints: readonly Hint[]): Promise<void> {
    const workers = [...new Set(hints.map(({ worker }) => worker))];
    const sent = await Promise.allSettled(
      workers.map(async (worker) => {
        const address = this.addresses.get(worker) ?? (await this.addressOf(worker));
        if (address === undefined) throw new Error('it has no socket here');
        const own = hints.filter((hint) => hint.worker === worker);
        this.addresses.delete(worker);
        await Promise.all(own.map((hint) => this.connectionTo(address).send(hint)));
        this.addresses.set(worker, address);
      }),
    );
    const failed = sent.find((result) => result.status === 'rejected');
    if (failed === undefined) return;
    throw new UnavailableError('socket', 'A worker could not be reached by its socket', {
      cause: failed.reason,
      hint: 'Hints go by the queue instead; the sweep announces again what was lost',
    });
  }

  /** Its connection ended with it. */
  async forget(worker: WorkerId): Promise<void> {
    this.addresses.delete(worker);
  }

  async close(): Promise<void> {
    for (const connection of this.connections.values()) connection.close();
    this.connections.clear();
    this.addresses.clear();
  }

  private connectionTo(address: string): SocketHintConnection {
    const known = this.connections.get(address);
    if (known !== undefined && !known.isClosed) return known;
    const connection = new SocketHintConnection(address, this.timeoutMs, () => {
      if (this.connections.get(address) === connection) this.connections.delete(address);
    });
    this.connections.set(address, connection);
    return connection;
  }
}
