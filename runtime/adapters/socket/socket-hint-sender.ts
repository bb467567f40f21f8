import { UnavailableError } from '../../core/errors';
import type { WorkerId } from '../../core/ids';
import type { Hint, HintSender } from '../../ports/hints';
import { SocketConnections } from './socket-connections';

const TIMEOUT_MS = 1_000;

/** Sends hints to workers of this machine; sent means acknowledged. Connections are kept while they last. */
export class SocketHintSender implements HintSender {
  private readonly connections: SocketConnections;
  /** Of workers that were reached: an id is one process, and its socket stays where it is. */
  private readonly addresses = new Map<WorkerId, string>();

  /** @param addressOf - Where a worker listens, from its row; undefined when it has no socket or is on another machine. */
  constructor(
    private readonly addressOf: (worker: WorkerId) => Promise<string | undefined>,
    options: { readonly timeoutMs?: number } = {},
  ) {
    this.connections = new SocketConnections(options.timeoutMs ?? TIMEOUT_MS);
  }

  async send(hints: readonly Hint[]): Promise<void> {
    const workers = [...new Set(hints.map(({ worker }) => worker))];
    const sent = await Promise.allSettled(
      workers.map(async (worker) => {
        const address = this.addresses.get(worker) ?? (await this.addressOf(worker));
        if (address === undefined) throw new Error('it has no socket here');
        const own = hints.filter((hint) => hint.worker === worker);
        this.addresses.delete(worker);
        await Promise.all(own.map((hint) => this.sendOne(address, hint)));
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
    this.connections.close();
    this.addresses.clear();
  }

  private async sendOne(address: string, hint: Hint): Promise<void> {
    const { isTaken } = await this.connections.to(address).ask({ hint });
    if (isTaken !== true) throw new Error('another worker listens there');
  }
}
