import { cut } from './cut';

const LONGEST = 100;

/** A piece of a plan as it may stand in a message: in quotes, escaped, and cut after 100 characters. */
export function quote(text: string): string {
  const shown = text.length > LONGEST ? `${cut(text, LONGEST)}…` : text;
  let escaped = '';
  for (const character of JSON.stringify(shown)) escaped += isInvisible(character) ? asCode(character) : character;
  return escaped;
}

/** A message with every unseen character as `\u202e`. */
export function shown(message: string): string {
  if (!UNSEEN.test(message)) return message;
  let escaped = '';
  for (const character of message) escaped += isInvisible(character) ? asCode(character) : character;
  return escaped;
}

const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** True for characters that change how text is shown without being seen: controls, bidi marks, zero-width ones. */
export function isInvisible(character: string): boolean {
  const code = character.codePointAt(0)!;
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2069) ||
    code === 0xfeff
  );
}

/** `\u202e` for that character. */
export function asCode(character: string): string {
  return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
}
