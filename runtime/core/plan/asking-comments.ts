import { findAsking } from './gates/find-asking';
import { mayAsk } from './gates/may-ask';
import { cut } from './text/cut';
import type { PlanDocument } from './text/plan-document';

/** A comment that asks for a person. */
export interface AskingComment {
  /** The number of its first line. */
  readonly line: number;
  readonly words: string;
}

/** Characters and lines of a comment that somebody wrote by hand; templates explain themselves in longer ones. */
const LONGEST = 400;
const MOST_LINES = 12;
/** What a template says of itself. */
const OF_TEMPLATE =
  /\b(?:examples?|samples?|template|placeholder|replace|fill (?:in|out)|delete this|remove this|generated|e\.g\.|for instance|optional)\b/i;

/**
 * The HTML comments of a markdown document that ask for a person, `<!-- STOP: not before Bob approved -->`: whoever hides such words from
 * readers means them. Those in code and those of templates ask nobody. Linear.
 */
export function askingComments(document: PlanDocument): readonly AskingComment[] {
  if (!document.text.includes('<!--')) return [];
  const { lines, raw } = document.markdown();
  const [first] = lines;
  if (first === undefined) return [];
  const found: AskingComment[] = [];
  for (const { no, kind, content } of lines) {
    const at = no - first.no;
    const start = kind === 'code' ? -1 : raw[at]!.indexOf('<!--');
    // Within backticks it is text, and stays.
    if (start < 0 || (kind !== 'comment' && content.includes('<!--'))) continue;
    const words = wordsFrom(raw, at, start + 4);
    if (words === undefined || !mayAsk(words) || OF_TEMPLATE.test(words)) continue;
    if (findAsking(words, false) !== undefined) found.push({ line: no, words });
  }
  return found;
}

/** What stands up to the end of a comment, on one line; undefined for a long one. */
function wordsFrom(raw: readonly string[], at: number, from: number): string | undefined {
  const pieces: string[] = [];
  for (let no = at; no < raw.length && no < at + MOST_LINES; no++) {
    const line = no === at ? raw[no]!.slice(from) : raw[no]!;
    const end = line.indexOf('-->');
    pieces.push((end < 0 ? line : line.slice(0, end)).trim());
    if (end >= 0) {
      const words = pieces.filter((piece) => piece !== '').join(' ');
      return words.length > LONGEST ? undefined : cut(words, LONGEST);
    }
  }
  return undefined;
}
