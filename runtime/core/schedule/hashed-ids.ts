/** Characters at the ends of an id that its hash reads. */
const HEAD = 4;
const TAIL = 8;
/** Entries that a look-up passes at most, before a `Map` takes over: too many ids hash alike. */
const MOST_STEPS = 128;

/**
 * Places of ids of any form, in a table of numbers with open addressing, where a `Map` keeps entries: hash and place lie side
 * by side, since each look elsewhere in memory costs more than the hash. Characters at both ends are hashed, and the id itself
 * is compared. Where too many hashes meet, as of ids that differ only in their
 * middle, a `Map` takes over, so that it stays linear whatever comes in.
 */
export class HashedIds {
  /** Places of the first two ids that are the same; nothing when all differ. */
  readonly repeated: readonly [first: number, second: number] | undefined;
  /** Pairs of a hash and a place, which is one higher; 0 where nothing is. */
  private readonly table: Int32Array;
  private map: Map<string, number> | undefined;

  constructor(private readonly ids: readonly string[]) {
    this.table = new Int32Array(2 ** (34 - Math.clz32(Math.max(8, ids.length))));
    this.repeated = this.fill();
  }

  /** The place of an id; -1 when it is not in the list. */
  placeOf(id: string): number {
    if (this.map) return this.map.get(id) ?? -1;
    const { ids, table } = this;
    const hash = hashOf(id);
    const mask = table.length - 1;
    for (let at = (hash << 1) & mask, steps = 0; steps <= MOST_STEPS; at = (at + 2) & mask, steps++) {
      const place = table[at + 1]! - 1;
      if (place < 0) return -1;
      if (table[at] === hash && ids[place] === id) return place;
    }
    return this.mapped().get(id) ?? -1;
  }

  private fill(): readonly [number, number] | undefined {
    const { ids, table } = this;
    const mask = table.length - 1;
    for (let no = 0; no < ids.length; no++) {
      const hash = hashOf(ids[no]!);
      let at = (hash << 1) & mask;
      for (let steps = 0; table[at + 1] !== 0; at = (at + 2) & mask, steps++) {
        const place = table[at + 1]! - 1;
        if (table[at] === hash && ids[place] === ids[no]) return [place, no];
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

function hashOf(id: string): number {
  const { length } = id;
  let hash = length;
  const tail = Math.max(0, length - TAIL);
  for (let at = Math.min(HEAD, tail) - 1; at >= 0; at--) hash = Math.imul(hash ^ id.charCodeAt(at), 0x9e3779b1);
  for (let at = tail; at < length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
