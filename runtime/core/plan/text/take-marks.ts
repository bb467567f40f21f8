import { type Attribute, readAttribute } from './attributes';
import { codeSpans } from './code-spans';
import { IN_BRACKETS, WAITS_ON_NOTHING } from './waiting-words';

export interface Marks {
  /** What is left. */
  readonly text: string;
  readonly attributes: readonly Attribute[];
  readonly isParallel: boolean;
  /** `… (depends on T010)` without a colon. */
  readonly prose?: string;
  /** The same with its verb, as written: `blocked by legal`. */
  readonly said?: string;
}

const NONE: readonly Attribute[] = [];
/** Brackets, also full-width ones, with what closes them. */
const CLOSES: ReadonlyMap<number, number> = new Map([
  [40, 41],
  [91, 93],
  [0xff08, 0xff09],
]);

/**
 * Takes `(key: value)`, `[P]`, `(P)` and `(depends on …)` out of a title, full-width `（依赖：1）` too; brackets inside
 * backticks are text. Linear:
 * only pairs without a bracket inside are looked at.
 */
export function takeMarks(content: string): Marks {
  if (!/[([（]/.test(content)) return { text: content.trim(), attributes: NONE, isParallel: false };
  const attributes: Attribute[] = [];
  const pieces: string[] = [];
  const spans = codeSpans(content);
  let isParallel = false;
  let prose: string | undefined;
  let said: string | undefined;
  let from = 0;
  let open = -1;
  let span = 0;
  for (let at = 0; at < content.length; at++) {
    while (span < spans.length && spans[span]!.end <= at) span++;
    if (span < spans.length && spans[span]!.start === at) {
      at = spans[span]!.end - 1;
      continue;
    }
    const code = content.charCodeAt(at);
    if (CLOSES.has(code)) open = at;
    if (open < 0 || code !== CLOSES.get(content.charCodeAt(open))) continue;
    const inside = content.slice(open + 1, at).trim();
    const attribute = readAttribute(inside);
    const isProse = IN_BRACKETS.test(inside);
    const isFree = WAITS_ON_NOTHING.test(inside);
    const isMark = inside === 'P' || /^parallel(?:: true)?$/i.test(inside);
    if (attribute !== undefined || isProse || isFree || isMark) {
      pieces.push(content.slice(from, open));
      from = at + 1;
      if (attribute !== undefined) attributes.push(attribute);
      else if (isProse) {
        prose = inside.replace(IN_BRACKETS, '').trim();
        said = inside;
      } else if (isFree) prose ??= 'none';
      isParallel ||= isMark;
    }
    open = -1;
  }
  pieces.push(content.slice(from));
  const text = pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join(' ');
  if (prose === undefined) return { text, attributes, isParallel };
  return { text, attributes, isParallel, prose, ...(said === undefined ? {} : { said }) };
}
