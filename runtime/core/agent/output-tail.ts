/**
 * Keeps the beginning and the end of a command's output: up to `maxBytes` of each, and how much lies between.
 * Memory is bounded whatever is pushed. Bytes that are not UTF-8 become U+FFFD.
 */
export class OutputTail {
  private readonly head: Uint8Array[] = [];
  private headBytes = 0;
  private tail: Uint8Array[] = [];
  private tailBytes = 0;
  private dropped = 0;

  constructor(private readonly maxBytes: number) {}

  push(chunk: Uint8Array): void {
    const fits = Math.min(chunk.length, this.maxBytes - this.headBytes);
    if (fits > 0) {
      this.head.push(Uint8Array.from(chunk.subarray(0, fits)));
      this.headBytes += fits;
    }
    const rest = chunk.subarray(Math.max(0, fits));
    if (rest.length === 0) return;
    const kept = rest.length > this.maxBytes ? rest.subarray(rest.length - this.maxBytes) : rest;
    this.dropped += rest.length - kept.length;
    this.tail.push(Uint8Array.from(kept));
    this.tailBytes += kept.length;
    while (this.tailBytes - (this.tail[0]?.length ?? 0) >= this.maxBytes) {
      const oldest = this.tail.shift();
      this.tailBytes -= oldest?.length ?? 0;
      this.dropped += oldest?.length ?? 0;
    }
  }

  text(): string {
    const head = decoded(this.head);
    const tail = decoded(this.tail);
    return this.dropped === 0 ? head + tail : `${head}\n[… ${this.dropped} bytes left out …]\n${tail}`;
  }
}

function decoded(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}
