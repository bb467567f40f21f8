import { type Traits, traitsOf } from '../text/traits';

/**
 * Finds titles that stand twice, whatever their case, among as many as are announced. A table of numbers: a map of a
 * million texts would take longer than all the rest of the reading.
 */
export class TitleIndex {
  private readonly slots: Int32Array;
  /** The hash of the title in each slot: others are told apart without a look at their texts. */
  private readonly hashes: Int32Array;
  private readonly titles: string[];
  private count = 0;

  constructor(most: number) {
    let size = 16;
    while (size < most * 2) size *= 2;
    this.slots = new Int32Array(size);
    this.hashes = new Int32Array(size);
    this.titles = new Array<string>(most);
  }

  /** The number of the title that is the same. */
  find(title: string): number | undefined {
    const held = this.slots[this.slotOf(title, traitsOf(title).hash)]! - 1;
    return held < 0 ? undefined : held;
  }

  /** Adds a title; gives the number of the one that is the same, when there is one: then it is not kept. Numbers count from 0, in the order of adding. */
  add({ text: title, hash }: Traits): number | undefined {
    const no = this.count++;
    this.titles[no] = title;
    const slot = this.slotOf(title, hash);
    const held = this.slots[slot]! - 1;
    if (held >= 0) return held;
    this.slots[slot] = no + 1;
    this.hashes[slot] = hash;
    return undefined;
  }

  /** Where the title is, or would be. */
  private slotOf(title: string, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot] !== 0 && !this.isHeldBy(slot, title, hash)) slot = (slot + 1) & mask;
    return slot;
  }

  private isHeldBy(slot: number, title: string, hash: number): boolean {
    return this.hashes[slot] === hash && isSame(this.titles[this.slots[slot]! - 1]!, title);
  }
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && (a === b || a.toLowerCase() === b.toLowerCase());
}
