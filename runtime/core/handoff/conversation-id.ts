import { isPlainLine } from '../control-characters';

const MOST = 200;

/** What a text must be to name a conversation; goes behind the name of a field. */
export const CONVERSATION_ID_RULE = `must be one line of 1 to ${MOST} characters, all of them visible`;

/** Whether a text can name a conversation. What names one is looked for letter by letter, by people too. Source: R-85. */
export function isConversationId(text: string): boolean {
  return text.length <= MOST && text.trim() === text && text !== '' && isPlainLine(text);
}
