import type { WorkerId } from '../../core/ids';
import type { Hint, HintSender } from '../../ports/hints';
import type { Log } from '../../ports/log';
import { type HintBackend, type HintQueue, migrateHintBackend, openHintQueue, unavailable } from './hint-backend';
import { hintJobIdOf, hintJobOf } from './hint-job';
import { hintQueueName } from './hint-queue-name';

const TIMEOUT_MS = 5_000;
/** Queues kept open; the one that was used longest ago is closed for a new one. */
const MOST_QUEUES = 64;

/** Sends hints as BullMQ jobs, one queue per worker. A repeat of a hint that still waits is dropped; a repeat of one that was taken is delivered again. */
export class BullmqHintSender implements HintSender {
  private readonly queues = new Map<WorkerId, HintQueue>();
  private migrated: Promise<void> | undefined;
  private readonly timeoutMs: number;

  constructor(
    private readonly deps: { readonly log: Log },
    private readonly backend: HintBackend,
    options: { readonly timeoutMs?: number } = {},
  ) {
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  async send(hints: readonly Hint[]): Promise<void> {
    const byWorker = new Map<WorkerId, Hint[]>();
    for (const hint of hints) {
      const known = byWorker.get(hint.worker);
      if (known === undefined) byWorker.set(hint.worker, [hint]);
      else known.push(hint);
    }
    await this.inTime(
      Promise.all(
        [...byWorker].map(async ([worker, own]) => {
          await this.migrate();
          await this.add(this.queueOf(worker), own);
        }),
      ),
    );
  }

  /** Removes the queue of a worker that is gone for good, with all that waits in it. */
  async forget(worker: WorkerId): Promise<void> {
    const forgotten = (async () => {
      await this.migrate();
      await this.queueOf(worker).obliterate({ force: true });
    })();
    await this.inTime(forgotten);
    const queue = this.queues.get(worker);
    this.queues.delete(worker);
    if (queue !== undefined) await this.closed(queue);
  }

  async close(): Promise<void> {
    const queues = [...this.queues.values()];
    this.queues.clear();
    await Promise.all(queues.map((queue) => this.closed(queue)));
  }

  /** One by one on Postgres: there BullMQ adds many by temporary tables, for which its role has no right. */
  private async add(queue: HintQueue, hints: readonly Hint[]): Promise<void> {
    const jobs = hints.map((hint) => ({ name: 'hint', data: hintJobOf(hint), opts: { jobId: hintJobIdOf(hint) } }));
    if (this.backend.type === 'redis') await queue.addBulk(jobs);
    else await Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts)));
  }

  private queueOf(worker: WorkerId): HintQueue {
    const known = this.queues.get(worker);
    if (known !== undefined) {
      this.queues.delete(worker);
      this.queues.set(worker, known);
      return known;
    }
    const queue = openHintQueue(this.backend, hintQueueName(worker));
    queue.on('error', (error) => this.deps.log.debug('hint queue', { worker, error: error.message }));
    this.queues.set(worker, queue);
    if (this.queues.size > MOST_QUEUES) {
      const [oldest, unused] = [...this.queues][0]!;
      this.queues.delete(oldest);
      void this.closed(unused);
    }
    return queue;
  }

  /** Once per process, and again after a failure. */
  private migrate(): Promise<void> {
    this.migrated ??= migrateHintBackend(this.backend).catch((error: unknown) => {
      this.migrated = undefined;
      throw error;
    });
    return this.migrated;
  }

  /** A queue that cannot reach its server may wait for it for ever. */
  private async inTime(work: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.timeoutMs} ms`)), this.timeoutMs);
    });
    try {
      await Promise.race([work, late]);
    } catch (cause) {
      throw unavailable(cause);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What a queue says while it closes changes nothing any more; one that waits for its server is left to itself. */
  private async closed(queue: HintQueue): Promise<void> {
    await this.inTime(queue.close()).catch((error: unknown) => this.deps.log.debug('hint queue not closed', { error }));
  }
}
