/** Characters of the longest id that is packed. */
const MOST_LENGTH = 128;
/** Entries that a look-up passes at most, before a `Map` takes over: too many ids hash alike. */
const MOST_STEPS = 128;
/** Ids that are looked up at once. */
const AT_ONCE = 256;
/** Characters that are more than a byte. */
const WIDE = -1;

/**
 * Places of ids of any form, in flat arrays of numbers: each id is packed into words of four characters, which are hashed and
 * compared. So a look-up reads two places in memory, where a `Map` goes from entry to text to characters. A `Map` takes over for ids
 * that are long or have characters of more than a byte, and where too many hashes meet, so that it stays linear whatever
 * comes in.
 */
export class HashedIds {
  /** Places of the first two ids that are the same; nothing when all differ. */
  readonly repeated: readonly [first: number, second: number] | undefined;
  /** Pairs of a hash and a place, which is one higher; 0 where nothing is. */
  private readonly table: Int32Array;
  /** For each id its length, then its characters, `stride` words in all. */
  private readonly words: Int32Array;
  private readonly stride: number;
  private readonly longest: number;
  /** The id that is looked up. */
  private readonly wanted: Int32Array;
  private map: Map<string, number> | undefined;

  constructor(private readonly ids: readonly string[]) {
    this.longest = longestOf(ids);
    const isPacked = this.longest <= MOST_LENGTH;
    this.stride = 1 + Math.ceil(this.longest / 4);
    this.wanted = new Int32Array(isPacked ? this.stride : 0);
    this.words = new Int32Array(isPacked ? this.stride * ids.length : 0);
    this.table = new Int32Array(isPacked ? 2 ** (34 - Math.clz32(Math.max(8, ids.length))) : 0);
    this.repeated = isPacked ? this.fill() : this.fillMap();
  }

  /** The place of an id; -1 when it is not in the list. */
  placeOf(id: string): number {
    if (this.map) return this.map.get(id) ?? -1;
    if (id.length > this.longest) return -1;
    const { table, wanted, stride } = this;
    const hash = pack(id, wanted, 0, stride);
    if (hash === WIDE) return -1;
    const mask = table.length - 1;
    for (let at = (hash << 1) & mask, steps = 0; steps <= MOST_STEPS; at = (at + 2) & mask, steps++) {
      const place = table[at + 1]! - 1;
      if (place < 0) return -1;
      if (table[at] === hash && this.isAt(place, wanted, 0)) return place;
    }
    return this.mapped().get(id) ?? -1;
  }

  /**
   * The places of many ids, -1 for those that are not in the list. They are packed, then looked up, then compared, some at a time:
   * so the processor waits for many places in memory at once.
   */
  placesOf(names: readonly string[]): Int32Array {
    if (this.map) return Int32Array.from(names, (name) => this.placeOf(name));
    const places = new Int32Array(names.length);
    const packed = new Int32Array(AT_ONCE * this.stride);
    const hashes = new Int32Array(AT_ONCE);
    for (let from = 0; from < names.length; from += AT_ONCE) this.placeSome(names, from, places, { packed, hashes });
    return places;
  }

  private placeSome(
    names: readonly string[],
    from: number,
    places: Int32Array,
    { packed, hashes }: { readonly packed: Int32Array; readonly hashes: Int32Array },
  ): void {
    const { stride, table, longest } = this;
    const mask = table.length - 1;
    const count = Math.min(AT_ONCE, names.length - from);
    for (let no = 0; no < count; no++) {
      const name = names[from + no]!;
      hashes[no] = name.length > longest ? WIDE : pack(name, packed, no * stride, stride);
    }
    for (let no = 0; no < count; no++) {
      let at = (hashes[no]! << 1) & mask;
      while (table[at + 1] !== 0 && table[at] !== hashes[no]) at = (at + 2) & mask;
      places[from + no] = table[at + 1]! - 1;
    }
    for (let no = 0; no < count; no++) {
      const place = places[from + no]!;
      if (place < 0 || !this.isAt(place, packed, no * stride)) places[from + no] = this.placeOf(names[from + no]!);
    }
  }

  private isAt(place: number, words: Int32Array, from: number): boolean {
    const { stride } = this;
    for (let word = 0, at = place * stride; word < stride; word++)
      if (this.words[at + word] !== words[from + word]) return false;
    return true;
  }

  private fill(): readonly [number, number] | undefined {
    const { ids, table, words, stride } = this;
    const hashes = new Int32Array(ids.length);
    for (let no = 0; no < ids.length; no++) {
      hashes[no] = pack(ids[no]!, words, no * stride, stride);
      if (hashes[no] === WIDE) return this.fillMap();
    }
    const mask = table.length - 1;
    for (let no = 0; no < ids.length; no++) {
      const hash = hashes[no]!;
      let at = (hash << 1) & mask;
      for (let steps = 0; table[at + 1] !== 0; at = (at + 2) & mask, steps++) {
        const place = table[at + 1]! - 1;
        if (table[at] === hash && this.isAt(place, words, no * stride)) return [place, no];
        if (steps === MOST_STEPS) return this.fillMap();
      }
      table[at] = hash;
      table[at + 1] = no + 1;
    }
    return undefined;
  }

  private fillMap(): readonly [number, number] | undefined {
    const map = this.mapped();
    for (let no = 0; no < this.ids.length; no++) {
      const first = map.get(this.ids[no]!)!;
      if (first !== no) return [first, no];
    }
    return undefined;
  }

  private mapped(): ReadonlyMap<string, number> {
    if (this.map) return this.map;
    this.map = new Map();
    for (let no = 0; no < this.ids.length; no++) if (!this.map.has(this.ids[no]!)) this.map.set(this.ids[no]!, no);
    return this.map;
  }
}

function longestOf(ids: readonly string[]): number {
  let longest = 0;
  for (let no = 0; no < ids.length; no++) if (ids[no]!.length > longest) longest = ids[no]!.length;
  return longest;
}

/** Writes the length of a text and its characters, zeros behind them. @returns its hash, 0 or more; `WIDE` where a character has no place. */
function pack(id: string, words: Int32Array, from: number, stride: number): number {
  const { length } = id;
  words[from] = length;
  let at = from + 1;
  let hash = length;
  let seen = 0;
  let read = 0;
  for (; read + 3 < length; read += 4) {
    const a = id.charCodeAt(read);
    const b = id.charCodeAt(read + 1);
    const c = id.charCodeAt(read + 2);
    const d = id.charCodeAt(read + 3);
    seen |= a | b | c | d;
    const word = a | (b << 8) | (c << 16) | (d << 24);
    words[at++] = word;
    hash = mixed(hash, word);
  }
  if (read < length) {
    let word = 0;
    for (let last = length - 1; last >= read; last--) {
      const code = id.charCodeAt(last);
      seen |= code;
      word = (word << 8) | code;
    }
    words[at++] = word;
    hash = mixed(hash, word);
  }
  while (at < from + stride) words[at++] = 0;
  return seen > 255 ? WIDE : hash & 0x7fffffff;
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
