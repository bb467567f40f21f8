import { withoutHidden } from '../../core/control-characters';

/**
 * A text of several lines, whole, each line behind `indent` and none wider than `columns`: broken at a blank where there is
 * one. Nothing in it is obeyed by a terminal.
 *
 * @param columns - `Infinity` where nothing is to be broken.
 */
export function wrapText(text: string, indent: string, columns: number): readonly string[] {
  const width = Math.max(20, columns - indent.length);
  return text
    .split(/\r?\n|\r/)
    .map((line) => withoutHidden(line).replaceAll('\t', '  ').trimEnd())
    .filter((line) => line !== '')
    .flatMap((line) => brokenAt(line, width))
    .map((line) => `${indent}${line}`);
}

function brokenAt(line: string, width: number): readonly string[] {
  const parts: string[] = [];
  let rest = [...line];
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > width / 2 ? blank : width;
    parts.push(rest.slice(0, end).join(''));
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
  }
  return [...parts, rest.join('')];
}
