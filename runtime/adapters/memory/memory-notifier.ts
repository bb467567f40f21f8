import type { Channel } from '../../core/notify/channel';
import type { Notification, Notifier } from '../../ports/notifier';

/** Keeps what was sent; a repeated key is kept once, as a target with idempotency keys does. */
export class MemoryNotifier implements Notifier {
  private readonly byKey = new Map<string, Notification>();
  private failure: Error | undefined;

  constructor(readonly channel: Channel) {}

  get sent(): readonly Notification[] {
    return [...this.byKey.values()];
  }

  /** Throws `error` from now on; undefined ends it. */
  failWith(error: Error | undefined): void {
    this.failure = error;
  }

  async send(notification: Notification, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.failure !== undefined) throw this.failure;
    if (!this.byKey.has(notification.key)) this.byKey.set(notification.key, notification);
  }
}
