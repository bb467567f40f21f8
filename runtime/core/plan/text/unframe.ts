import { closes, fenceOpening } from './line-tokens';

/** What terminals draw frames and tables with, and what Claude Code puts in front of a list of to-dos. */
const DRAWN = /[\u2500-\u257f⎿]/;
const UPRIGHT = '│┃║┆┇┊┋╎╏';
/** A line of a table in which columns cross. */
const CROSSING = /[┼╪╋╬┿╂╫]/;
const LINE = /^[\s\u2500-\u257f]{1,2000}$/;

/**
 * A text as it was before a terminal drew frames around it: `│ 1. Boil │` loses its frame, `│ 1 │ Boil │` becomes the row of a
 * table, a line of `─` becomes one of `-`. Every character keeps its place. What stands in code fences stays. Linear.
 */
export function unframe(text: string): string {
  if (!DRAWN.test(text)) return text;
  let fence: ReturnType<typeof fenceOpening>;
  return text
    .split('\n')
    .map((line, at) => {
      if (fence !== undefined) {
        if (closes(line, fence)) fence = undefined;
        return line;
      }
      fence = fenceOpening(line, at);
      return fence === undefined && DRAWN.test(line) ? withoutFrame(line) : line;
    })
    .join('\n');
}

function withoutFrame(line: string): string {
  if (LINE.test(line)) return borderOf(line);
  const from = line.length - line.trimStart().length;
  const to = line.trimEnd().length - 1;
  if (line.charAt(from) === '⎿') return `${line.slice(0, from)} ${line.slice(from + 1)}`;
  if (!UPRIGHT.includes(line.charAt(from))) return line;
  const inside = line.slice(from + 1, UPRIGHT.includes(line.charAt(to)) ? to : line.length);
  if (!DRAWN.test(inside)) return `${line.slice(0, from)} ${inside}`;
  const isRow = to > from && UPRIGHT.includes(line.charAt(to));
  return isRow ? `${line.slice(0, from)}${[...line.slice(from)].map(pipeOf).join('')}` : line;
}

function pipeOf(character: string): string {
  return UPRIGHT.includes(character) ? '|' : character;
}

/** A rule is one of dashes, what divides the head of a table its divider; all others are empty. */
function borderOf(line: string): string {
  const drawn = line.trim();
  if (/^[─━]{3,2000}$/.test(drawn)) return line.replace(/[─━]/g, '-');
  if (/^═{3,2000}$/.test(drawn)) return line.replaceAll('═', '=');
  if (!CROSSING.test(drawn)) return ' '.repeat(line.length);
  return line.replace(/[─━═]/g, '-').replace(/[\u2500-\u257f]/g, '|');
}
