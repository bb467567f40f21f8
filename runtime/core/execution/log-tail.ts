/** Bytes of a log's tail that are kept. */
export const LOG_TAIL_BYTES = 16 * 1024;

/** The last whole characters of `text` that fit into 16 KiB of UTF-8. */
export function logTail(text: string): string {
  if (text.length * 3 <= LOG_TAIL_BYTES) return text;
  const bytes = new TextEncoder().encode(text.slice(-LOG_TAIL_BYTES));
  let start = Math.max(0, bytes.length - LOG_TAIL_BYTES);
  while (start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start += 1;
  return new TextDecoder().decode(bytes.subarray(start));
}
