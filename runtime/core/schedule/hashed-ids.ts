/** Characters at the ends of an id that its hash reads. */
const HEAD = 4;
const TAIL = 8;
/** Entries that a look-up passes at most, before a `Map` takes over: too many ids hash alike. */
const MOST_STEPS = 128;

/**
 * Places of ids of any form, in a table of numbers with open addressing, where a `Map` keeps entries. Characters at both
 * ends are hashed, and the id itself is compared. Where too many hashes meet, as of ids that differ only in their
 * middle, a `Map` takes over, so that it stays linear whatever comes in.
 */
export class HashedIds {
  /** Places of the first two ids that are the same; nothing when all differ. */
  readonly repeated: readonly [first: number, second: number] | undefined;
  /** Places, each one higher; 0 where nothing is. */
  private readonly places: Int32Array;
  private readonly hashes: Int32Array;
  private map: Map<string, number> | undefined;

  constructor(private readonly ids: readonly string[]) {
    this.places = new Int32Array(2 ** (33 - Math.clz32(Math.max(8, ids.length))));
    this.hashes = new Int32Array(ids.length);
    this.repeated = this.fill();
  }

  /** The place of an id; -1 when it is not in the list. */
  placeOf(id: string): number {
    if (this.map) return this.map.get(id) ?? -1;
    const { ids, places, hashes } = this;
    const hash = hashOf(id);
    const mask = places.length - 1;
    for (let at = hash & mask, steps = 0; steps <= MOST_STEPS; at = (at + 1) & mask, steps++) {
      const place = places[at]! - 1;
      if (place < 0) return -1;
      if (hashes[place] === hash && ids[place] === id) return place;
    }
    return this.mapped().get(id) ?? -1;
  }

  private fill(): readonly [number, number] | undefined {
    const { ids, places, hashes } = this;
    const mask = places.length - 1;
    for (let no = 0; no < ids.length; no++) {
      const hash = hashOf(ids[no]!);
      let at = hash & mask;
      for (let steps = 0; places[at] !== 0; at = (at + 1) & mask, steps++) {
        const place = places[at]! - 1;
        if (hashes[place] === hash && ids[place] === ids[no]) return [place, no];
        if (steps === MOST_STEPS) return this.fillMap();
      }
      places[at] = no + 1;
      hashes[no] = hash;
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
