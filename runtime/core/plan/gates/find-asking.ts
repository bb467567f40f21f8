import { cut } from '../text/cut';
import { plainText } from '../text/plain-text';
import { askingPart } from './asking-rules';
import { isAskingField } from './gate-fields';
import { mayAsk } from './may-ask';
import { spellClause } from './spell-clause';

/** A place in a text that asks for a person. */
export interface Asking {
  /** Its sentence, without marks of markdown; of a long one what stands around the words. */
  readonly sentence: string;
  /** The words that ask. */
  readonly words: string;
}

/** Characters of a sentence that are kept, of what stands before the words in a longer one, and of a line that are looked at. */
const LONGEST = 200;
const BEFORE = 40;
const LONGEST_LINE = 4_000;
/** What stands before the words of a line: bullets, quotes, a box, a number. */
const LEAD = /^(?:[\s>*+_#-]|\d{1,3}[.)]\s|\[[ xX!?~-]?\]\s){0,12}/;
/** What ends a sentence; `e.g. ` and `1. ` end none. */
const END = /(?:[^\s.]{2}[.!?]["”')*_]{0,3}|;)(?=\s)|[。！？]/g;
/** `MANUAL:`, `HUMAN —` and `STOP.` tell a person what to do, which `Manual: see docs` does not. */
const LOUD = /^(?:MANUAL(?:LY)?|HUMAN|STOP|HOLD)[*_]{0,3}(?:\s{0,2}[:：.!—–]|\s-\s|$)/;

/** The first sentence of a text that asks for a person; undefined when none does. Linear. */
export function findAsking(text: string, isTitle: boolean): Asking | undefined {
  if (!mayAsk(text)) return undefined;
  const isOneLine = !text.includes('\n');
  for (const line of isOneLine ? [text] : text.split('\n')) {
    if (!isOneLine && !mayAsk(line)) continue;
    if (!isTitle) {
      const words = line.slice(0, LONGEST_LINE).replace(LEAD, '');
      if (isAskingField(words)) return { sentence: around(words, 0), words: around(words, 0) };
    }
    for (const clause of clausesOf(line.slice(0, LONGEST_LINE))) {
      const found = clause === text || mayAsk(clause) ? askingIn(clause.replace(LEAD, ''), isTitle) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function clausesOf(line: string): readonly string[] {
  const clauses: string[] = [];
  let from = 0;
  END.lastIndex = 0;
  while (END.test(line)) {
    clauses.push(line.slice(from, END.lastIndex));
    from = END.lastIndex;
  }
  if (from < line.length) clauses.push(line.slice(from));
  return clauses;
}

/** `An order waits until …` tells what a product does. */
const PRODUCT =
  /(?:^|[:;,(] ?|\b(?:while|because|so that|that|and) )(?:an?|each|every) (?!(?:task|step|phase|stage|release|deploy|deployment|merge|change|migration|commit|pr|pull|plan|person|human)\b)[a-z-]{2,20} (?:[a-z-]{2,20} )?(?:waits?|stays?|remains?|is (?:approved|rejected|held|pending|published|accepted|confirmed))\b/i;

/** `Confirm before delete in settings`: what an app asks of its users. */
const DIALOG =
  /^confirm(?:ation)? before (?:[a-z-]{2,15} ){1,4}?(?:in|on|from|within|inside) (?:the )?(?:[a-z-]{2,15} )?(?:settings|preferences|dialogs?|modals?|pages?|screens?|forms?|ui|menus?|app|lists?|views?|toolbars?|sidebars?|panels?|dashboards?|editors?)\b/i;

function askingIn(clause: string, isTitle: boolean): Asking | undefined {
  const loud = LOUD.exec(clause)?.[0];
  if (loud !== undefined) return { sentence: around(clause, 0), words: loud };
  if (DIALOG.test(clause)) return undefined;
  const { signs, places } = spellClause(clause);
  const part = askingPart(signs, isTitle);
  if (part === undefined) return undefined;
  const from = places[part.from]!.from;
  if (PRODUCT.test(clause.slice(0, from + 40))) return undefined;
  return { sentence: around(clause, from), words: plainText(clause.slice(from, places[part.to - 1]!.to)) };
}

function around(clause: string, at: number): string {
  const whole = plainText(clause).replace(/(?<=\S)_$/, '');
  if (whole.length <= LONGEST) return whole;
  const from = at <= BEFORE ? 0 : clause.lastIndexOf(' ', at - BEFORE) + 1;
  return cut(plainText(`${from > 0 ? '… ' : ''}${clause.slice(from, from + 2 * LONGEST)}`), LONGEST);
}
