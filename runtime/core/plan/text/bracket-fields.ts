import { type Attribute, readAttribute } from './attributes';
import { onlyDuration, saysAbout } from './read-duration';
import { IN_BRACKETS, WAITS_BEHIND, WAITS_ON_NOTHING } from './waiting-words';

/** What a pair of brackets in a title says of its task. */
export type BracketField =
  | { readonly type: 'attribute'; readonly attribute: Attribute }
  /** `depends on T010` without a colon: what is named, and all of it as written. */
  | { readonly type: 'waits'; readonly names: string; readonly said: string }
  | { readonly type: 'free' }
  | { readonly type: 'parallel' };

/**
 * The fields of a pair of brackets: `depends: 1`, `P`, or several, as in `depends on: 1, 2; estimate: 2h`. What begins no field of its own
 * goes on with the one before. Empty where the brackets hold a remark.
 */
export function bracketFields(inside: string): readonly BracketField[] {
  const whole = fieldOf(inside);
  if (!/[;,|]/.test(inside) || inside.includes('`')) return whole === undefined ? [] : [whole];
  const texts: string[] = [];
  for (const piece of inside.split(/(?<=[;,|])/)) {
    const isField = startsField(piece, texts.length > 0);
    if (isField) texts.push(piece);
    else if (texts.length > 0) texts[texts.length - 1] += piece;
    else return whole === undefined ? [] : [whole];
  }
  if (texts.length === 1) return whole === undefined ? [] : [whole];
  return texts.flatMap((text) => fieldOf(text.replace(/[\s;,|]{1,4}$/, '')) ?? []);
}

/** `needs no login` is about the work. */
const NEEDS_NONE = /^needs? no (?!other\b|more\b|dep|task|prereq|step|phase)\p{L}/iu;

function startsField(piece: string, isLater: boolean): boolean {
  const text = piece.replace(/[;,|]$/, '').trim();
  return fieldOf(text) !== undefined || (isLater && onlyDuration(text) !== undefined);
}

function fieldOf(text: string): BracketField | undefined {
  const inside = text.trim();
  const attribute = readAttribute(inside);
  if (attribute !== undefined) return { type: 'attribute', attribute };
  if (NEEDS_NONE.test(inside)) return undefined;
  if (IN_BRACKETS.test(inside)) return { type: 'waits', names: inside.replace(IN_BRACKETS, '').trim(), said: inside };
  const behind = WAITS_BEHIND.exec(inside);
  if (behind !== null) return { type: 'waits', names: behind[1]!, said: inside };
  if (WAITS_ON_NOTHING.test(inside)) return { type: 'free' };
  if (inside === 'P' || /^parallel(?:: true)?$/i.test(inside)) return { type: 'parallel' };
  if (saysAbout(inside) && onlyDuration(inside) !== undefined)
    return { type: 'attribute', attribute: { name: 'estimate', value: inside, offset: 0 } };
  return undefined;
}
