/**
 * `text` with its middle left out when it is longer than `maxChars`: the beginning says what ran, the end how it went.
 * A line says how much is missing.
 */
export function truncateMiddle(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const head = Math.floor(maxChars / 3);
  const tail = maxChars - head;
  return `${text.slice(0, head)}\n[… ${text.length - maxChars} characters left out …]\n${text.slice(text.length - tail)}`;
}
