/**
 * The text on one line without control characters, at most `length` letters long; what is cut ends with `…`.
 * Never in the middle of a surrogate pair.
 */
export function oneLine(text: string, length: number): string {
  return shorten(
    text
      .slice(0, length * 4)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
    length,
  );
}

/** At most `length` letters of the text, in the measure of `sizeOf`; what is cut ends with `…`. */
export function shorten(
  text: string,
  length: number,
  sizeOf: (text: string) => number = (part) => part.length,
): string {
  if (sizeOf(text) <= length) return text;
  let end = Math.min(text.length, length);
  while (end > 0 && sizeOf(`${text.slice(0, end)}…`) > length) {
    end -= Math.max(1, Math.ceil((sizeOf(`${text.slice(0, end)}…`) - length) / 4));
  }
  if (end > 0 && /[\ud800-\udbff]/.test(text.charAt(end - 1))) end--;
  return `${text.slice(0, Math.max(0, end)).trimEnd()}…`;
}
