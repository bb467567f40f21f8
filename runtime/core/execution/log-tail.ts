/** Bytes of a log's tail that are kept. */
export const LOG_TAIL_BYTES = 16 * 1024;

/** A piece of a log, with its place in it. */
export interface LogPiece {
  readonly text: string;
  /** Bytes of the log, in UTF-8, before `text`. */
  readonly offset: number;
}

/** The last whole characters of a piece that fit into 16 KiB of UTF-8. */
export function logTail(piece: LogPiece): LogPiece {
  const { text, offset } = piece;
  if (text.length * 3 <= LOG_TAIL_BYTES) return piece;
  const bytes = new TextEncoder().encode(text);
  let start = Math.max(0, bytes.length - LOG_TAIL_BYTES);
  while (start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start += 1;
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start)), offset: offset + start };
}
