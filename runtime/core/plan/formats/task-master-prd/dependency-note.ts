export interface DependencyNote {
  /** The line without the parentheses. */
  readonly text: string;
  /** What stands in them before `depends on:`. */
  readonly remark: string;
  /** What stands behind it; undefined without such parentheses. */
  readonly on: string | undefined;
}

const MAX_REMARK = 200;
const MAX_EXPRESSION = 2_000;

/** Takes `(new; depends on: `a`, `b` (its types))` out of a line: from left to right, each character once. */
export function dependencyNote(line: string): DependencyNote {
  for (const words of line.matchAll(/depends on\s{0,2}:\s{0,2}/gi)) {
    const start = line.lastIndexOf('(', words.index);
    const remark = line.slice(start + 1, words.index);
    if (start < 0 || remark.length > MAX_REMARK + 3 || remark.includes(')') || !/^$|[;,] {0,2}$/.test(remark)) continue;
    const from = words.index + words[0].length;
    const end = closing(line, from);
    if (end === undefined) break;
    return {
      text: `${line.slice(0, start)} ${line.slice(end + 1)}`,
      remark: remark.replace(/[;,\s]{1,4}$/, ''),
      on: line.slice(from, end),
    };
  }
  return { text: line, remark: '', on: undefined };
}

/** Where the parentheses that are open before `from` end. */
function closing(line: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < Math.min(line.length, from + MAX_EXPRESSION); at++) {
    if (line[at] === '(') depth += 1;
    if (line[at] === ')' && depth-- === 0) return at;
  }
  return undefined;
}
