import type { OutboxMessage, OutboxTopic } from '../../core/notify/outbox-message';
import type { Outbox, OutboxState, OutgoingMessage } from '../../ports/outbox';
import type { MemoryDatabase } from './memory-database';

/** The outbox in memory. `tries` counts the one for which a message was just taken. */
export class MemoryOutbox implements Outbox {
  constructor(private readonly database: MemoryDatabase) {}

  take(topic: OutboxTopic, limit: number, holdMs: number): Promise<readonly OutgoingMessage[]> {
    return this.database.call('take', () => {
      const due = [...this.database.outbox.values()]
        .filter((row) => row.state === 'pending' && row.message.topic === topic && row.dueAtMs <= this.database.nowMs)
        .slice(0, limit);
      for (const row of due) {
        row.dueAtMs = this.database.nowMs + holdMs;
        row.tries += 1;
      }
      return due.map(({ id, message, tries, createdAt }) => ({ ...message, id: String(id), tries, createdAt }));
    });
  }

  delivered(id: string): Promise<void> {
    return this.database.call('delivered', () => {
      const row = this.database.outbox.get(id);
      if (!row || row.state === 'delivered') return;
      row.state = 'delivered';
      row.endedAt = this.database.nowIso;
      delete row.error;
    });
  }

  retry(id: string, delayMs: number, error: string): Promise<void> {
    return this.database.call('retry', () => {
      const row = this.database.outbox.get(id);
      if (row?.state !== 'pending') return;
      row.dueAtMs = this.database.nowMs + delayMs;
      row.error = error;
    });
  }

  dead(id: string, error: string): Promise<void> {
    return this.database.call('dead', () => {
      const row = this.database.outbox.get(id);
      if (row?.state !== 'pending') return;
      row.state = 'dead';
      row.endedAt = this.database.nowIso;
      row.error = error;
    });
  }

  ofExecution(executionId: string): Promise<readonly OutboxState[]> {
    return this.database.call('outbox', () =>
      [...this.database.outbox.values()]
        .filter(({ message }) => message.executionId === executionId)
        .map(({ message, state, tries, error, createdAt, endedAt }) => ({
          topic: message.topic,
          key: message.key,
          seq: message.seq,
          state,
          tries,
          ...(error === undefined ? {} : { error }),
          createdAt,
          ...(state === 'delivered' && endedAt !== undefined ? { deliveredAt: endedAt } : {}),
        })),
    );
  }

  add(message: OutboxMessage): Promise<boolean> {
    return this.database.call('add', () => this.database.addMessage(message));
  }

  async listen(onChange: () => void): Promise<{ close(): Promise<void> }> {
    return this.database.listen('outbox', onChange);
  }
}
