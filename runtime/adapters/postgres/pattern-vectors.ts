/** What is kept of a pattern to search it. */
export interface VectorEntry {
  readonly id: string;
  readonly projectId: string | undefined;
  readonly taskType: string;
  readonly isSuccess: boolean;
}

export interface NearVector {
  readonly id: string;
  readonly similarity: number;
}

/**
 * Vectors of one model side by side in memory, for exact search. When it is full a new one takes the place of the oldest.
 *
 * Cost: 4 bytes per number; a search reads all of them (20,000 × 512: about 10 ms).
 */
export class PatternVectors {
  private readonly entries: VectorEntry[] = [];
  private readonly slotOf = new Map<string, number>();
  private vectors: Float32Array;
  private next = 0;

  constructor(
    private readonly dimensions: number,
    private readonly capacity: number,
  ) {
    this.vectors = new Float32Array(Math.min(256, capacity) * dimensions);
  }

  get size(): number {
    return this.slotOf.size;
  }

  /** Adds or replaces by id. A vector of another length cannot be compared and is left out. */
  put(entry: VectorEntry, vector: Float32Array): void {
    if (vector.length !== this.dimensions) return;
    const slot = this.slotOf.get(entry.id) ?? this.freeSlot();
    this.entries[slot] = entry;
    this.slotOf.set(entry.id, slot);
    this.vectors.set(vector, slot * this.dimensions);
  }

  private freeSlot(): number {
    const slot = this.next % this.capacity;
    this.next++;
    const old = this.entries[slot];
    if (old !== undefined) this.slotOf.delete(old.id);
    if ((slot + 1) * this.dimensions > this.vectors.length) {
      const larger = new Float32Array(Math.min(this.capacity * this.dimensions, this.vectors.length * 2));
      larger.set(this.vectors);
      this.vectors = larger;
    }
    return slot;
  }

  /** The `limit` nearest that `accepts` lets through, nearest first; equals in the order of their ids. */
  nearest(vector: Float32Array, limit: number, accepts: (entry: VectorEntry) => boolean): readonly NearVector[] {
    const best: NearVector[] = [];
    for (const [slot, entry] of this.entries.entries()) {
      if (!accepts(entry)) continue;
      const similarity = this.dot(vector, slot);
      const last = best[best.length - 1];
      if (best.length === limit && last !== undefined && !isBefore(similarity, entry.id, last)) continue;
      let at = best.length;
      while (at > 0 && isBefore(similarity, entry.id, best[at - 1]!)) at--;
      best.splice(at, 0, { id: entry.id, similarity });
      if (best.length > limit) best.pop();
    }
    return best;
  }

  private dot(vector: Float32Array, slot: number): number {
    const { vectors, dimensions } = this;
    const from = slot * dimensions;
    let sum = 0;
    for (let index = 0; index < dimensions; index++) sum += vectors[from + index]! * vector[index]!;
    return sum;
  }
}

const isBefore = (similarity: number, id: string, other: NearVector): boolean =>
  similarity > other.similarity || (similarity === other.similarity && id < other.id);
