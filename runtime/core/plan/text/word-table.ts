/** Words of small letters of ASCII that a pass over a text looks out for, each with its traits; it keeps no text. */
export class WordTable {
  /** By slot the hash of the word that it holds; 0 in an empty one. */
  private readonly hashes: Int32Array;
  private readonly traits: Uint32Array;
  private readonly shift: number;

  constructor(words: readonly (readonly [word: string, traits: number])[]) {
    const bits = Math.ceil(Math.log2(words.length * 4 + 4));
    this.hashes = new Int32Array(2 ** bits);
    this.traits = new Uint32Array(2 ** bits);
    this.shift = 32 - bits;
    for (const [word, traits] of words) {
      let hash = 0;
      for (let at = 0; at < word.length; at++) hash = withLetter(hash, word.charCodeAt(at));
      const slot = this.slotOf(hash);
      this.hashes[slot] = hash;
      this.traits[slot]! |= traits;
    }
  }

  /** The traits of the word with this hash (see {@link withLetter}); 0 for others, but for one that by chance has the same. */
  traitsOf(hash: number): number {
    return this.traits[this.slotOf(hash)]!;
  }

  /** Where the hash is, or would be. */
  private slotOf(hash: number): number {
    const { hashes } = this;
    let slot = Math.imul(hash, 0x9e3779b1) >>> this.shift;
    while (hashes[slot] !== hash && hashes[slot] !== 0) slot = (slot + 1) & (hashes.length - 1);
    return slot;
  }
}

/** The hash of a word with one more letter behind it; 0 is that of none. */
export function withLetter(hash: number, letter: number): number {
  return (Math.imul(hash, 31) + letter) | 0;
}
