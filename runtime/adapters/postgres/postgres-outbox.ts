import type { OutboxMessage, OutboxTopic } from '../../core/notify/outbox-message';
import type { Outbox, OutboxState, OutgoingMessage } from '../../ports/outbox';
import { plainText } from './plain-text';
import type { PostgresDatabase } from './postgres-database';
import { callOf } from './statement';

/** Told by the database when rows were added. */
export const OUTBOX_CHANNEL = 'nightshift_outbox';

/** The outbox in Postgres. `tries` counts the one for which a message was just taken. */
export class PostgresOutbox implements Outbox {
  constructor(private readonly database: PostgresDatabase) {}

  async take(topic: OutboxTopic, limit: number, holdMs: number): Promise<readonly OutgoingMessage[]> {
    const rows = await this.database.query<TakenRow>(TAKE, [topic, limit, Math.ceil(holdMs)]);
    return rows.map(messageOf);
  }

  async delivered(id: string): Promise<void> {
    await this.database.query(DELIVERED, [id]);
  }

  async retry(id: string, delayMs: number, error: string): Promise<void> {
    await this.database.query(RETRY, [id, Math.ceil(delayMs), plainText(error)]);
  }

  async dead(id: string, error: string): Promise<void> {
    await this.database.query(DEAD, [id, plainText(error)]);
  }

  async ofExecution(executionId: string): Promise<readonly OutboxState[]> {
    const rows = await this.database.query<StateRow>(OF_EXECUTION, [executionId]);
    return rows.map((row) => ({
      topic: row.topic,
      key: row.key,
      seq: Number(row.seq),
      state: row.state,
      tries: row.tries,
      ...(row.error === null ? {} : { error: row.error }),
      createdAt: row.created_at.toISOString(),
      ...(row.state === 'delivered' && row.ended_at !== null ? { deliveredAt: row.ended_at.toISOString() } : {}),
    }));
  }

  async add({ executionId, seq, topic, key, payload }: OutboxMessage): Promise<boolean> {
    const values = [executionId, seq, topic, key, JSON.stringify(payload)];
    const [row] = await this.database.query<{ ns_outbox_add: boolean }>(ADD, values);
    return row?.ns_outbox_add === true;
  }

  listen(onChange: () => void): Promise<{ close(): Promise<void> }> {
    return this.database.listen(OUTBOX_CHANNEL, onChange);
  }
}

interface TakenRow {
  readonly id: string;
  readonly execution_id: string;
  readonly seq: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: string;
  readonly tries: number;
  readonly created_at: Date;
}

interface StateRow {
  readonly topic: string;
  readonly key: string;
  readonly seq: string;
  readonly state: OutboxState['state'];
  readonly tries: number;
  readonly error: string | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
}

/** What was stored is what `messagesOf` made: topic and payload belong together. */
function messageOf(row: TakenRow): OutgoingMessage {
  return {
    id: row.id,
    executionId: row.execution_id,
    seq: Number(row.seq),
    topic: row.topic,
    key: row.key,
    payload: JSON.parse(row.payload),
    tries: row.tries,
    createdAt: row.created_at.toISOString(),
  } as OutgoingMessage;
}

const TAKE = callOf('ns_outbox_take_topic', 3);
const DELIVERED = callOf('ns_outbox_delivered', 1);
const RETRY = callOf('ns_outbox_retry', 3);
const DEAD = callOf('ns_outbox_dead', 2);
const ADD = callOf('ns_outbox_add', 5);
const OF_EXECUTION = {
  name: 'ns_outbox_of_execution',
  text: `select o.topic, o.key, o.seq, d.state, d.tries, d.error, o.created_at, d.ended_at
    from nightshift.outbox o join nightshift.deliveries d on d.outbox_id = o.id where o.execution_id = $1 order by o.id`,
};
