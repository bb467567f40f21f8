import { AT_ONCE, deliverOutbox, type OutboxDeps } from '../app/deliver-outbox';
import type { OutboxTopic } from '../core/notify/outbox-message';
import type { Clock } from '../ports/clock';
import { Repeater } from './repeater';

/** It looks at once when the database tells; this often for what is to be tried again. */
const SEND_EVERY_MS = 1_000;

/** Sends everything that leaves by the outbox, each topic by itself. */
export class OutboxSender {
  private readonly ending = new AbortController();
  private readonly repeaters: readonly Repeater<number>[];

  constructor(deps: OutboxDeps & { readonly clock: Clock }, onError: (error: unknown) => void) {
    this.repeaters = (Object.keys(AT_ONCE) as OutboxTopic[]).map(
      (topic) => new Repeater(deps.clock, SEND_EVERY_MS, () => deliverOutbox(deps, topic, this.ending.signal), onError),
    );
  }

  /** Something was added. */
  hurry(): void {
    for (const repeater of this.repeaters) repeater.hurry();
  }

  /** Resolves once what is under way is over; messages that were interrupted are sent again by whoever comes next. */
  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.repeaters.map((repeater) => repeater.stop()));
  }
}
