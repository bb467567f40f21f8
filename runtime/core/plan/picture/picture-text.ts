import { cut } from '../text/cut';

/** A text for XML: escaped, without what XML forbids and what would turn its direction. */
export function xml(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu,
      '',
    )
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** About how wide a text is, in units of its font size: no font is asked. Wide scripts and emoji count as 1. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** True for scripts and emoji that take twice the room of a Latin letter. */
export function isWide(character: string): boolean {
  const code = character.codePointAt(0)!;
  return code >= 0x1f000 || (code >= 0x2e80 && code <= 0xffef && code !== 0xfeff);
}

function widthOf(character: string): number {
  if (isWide(character)) return 1;
  if ("iljtf.,:;|!'()[]".includes(character)) return 0.32;
  if ('mwMW@%'.includes(character)) return 0.88;
  return /[\p{Lu}\p{N}]/u.test(character) ? 0.64 : 0.53;
}

/** The text in at most `most` lines of `width`; what is cut ends with `…`. Breaks between words where it can. */
export function wrap(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let rest = cut(text.replace(/\s+/g, ' ').trim(), 1_000);
  while (rest !== '' && lines.length < most) {
    const isLast = lines.length === most - 1;
    if (textWidth(rest) <= width) {
      lines.push(rest);
      break;
    }
    const fits = fitting(rest, isLast ? width - 0.9 : width);
    const end = breakIn(fits, rest.charAt(fits.length));
    lines.push(isLast ? `${rest.slice(0, end).trimEnd()}…` : rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return lines;
}

/** Where a line ends best: before a space, or behind a hyphen or slash, if not too far from its end. */
function breakIn(fits: string, next: string): number {
  if (next === ' ') return fits.length;
  const space = fits.lastIndexOf(' ');
  const joint = Math.max(fits.lastIndexOf('-'), fits.lastIndexOf('/')) + 1;
  const best = joint > space && joint > fits.length * 0.6 ? joint : space;
  return best > fits.length * 0.4 ? best : fits.length;
}

/** As many characters as fit. */
function fitting(text: string, width: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width && end > 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}
