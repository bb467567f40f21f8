import type { DraftReference } from '../draft';
import { findHumanGate } from '../gates/find-human-gate';
import { mayAsk } from '../gates/may-ask';

/** At the end of a few words they say that somebody is waited for. */
const ASKS_ALONE = /^(?:\S{1,30} ){0,2}(?:reviews?|confirmation|permission)$/i;

/** Words from which on a name is a sentence. */
const MANY = 5;

/** Whether what a task waits on is a person's yes, and no task: `legal approval`, `human-review`, `vendor`. */
export function asksForPerson(target: string): boolean {
  const text = target.slice(0, 500).trim();
  const words = text.includes(' ') ? text : text.replace(/(?<=\p{L})[-_./](?=\p{L})/gu, ' ');
  if (words === '') return false;
  const isShort = words.split(' ', MANY).length < MANY;
  if (findHumanGate(words, isShort ? `needs ${words}` : '') !== undefined || ASKS_ALONE.test(words)) return true;
  return !words.includes(' ') && findHumanGate('', `blocked by ${words}`) !== undefined;
}

/** What an expression waits on besides its tasks: `legal approval` of `1 and legal approval`. Undefined when that is nobody's yes. */
export function askedBeside(expression: string, known: readonly DraftReference[]): string | undefined {
  if (!mayAsk(expression)) return undefined;
  const isKnown = (piece: string): boolean => known.some(({ target }) => target.toLowerCase() === piece.toLowerCase());
  const pieces = expression.slice(0, 2_000).split(/[,;&+()（）、]|\s(?:and|und|y|et|plus)\s/);
  return pieces
    .map((piece) => piece.trim())
    .find((piece) => /\p{L}{2}/u.test(piece) && !isKnown(piece) && asksForPerson(piece));
}
