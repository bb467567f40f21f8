import type { Attribute } from './attributes';
import { bracketFields } from './bracket-fields';
import { codeSpans } from './code-spans';

export interface Marks {
  /** What is left. */
  readonly text: string;
  readonly attributes: readonly Attribute[];
  readonly isParallel: boolean;
  /** `… (depends on T010)` without a colon. */
  readonly waits: readonly WaitsOn[];
}

export interface WaitsOn {
  readonly names: string;
  /** The same with its verb, as written: `blocked by legal`. */
  readonly said?: string;
}

const NONE: readonly never[] = [];
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
  if (!/[([（]/.test(content)) return { text: content.trim(), attributes: NONE, isParallel: false, waits: NONE };
  const attributes: Attribute[] = [];
  const pieces: string[] = [];
  const spans = codeSpans(content);
  let isParallel = false;
  const waits: WaitsOn[] = [];
  let isFree = false;
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
    const fields = bracketFields(inside);
    if (fields.length > 0) {
      pieces.push(content.slice(from, open));
      from = at + 1;
      for (const field of fields) {
        if (field.type === 'attribute') attributes.push(field.attribute);
        else if (field.type === 'waits') waits.push({ names: field.names, said: field.said });
        else if (field.type === 'parallel') isParallel = true;
        else isFree = true;
      }
    }
    open = -1;
  }
  pieces.push(content.slice(from));
  const text = pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join(' ');
  if (isFree && waits.length === 0) waits.push({ names: 'none' });
  return { text, attributes, isParallel, waits };
}
