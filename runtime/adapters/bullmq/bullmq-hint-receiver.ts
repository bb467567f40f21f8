import type { WorkerId } from '../../core/ids';
import type { Hint, HintListening, HintReceiver } from '../../ports/hints';
import type { Log } from '../../ports/log';
import { type HintBackend, migrateHintBackend, openHintQueue, openHintWorker, unavailable } from './hint-backend';
import { hintOf } from './hint-job';
import { hintQueueName } from './hint-queue-name';

const START_MS = 10_000;
const CLOSE_MS = 2_000;

/**
 * A worker's end of its BullMQ queue. Closing removes the queue: a worker's id is that of one process, nobody will listen
 * there again. What a worker that died left behind, `BullmqHintSender.forget` removes.
 */
export class BullmqHintReceiver implements HintReceiver {
  constructor(
    private readonly deps: { readonly log: Log },
    private readonly backend: HintBackend,
  ) {}

  /** @throws {UnavailableError} `UNAVAILABLE_QUEUE` when its server cannot be reached within 10 s. */
  async listen(worker: WorkerId, onHint: (hint: Hint) => void): Promise<HintListening> {
    const { log } = this.deps;
    await migrateHintBackend(this.backend);
    const name = hintQueueName(worker);
    const taker = openHintWorker(this.backend, name, (data) => {
      const hint = hintOf(worker, data);
      if (hint !== undefined) onHint(hint);
    });
    taker.on('error', (error) => log.debug('hint worker', { worker, error: error.message }));
    try {
      await within(START_MS, taker.waitUntilReady());
    } catch (cause) {
      await within(CLOSE_MS, taker.close(true)).catch(() => undefined); // the first error tells more
      throw unavailable(cause);
    }
    return {
      close: async () => {
        // By force: a job is handed over in no time, and one that comes now is nobody's any more.
        await within(CLOSE_MS, taker.close(true)).catch((error: unknown) =>
          log.debug('hint worker not closed', { worker, error }),
        );
        const queue = openHintQueue(this.backend, name);
        queue.on('error', (error) => log.debug('hint queue', { worker, error: error.message }));
        const removed = queue.obliterate({ force: true }).finally(() => queue.close());
        await within(CLOSE_MS, removed).catch((error: unknown) =>
          log.debug('hint queue not removed', { worker, error }),
        );
      },
    };
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
