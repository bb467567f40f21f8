import type { Numbered } from './numbered';

/** A piece has two to this power of values. */
const SHIFT = 8;
const SIZE = 2 ** SHIFT;

/**
 * Values by number, in pieces of 256. Copies share their pieces until one of them changes a value: then it has a piece of its own. So
 * a change costs a piece and the list of pieces and not all values, and what two copies have in common is known without a look at
 * each.
 */
export class Pieces<T> implements Numbered<T> {
  readonly length: number;
  private readonly pieces: T[][];
  /** Pieces that no other copy has. */
  #own = new Set<number>();

  private constructor(pieces: T[][], length: number) {
    this.pieces = pieces;
    this.length = length;
  }

  /** A copy. */
  static of<T>(values: Numbered<T>): Pieces<T> {
    if (values instanceof Pieces) {
      // What it had to itself it shares from now on.
      values.#own = new Set();
      return new Pieces([...values.pieces], values.length);
    }
    const all = Array.isArray(values) ? (values as readonly T[]) : [...values];
    const pieces: T[][] = [];
    for (let from = 0; from < all.length; from += SIZE) pieces.push(all.slice(from, from + SIZE));
    return new Pieces(pieces, all.length);
  }

  at(no: number): T | undefined {
    return this.pieces[no >> SHIFT]?.[no & (SIZE - 1)];
  }

  /** For whoever made this copy: all that were given it see the change. */
  set(no: number, value: T): void {
    const at = no >> SHIFT;
    if (!this.#own.has(at)) {
      this.pieces[at] = [...this.pieces[at]!];
      this.#own.add(at);
    }
    this.pieces[at]![no & (SIZE - 1)] = value;
  }

  /** Numbers that have another value in that list, ascending. Of copies of each other it looks at the pieces that differ. */
  *changedSince(before: Numbered<T>): IterableIterator<number> {
    const others = before instanceof Pieces ? before.pieces : [];
    for (const [at, piece] of this.pieces.entries()) {
      if (piece === others[at]) continue;
      for (const [within, value] of piece.entries()) {
        const no = at * SIZE + within;
        if (value !== before.at(no)) yield no;
      }
    }
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const piece of this.pieces) yield* piece;
  }

  *keys(): IterableIterator<number> {
    for (let no = 0; no < this.length; no++) yield no;
  }

  *entries(): IterableIterator<[no: number, value: T]> {
    for (let no = 0; no < this.length; no++) yield [no, this.at(no)!];
  }

  findIndex(is: (value: T, no: number) => boolean): number {
    for (let no = 0; no < this.length; no++) if (is(this.at(no)!, no)) return no;
    return -1;
  }

  some(is: (value: T, no: number) => boolean): boolean {
    return this.findIndex(is) >= 0;
  }

  every(is: (value: T, no: number) => boolean): boolean {
    return !this.some((value, no) => !is(value, no));
  }

  filter(is: (value: T, no: number) => boolean): T[] {
    return this.flatMap((value, no) => (is(value, no) ? [value] : []));
  }

  map<U>(of: (value: T, no: number) => U): U[] {
    const all = new Array<U>(this.length);
    for (let no = 0; no < this.length; no++) all[no] = of(this.at(no)!, no);
    return all;
  }

  flatMap<U>(of: (value: T, no: number) => U | readonly U[]): U[] {
    const all: U[] = [];
    for (let no = 0; no < this.length; no++) {
      const own = of(this.at(no)!, no);
      if (Array.isArray(own)) all.push(...(own as readonly U[]));
      else all.push(own as U);
    }
    return all;
  }

  reduce<U>(add: (sum: U, value: T, no: number) => U, first: U): U {
    let sum = first;
    for (let no = 0; no < this.length; no++) sum = add(sum, this.at(no)!, no);
    return sum;
  }

  /** As JSON it is a list. */
  toJSON(): readonly T[] {
    return [...this];
  }
}
