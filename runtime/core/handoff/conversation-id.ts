import { isPlainLine } from '../control-characters';
import type { PassedLimit } from '../json/passed-limit';

/** Characters that the id of a conversation may have. */
export const LONGEST_CONVERSATION_ID = 200;

/** What a text must be to name a conversation; goes behind the name of a field. */
export const CONVERSATION_ID_RULE = `must be one line of 1 to ${LONGEST_CONVERSATION_ID} characters, all of them visible`;

/** Whether a text can name a conversation. What names one is looked for letter by letter, by people too. Source: R-85. */
export function isConversationId(text: string): boolean {
  return text.length <= LONGEST_CONVERSATION_ID && text.trim() === text && text !== '' && isPlainLine(text);
}

/** By how much a text is too long to name a conversation; empty where it is not. */
export const beyondConversationId = ({ length }: string): PassedLimit =>
  length > LONGEST_CONVERSATION_ID ? { limit: LONGEST_CONVERSATION_ID, seen: length } : {};
