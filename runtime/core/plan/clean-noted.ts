import type { Findings } from './findings';
import type { Position } from './plan';
import { cleanText, isClean } from './text/clean-text';

/** A text of a plan as it may be shown; what is taken out of it is noted. */
export function cleanNoted(text: string, where: Position, findings: Findings): string {
  if (isClean(text)) return text;
  const { text: clean, changed } = cleanText(text);
  if (changed !== undefined) {
    const message = `The text holds ${changed}; they are removed or shown as \\u…`;
    findings.note('NOTE_HIDDEN_CHARACTERS', where, message);
  }
  return clean;
}
