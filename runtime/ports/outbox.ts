import type { OutboxMessage, OutboxTopic } from '../core/notify/outbox-message';

/** What must leave: rows written with the event that caused them. At least once, with a stable key. */
export interface Outbox {
  /** Due messages of one topic, oldest first; each is out of others' sight for `holdMs`. */
  take(topic: OutboxTopic, limit: number, holdMs: number): Promise<readonly OutgoingMessage[]>;
  delivered(id: string): Promise<void>;
  /** Tries again at `delayMs` from now. */
  retry(id: string, delayMs: number, error: string): Promise<void>;
  /** Given up; kept with its error. */
  dead(id: string, error: string): Promise<void>;
  /** Everything of an execution, for reports: what was sent, what not. */
  ofExecution(executionId: string): Promise<readonly OutboxState[]>;
  /** Adds a message that no event causes: what a person typed into Notify. Same key: nothing happens, false. */
  add(message: OutboxMessage): Promise<boolean>;
  listen(onChange: () => void): Promise<{ close(): Promise<void> }>;
}

export type OutgoingMessage = OutboxMessage & {
  readonly id: string;
  readonly tries: number;
  readonly createdAt: string;
};

export interface OutboxState {
  readonly topic: string;
  readonly key: string;
  readonly seq: number;
  readonly state: 'pending' | 'delivered' | 'dead';
  readonly tries: number;
  readonly error?: string;
  readonly createdAt: string;
  readonly deliveredAt?: string;
}
