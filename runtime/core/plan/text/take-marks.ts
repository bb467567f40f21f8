import { type Attribute, readAttribute } from './attributes';
import { codeSpans } from './code-spans';

export interface Marks {
  /** What is left. */
  readonly text: string;
  readonly attributes: readonly Attribute[];
  readonly isParallel: boolean;
  /** `… (depends on T010)` without a colon. */
  readonly prose?: string;
}

const NONE: readonly Attribute[] = [];

/**
 * Takes `(key: value)`, `[P]`, `(P)` and `(depends on …)` out of a title; brackets inside backticks are text. Linear:
 * only pairs without a bracket inside are looked at.
 */
export function takeMarks(content: string): Marks {
  if (!content.includes('(') && !content.includes('['))
    return { text: content.trim(), attributes: NONE, isParallel: false };
  const attributes: Attribute[] = [];
  const pieces: string[] = [];
  const spans = codeSpans(content);
  let isParallel = false;
  let prose: string | undefined;
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
    if (code === 40 /* ( */ || code === 91 /* [ */) open = at;
    if (open < 0 || code !== (content.charCodeAt(open) === 40 ? 41 : 93)) continue;
    const inside = content.slice(open + 1, at).trim();
    const attribute = readAttribute(inside);
    const isProse = /^(?:depends on|blocked by|after|needs|waits for) /i.test(inside);
    const isMark = inside === 'P' || /^parallel(?:: true)?$/i.test(inside);
    if (attribute !== undefined || isProse || isMark) {
      pieces.push(content.slice(from, open));
      from = at + 1;
      if (attribute !== undefined) attributes.push(attribute);
      else if (isProse) prose = inside.replace(/^[a-z]+(?: (?:on|by|for))? /i, '');
      isParallel ||= isMark;
    }
    open = -1;
  }
  pieces.push(content.slice(from));
  const text = pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .join(' ');
  return prose === undefined ? { text, attributes, isParallel } : { text, attributes, isParallel, prose };
}
