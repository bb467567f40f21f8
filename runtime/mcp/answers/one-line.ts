/** A text on one line without control characters, cut after `most` characters. What plans and logs say is data, never layout. */
export function oneLine(text: string, most = 240): string {
  const plain = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}

/** The first of many, and how many more there are. */
export function firstOf<T>(all: readonly T[], most: number, line: (one: T) => string): readonly string[] {
  const more = all.length - most;
  return [...all.slice(0, most).map(line), ...(more > 0 ? [`  … and ${more} more`] : [])];
}
