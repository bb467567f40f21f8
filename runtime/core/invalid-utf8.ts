/** The first byte that is no valid UTF-8 (overlong forms and surrogates included): how many come before it, and where it stands, its column in bytes; undefined where all are valid. */
export function invalidUtf8(
  bytes: Uint8Array,
): { readonly offset: number; readonly where: { readonly line: number; readonly column: number } } | undefined {
  const offset = firstInvalidByte(bytes);
  return offset < 0 ? undefined : { offset, where: lineOf(bytes, offset) };
}

/** Its offset, or -1. */
function firstInvalidByte(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!;
    const length =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead < 0xe0
          ? 2
          : lead >= 0xe0 && lead < 0xf0
            ? 3
            : lead >= 0xf0 && lead < 0xf5
              ? 4
              : 0;
    if (length === 0) return at;
    const second = bytes[at + 1];
    if (length > 1 && !inRange(second, lead)) return at;
    for (let next = 2; next < length; next++) {
      const byte = bytes[at + next];
      if (byte === undefined || byte < 0x80 || byte > 0xbf) return at;
    }
    at += length;
  }
  return -1;
}

function inRange(second: number | undefined, lead: number): boolean {
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return second !== undefined && second >= low && second <= high;
}

function lineOf(bytes: Uint8Array, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < offset; at++) {
    if (bytes[at] !== 10) continue;
    line++;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
