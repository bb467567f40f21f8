import { printable } from '../../core/control-characters';
import { shorten } from '../../core/notify/shorten';

/** A text on one line without control characters, cut after `most` characters. What plans and logs say is data, never layout. */
export const oneLine = (text: string, most = 240): string => shorten(printable(text), most);

/** The first of many, and how many more there are. */
export function firstOf<T>(all: readonly T[], most: number, line: (one: T) => string): readonly string[] {
  const more = all.length - most;
  return [...all.slice(0, most).map(line), ...(more > 0 ? [`  … and ${more} more`] : [])];
}
