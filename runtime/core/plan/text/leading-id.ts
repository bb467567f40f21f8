import { findHumanGate } from '../gates/find-human-gate';
import type { Line } from './lines';
import { isStanding } from './take-standing';

/** Whether a box may have an id at all: most have none, and that is seen at once. */
export function mayHaveId(line: Line): boolean {
  return line.ordinal !== '' || mayLead(line.content);
}

/** An id at the start of a box: `1.`, `2.1`, `T001`, `FIX-1:`, `**FIX-1**: `, `**Task 3:**`, `#12`; or the number of an ordered box. */
export function leadingId(line: Line): { id: string | undefined; text: string } {
  if (!mayLead(line.content)) return { id: line.ordinal === '' ? undefined : line.ordinal, text: line.content };
  const text = line.content.replace(/^[*_`~]{1,3}(?=[#A-Z0-9[])/i, '');
  const found = firstMatch(text);
  if (found === null || /^\[?(?:P|US\d+)\]/.test(text) || saysHowItStands(found[0]))
    return { id: line.ordinal === '' ? undefined : line.ordinal, text: line.content };
  return { id: found[1]!, text: text.slice(found[0].length) };
}

/** The spellings of ids, the surest first; marks of emphasis and code may stand around them, a dash behind them. */
const SPELLINGS: readonly RegExp[] = [
  /^(?:Task|Step|Phase|Stage) (\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)[*_`~]{0,3}(?:[:.)]|(?= [-–—]))[*_`~]{0,3}(?:\s{1,2}[-–—](?=\s))?\s{1,4}(?=\S)/i,
  /^\[?#?(\d{1,6}(?:\.\d{1,6}){1,4}[a-z]?)[*_`~]{0,3}[.:)\]]{0,2}[*_`~]{0,3}(?:\s{1,2}[-–—](?=\s))?\s{1,4}(?=\S)/i,
  /^\[?#?(\d{1,6}[a-z]?)[*_`~]{0,3}[.:)\]]{1,2}[*_`~]{0,3}(?:\s{1,2}[-–—](?=\s))?\s{1,4}(?=\S)/i,
  /^#(\d{1,6})[*_`~]{0,3}[:)]?[*_`~]{0,3}(?:\s{1,2}[-–—](?=\s))?\s{1,4}(?=\S)/,
  /^\[?(T-?\d{1,5}(?:\.\d{1,5})?[a-z]?)[*_`~]{0,3}[.:)\]]{0,2}[*_`~]{0,3}(?:\s{1,2}[-–—](?=\s))?\s{1,4}(?=\S)/,
  /^\[?([A-Z][A-Za-z]{0,11}-\d{1,6}(?:\.\d{1,6}){0,3})[*_`~]{0,3}[.:)\]]{0,2}[*_`~]{0,3}(?:\s{1,2}[-–—](?=\s))?\s{1,4}(?=\S)/,
  /^\[([A-Za-z][\w.-]{0,40})\][*_`~]{0,3}:?[*_`~]{0,3}(?:\s{1,2}[-–—](?=\s))?\s{1,4}(?=\S)/,
];

function firstMatch(text: string): RegExpExecArray | null {
  for (const spelling of SPELLINGS) {
    const found = spelling.exec(text);
    if (found !== null) return found;
  }
  return null;
}

/** `[MANUAL]`, `[HUMAN]` ask for a person, `[BLOCKED]` says how a task stands; they name nothing. */
function saysHowItStands(tag: string): boolean {
  if (!tag.startsWith('[') || /\d/.test(tag)) return false;
  return findHumanGate(tag, '') !== undefined || isStanding(tag.slice(1, tag.indexOf(']')));
}

const NUMBERED_KIND = /^[*_`~]{0,3}(?:task|step|phase|stage)\s/i;

/** Whether a text may begin with an id: its first word has a digit or a bracket, or says what kind of thing it numbers. */
function mayLead(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 48 && code <= 57) || code === 91 /* [ */) return true;
    if (code === 32 || code === 9 || code >= 0xa0) return at > 3 && NUMBERED_KIND.test(text);
  }
  return false;
}
