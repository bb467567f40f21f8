/** Numbers that look random and are the same for the same seed. */
export class Random {
  constructor(private state: number) {}

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }
}

/**
 * A seed made of parts. What is drawn under one name does not change because something else is drawn more or less often:
 * so a scenario from which a fault is taken away stays otherwise as it was, and can be shrunk.
 */
export function seedOf(...parts: readonly Part[]): number {
  return ended(parts.reduce(mixed, START));
}

/** `seedOf` of these parts and one more, for many. */
export function seedsUnder(...parts: readonly Part[]): (last: Part) => number {
  const begun = parts.reduce(mixed, START);
  return (last) => ended(mixed(begun, last));
}

type Part = string | number;

const START = 0x811c9dc5;

function mixed(begun: number, part: Part): number {
  const text = typeof part === 'number' ? part.toString(36) : part;
  let hash = begun;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return Math.imul(hash ^ 0x2f, 0x01000193);
}

function ended(begun: number): number {
  let hash = begun ^ (begun >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
