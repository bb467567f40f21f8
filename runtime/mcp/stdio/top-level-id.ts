const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];
/** A longer id is nobody's. */
const MOST_BYTES = 300;

/**
 * Finds the `id` of a JSON-RPC message that is too long to be kept: read piece by piece, in constant memory, for most clients
 * write it last. What stands in the message's own values is never taken for it.
 */
export class TopLevelId {
  private depth = 0;
  private isInText = false;
  private isEscaped = false;
  /** Of the object itself: the key, or the value behind it. */
  private token: number[] = [];
  private key = '';
  private found: string | undefined;

  read(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.isInText) this.readText(byte);
      else this.readMark(byte);
    }
  }

  /** A string or whole number, or undefined where there was none. */
  id(): string | number | undefined {
    try {
      const id: unknown = JSON.parse(this.found ?? '');
      return typeof id === 'string' || Number.isInteger(id) ? (id as string | number) : undefined;
    } catch {
      return undefined; // no id, or the line is no JSON
    }
  }

  private readText(byte: number): void {
    this.keep(byte);
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInText = false;
  }

  private readMark(byte: number): void {
    if (byte === QUOTE) this.isInText = true;
    if (byte === OPEN || byte === OPEN_LIST) this.depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      this.depth -= 1;
      if (this.depth === 0) this.endValue();
    } else if (this.depth === 1 && byte === COLON) {
      this.key = this.take();
    } else if (this.depth === 1 && byte === COMMA) {
      this.endValue();
    } else this.keep(byte);
  }

  private keep(byte: number): void {
    if (this.depth === 1 && this.token.length <= MOST_BYTES) this.token.push(byte);
  }

  private endValue(): void {
    const value = this.take();
    if (this.key === '"id"' && value.length <= MOST_BYTES) this.found ??= value;
    this.key = '';
  }

  private take(): string {
    const text = Buffer.from(this.token).toString('utf8').trim();
    this.token = [];
    return text;
  }
}
