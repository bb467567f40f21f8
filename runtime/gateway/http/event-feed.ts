import { setTimeout as sleep } from 'node:timers/promises';
import type { EventPage } from '../../core/report/views';

interface SharedRead {
  readonly page: Promise<EventPage>;
  readonly stop: AbortController;
  waiting: number;
}

/** Waits for new events by looking every `pollMs`; everybody who waits at the same place of the same execution shares one look. */
export class EventFeed {
  private readonly reads = new Map<string, SharedRead>();

  constructor(
    private readonly events: (executionId: string, after: number, limit: number) => Promise<EventPage>,
    private readonly pollMs: number,
  ) {}

  /** The next page that is not empty, or the empty page of an execution that is over. Rejects with the signal's reason. */
  async next(executionId: string, after: number, signal: AbortSignal): Promise<EventPage> {
    const key = `${executionId}:${after}`;
    const read = this.reads.get(key) ?? this.begin(key, executionId, after);
    read.waiting += 1;
    const gone = rejection(signal);
    try {
      return await Promise.race([read.page, gone.promise]);
    } finally {
      gone.forget();
      read.waiting -= 1;
      if (read.waiting === 0) read.stop.abort();
    }
  }

  private begin(key: string, executionId: string, after: number): SharedRead {
    const stop = new AbortController();
    const page = this.look(executionId, after, stop.signal).finally(() => {
      if (this.reads.get(key)?.page === page) this.reads.delete(key);
    });
    page.catch(() => undefined); // whoever still waits has it from the race
    const read: SharedRead = { page, stop, waiting: 0 };
    stop.signal.addEventListener('abort', () => this.reads.delete(key));
    this.reads.set(key, read);
    return read;
  }

  private async look(executionId: string, after: number, signal: AbortSignal): Promise<EventPage> {
    for (;;) {
      const page = await this.events(executionId, after, 500);
      if (page.events.length > 0 || page.isOver) return page;
      await sleep(this.pollMs, undefined, { signal });
    }
  }
}

/** Rejects when the signal aborts, until it is told to forget that: a stream waits with one signal a thousand times. */
function rejection(signal: AbortSignal): { readonly promise: Promise<never>; forget(): void } {
  let onAbort = (): void => {};
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}
