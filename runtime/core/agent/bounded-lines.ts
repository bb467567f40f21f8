const NEWLINE = 0x0a;

/**
 * Cuts a byte stream into lines without ever holding more than `maxLineBytes`: a longer line is skipped to its end
 * and counted. Bytes that are not UTF-8 become U+FFFD; an empty line is not returned.
 *
 * Source: what agents print: 100 MB on one line, invalid UTF-8, JSON cut in the middle.
 */
export class BoundedLines {
  private parts: Uint8Array[] = [];
  private heldBytes = 0;
  private isSkipping = false;
  private skipped = 0;

  constructor(private readonly maxLineBytes: number) {}

  /** Lines that were longer than allowed so far. */
  get skippedLines(): number {
    return this.skipped;
  }

  /** The lines that `chunk` completes, in order. */
  push(chunk: Uint8Array): readonly string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.hold(chunk.subarray(start, end));
      const line = this.take();
      if (line !== undefined && line !== '') lines.push(line);
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
    return lines;
  }

  /** What is left when the stream has ended without a newline. */
  end(): readonly string[] {
    const line = this.take();
    return line === undefined || line === '' ? [] : [line];
  }

  private hold(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.isSkipping) return;
    if (this.heldBytes + bytes.length > this.maxLineBytes) {
      this.parts = [];
      this.heldBytes = 0;
      this.isSkipping = true;
      this.skipped += 1;
      return;
    }
    this.parts.push(Uint8Array.from(bytes));
    this.heldBytes += bytes.length;
  }

  private take(): string | undefined {
    const wasSkipping = this.isSkipping;
    const line = wasSkipping ? undefined : new TextDecoder().decode(join(this.parts, this.heldBytes));
    this.parts = [];
    this.heldBytes = 0;
    this.isSkipping = false;
    return line;
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
