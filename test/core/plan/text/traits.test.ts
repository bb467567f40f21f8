import fc from 'fast-check';
import { ASKING_WORDS, mayAsk } from '../../../../runtime/core/plan/gates/may-ask';
import { isClean } from '../../../../runtime/core/plan/text/clean-text';
import { spokenDependencies, spokenLine } from '../../../../runtime/core/plan/text/spoken-dependency';
import { takeStanding } from '../../../../runtime/core/plan/text/take-standing';
import {
  ASKS,
  BRACKET,
  COLON,
  COMMA,
  CONTROL,
  DASH,
  DIGIT,
  LETTER,
  MARK,
  traitsOf,
  WAITS,
} from '../../../../runtime/core/plan/text/traits';

const ALL = { ASKS, BRACKET, COLON, COMMA, CONTROL, DASH, DIGIT, LETTER, MARK, WAITS };
const traitsIn = (text: string): readonly string[] =>
  Object.entries(ALL).flatMap(([name, trait]) => (traitsOf(text).may(trait) ? [name] : []));

describe('the traits of a text', () => {
  it.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['words', 'Boil the water', ['LETTER']],
    ['a number', '3 cups', ['DIGIT', 'LETTER']],
    ['brackets', 'Boil (2h)', ['BRACKET', 'DIGIT', 'LETTER']],
    ['what sets something off', 'Lid: on, or - off', ['COLON', 'COMMA', 'DASH', 'LETTER']],
    ['marks', '`lid` **on**', ['LETTER', 'MARK']],
    ['an escape', 'Lid\u001b[0m', ['BRACKET', 'CONTROL', 'DIGIT', 'LETTER']],
    ['tabs, which are no controls', 'a\tb', ['LETTER']],
    ['a word that asks', 'Get approval', ['ASKS', 'LETTER']],
    ['a short word that asks', 'Ask me', ['ASKS', 'LETTER']],
    ['a short word inside of another', 'Smell the meal', ['LETTER']],
    ['somebody who is mentioned', 'Lid @ann', ['ASKS', 'LETTER']],
    ['what is waited on', 'Lid DEPENDS on 2', ['DIGIT', 'LETTER', 'WAITS']],
    ['an arrow', 'Lid <- 2', ['DASH', 'DIGIT', 'LETTER', 'WAITS']],
    ['a language that is not told apart', 'Крышка', Object.keys(ALL)],
  ])('are those of %s', (_, text, expected) => expect(traitsIn(text)).toEqual(expected));

  it('are known of the same text only', () => {
    const known = traitsOf('Boil');
    expect(traitsOf('Boil', known)).toBe(known);
    expect(traitsOf('Boil it', known)).not.toBe(known);
  });

  it.each([
    ['Boil the Water', 'boil the water'],
    ['ÄPFEL', 'äpfel'],
  ])('number %s as %s', (one, other) => expect(traitsOf(one).hash).toBe(traitsOf(other).hash));

  it('tell titles with other numbers apart', () => {
    const hashes = Array.from({ length: 1_000 }, (_, no) => traitsOf(`Write part ${no}`).hash);
    expect(new Set(hashes).size).toBe(1_000);
  });

  const WAITING =
    'depends on|dependent on|depende do|dépend de|hängt ab von|abhängig von|зависит от|blocked by|waiting for|wartet auf|blockiert durch|needs|requires|only after|once|not before|only when|prereq|preceded by|erst nach|benötigt|braucht|après|nécessite|después de|requiere|depois de|после|deps:|predecessor:|<-|←';
  const word = fc.constantFrom(
    ...['lid', 'Task', '2', 'T001', '(blocked)', '[on hold]', 'deferred:', '— skipped', 'v2', '\u0007', 'do'],
    ...ASKING_WORDS,
    ...WAITING.split('|'),
  );
  const texts = fc
    .array(fc.tuple(word, fc.constantFrom(' ', ', ', ' — ', ' - ', '_', '**', '', ' (')), { maxLength: 8 })
    .map((pieces) => pieces.flat().join(''));

  it('are none that a text lacks: what they rule out, nobody finds', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const traits = traitsOf(text);
        const found = {
          asks: mayAsk(text) && !traits.may(ASKS),
          waits: spokenDependencies(text).length > 0 && !traits.may(WAITS),
          waitsInALine: spokenLine(text) !== undefined && !traits.may(WAITS),
          stands: takeStanding(text) !== undefined && !traits.may(BRACKET | COLON | DASH),
          hides: !isClean(text) && !traits.may(CONTROL),
        };
        expect(Object.entries(found).filter(([, isMissed]) => isMissed)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(WAITING.split('|'))('hold of "%s" that it may be waited for', (verb) =>
    expect(traitsOf(`Lid ${verb} Pot`).may(WAITS)).toBe(true),
  );
});
