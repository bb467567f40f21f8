import { findHumanGate } from '../text/find-human-gate';

/** Alone they say who is waited for. */
const ASKS_ALONE = /\b(?:reviews?|confirmation|permission)\b/i;

/** Whether what a task waits on is a person's yes, and no task: `legal approval`, `human-review`, `vendor`. */
export function asksForPerson(target: string): boolean {
  const words = target
    .slice(0, 500)
    .replace(/(?<=\p{L})[-_./](?=\p{L})/gu, ' ')
    .trim();
  if (words === '') return false;
  if (findHumanGate(words, `needs ${words}`) !== undefined || ASKS_ALONE.test(words)) return true;
  return !words.includes(' ') && findHumanGate('', `blocked by ${words}`) !== undefined;
}

/** What an expression waits on besides its tasks: `legal approval` of `1 and legal approval`. Undefined when that is nobody's yes. */
export function askedBeside(expression: string, isKnown: (name: string) => boolean): string | undefined {
  const pieces = expression.slice(0, 2_000).split(/[,;&+()（）、]|\s(?:and|und|y|et|plus)\s/);
  return pieces
    .map((piece) => piece.trim())
    .find((piece) => /\p{L}{2}/u.test(piece) && !isKnown(piece) && asksForPerson(piece));
}
