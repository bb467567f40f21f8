import { type SignSet, setOfSigns } from './sign-set';

/** What a rule needs: of each of these sets one sign. */
interface Needy {
  readonly needs: readonly SignSet[];
}

/** The sign of any other word: nearly every spelling holds it. */
const ANY_WORD = 'o'.charCodeAt(0);

/** Finds of many rules the few that a spelling could meet: each is kept under the signs of that need of it which the fewest signs meet. */
export class RuleIndex<Rule extends Needy> {
  private readonly words: number;
  /** For each sign a bit for each rule that is kept under it. */
  private readonly bits: Uint32Array;
  /** Those that need nothing. */
  private readonly always: Uint32Array;

  constructor(private readonly rules: readonly Rule[]) {
    this.words = Math.ceil(rules.length / 32);
    this.bits = new Uint32Array(128 * this.words);
    this.always = new Uint32Array(this.words);
    rules.forEach(({ needs }, no) => {
      const [word, bit] = [no >> 5, 1 << (no & 31)];
      const [signs] = needs.map(setOfSigns).sort((a, b) => weightOf(a) - weightOf(b));
      if (signs === undefined) this.always[word]! |= bit;
      for (const sign of signs ?? []) this.bits[sign * this.words + word]! |= bit;
    });
  }

  /** The first rule in their order that may be met by a spelling and that `isMet` says is. */
  find(signs: string, isMet: (rule: Rule) => boolean): Rule | undefined {
    for (let word = 0; word < this.words; word++) {
      let found = this.always[word]!;
      for (let at = 0; at < signs.length; at++) found |= this.bits[signs.charCodeAt(at) * this.words + word]!;
      for (; found !== 0; found &= found - 1) {
        const rule = this.rules[word * 32 + 31 - Math.clz32(found & -found)]!;
        if (isMet(rule)) return rule;
      }
    }
    return undefined;
  }
}

const weightOf = (signs: readonly number[]): number => (signs.includes(ANY_WORD) ? 128 : signs.length);
