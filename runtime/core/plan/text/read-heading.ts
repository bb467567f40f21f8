import { cut } from './cut';
import { plainText } from './plain-text';

export interface ReadHeading {
  /** Without emoji, emphasis and status. */
  readonly text: string;
  /** It carries ✅, ✓, `[x]`, COMPLETE or the like. */
  readonly isDone: boolean;
}

const EMOJI = /^(?:\p{Extended_Pictographic}|✓|\u{fe0f}|\u{200d}|\s){1,12}/u;
const ENDINGS: readonly (readonly [RegExp, boolean])[] = [
  [/(?:✅|✓|✔|☑|✔\u{fe0f}|☑\u{fe0f})$/u, true],
  [/\[[xX]\]$/, true],
  [
    /[-–—:(] {0,3}(?:✅ {0,2})?(?:completed?|done|finished|shipped|COMPLETED?)(?: {0,2}(?:on )?\d{4}-\d{2}-\d{2})?\)?$/i,
    true,
  ],
  [/(?:✅|✓) {0,2}(?:completed?|done|finished|shipped)(?: {0,2}\d{4}-\d{2}-\d{2})?$/iu, true],
  [/\((?:inserted|optional|gap|new)\)$/i, false],
  [/[🚧📋🎯⏳🔴]$/u, false],
  [/🎯 {0,2}MVP$/u, false],
];

/** What a decorated heading begins or ends with: most are as plain as that. */
const MAY_BE_DECORATED = /^(?:[^ -~]|\[)|(?:[^ -~]|[)\]P]|completed?|done|finished|shipped|\d{4}-\d{2}-\d{2})$/i;

/** A heading without its decoration. */
export function readHeading(content: string): ReadHeading {
  let text = plainText(cut(content, 2_000));
  if (!MAY_BE_DECORATED.test(text)) return { text, isDone: false };
  let isDone = /^(?:✅|✓|\[[xX]\])/u.test(text);
  text = text.replace(/^\[[ xX]\] /, '').replace(EMOJI, '');
  for (let changed = true; changed; ) {
    changed = false;
    for (const [ending, means] of ENDINGS) {
      const shorter = text.replace(ending, '').trim();
      if (shorter === text || shorter === '') continue;
      text = shorter;
      isDone ||= means;
      changed = true;
    }
  }
  return { text: text.trim(), isDone };
}
