import { oneLine } from './shorten';

interface Marked {
  /** Tells a message from its repetition. */
  readonly key: string;
  readonly conversationId?: string;
}

/** What goes with a message beside its words: programs tell repetitions by it, and find the conversation. Source: I15, R-85. */
export function headersOf({ key, conversationId }: Marked): Readonly<Record<string, string>> {
  return {
    'idempotency-key': oneLine(key, 200),
    ...(conversationId === undefined ? {} : { 'x-conversation-id': encodeURIComponent(conversationId) }),
  };
}

/** The last line of what people read: with it they find the execution from any later conversation. Empty without one. */
export function conversationLine({ conversationId }: Pick<Marked, 'conversationId'>): readonly string[] {
  return conversationId === undefined ? [] : [`\nconversation ${oneLine(conversationId, 200)}`];
}
