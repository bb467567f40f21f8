const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Color = keyof typeof CODES;

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (color: Color, text: string) => string;

/** A brush for a terminal that has colours, or has not. */
export function paintFor(hasColor: boolean): Paint {
  return (color, text) => (hasColor && text !== '' ? `\u001b[${CODES[color]}m${text}\u001b[0m` : text);
}
