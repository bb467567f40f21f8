import { isNightshiftError, UnavailableError } from '../../core/errors';
import type { WorkerId } from '../../core/ids';
import { between, type CrashPoints, NO_CRASH_POINTS } from '../../ports/crash-points';
import type { Hint, HintSender } from '../../ports/hints';

/**
 * Sends each worker's hints by the first way that works: the socket on this machine, else the queue. A way that failed may
 * have brought some already; they come twice then, which changes nothing.
 */
export class FirstThatWorksHintSender implements HintSender {
  constructor(
    private readonly ways: readonly HintSender[],
    private readonly crash: CrashPoints = NO_CRASH_POINTS,
  ) {}

  async send(hints: readonly Hint[]): Promise<void> {
    const byWorker = new Map<WorkerId, Hint[]>();
    for (const hint of hints) byWorker.set(hint.worker, [...(byWorker.get(hint.worker) ?? []), hint]);
    const sent = await Promise.allSettled([...byWorker.values()].map((own) => this.sendOwn(own)));
    const failed = sent.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async forget(worker: WorkerId): Promise<void> {
    await between(this.crash, 'hint.forget', () => Promise.all(this.ways.map((way) => way.forget(worker))));
  }

  async close(): Promise<void> {
    await Promise.all(this.ways.map((way) => way.close()));
  }

  private async sendOwn(hints: readonly Hint[]): Promise<void> {
    let last: unknown = new UnavailableError('queue', 'There is no way to send hints');
    for (const way of this.ways) {
      try {
        return await between(this.crash, 'hint.send', () => way.send(hints));
      } catch (error) {
        if (!isNightshiftError(error) || error.kind !== 'transient') throw error;
        last = error;
      }
    }
    throw last;
  }
}
