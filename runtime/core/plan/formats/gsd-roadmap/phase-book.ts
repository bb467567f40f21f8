import { newMarkdownTask } from '../../drafting/markdown-task';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import type { Line } from '../../text/lines';
import { quote } from '../../text/quote';
import type { Phase } from './phase';
import { phaseKey } from './phase-ids';

/** Phases that may share a number; more are read as one. */
const MOST_COPIES = 9;

/** The phases that were found, by their keys, in document order. */
export class PhaseBook {
  readonly byKey = new Map<string, Phase>();

  constructor(private readonly findings: Findings) {}

  /**
   * The phase with this number. Two that have a number in common and nothing in their titles are two, when each `isOwn`:
   * the second is read as `9#2`.
   */
  phase(id: string, title: string, line: Line, isOwn: (known: Phase) => boolean): Phase {
    const first = this.byKey.get(phaseKey(id));
    if (first === undefined) return this.newPhase(id, '', title, line);
    let copy = 1;
    for (let known: Phase | undefined = first; known !== undefined; ) {
      if (isAlike(known.title, title, id)) return known;
      copy++;
      known = copy > MOST_COPIES ? undefined : this.byKey.get(`${first.key}#${copy}`);
    }
    if (copy > MOST_COPIES || !isOwn(first)) return first;
    this.findings.note(
      'NOTE_DUPLICATE_ID',
      at(line),
      `Phase ${id} stands in line ${first.where.line} already, and is another one (${quote(first.title)}); here it is read as ${id}#${copy}`,
    );
    return this.newPhase(id, `#${copy}`, title, line);
  }

  private newPhase(id: string, copy: string, title: string, line: Line): Phase {
    const key = `${phaseKey(id)}${copy}`;
    const task = newMarkdownTask(`Phase ${id}${copy}`, title === '' ? `Phase ${id}` : title, at(line));
    const phase: Phase = {
      ...task,
      aliases: copy === '' ? [id, key, `phase ${key}`] : [key, `phase ${key}`],
      key,
      isDone: false,
      isOpen: false,
      hasHeading: false,
      hasBody: false,
      isListed: false,
    };
    this.byKey.set(key, phase);
    return phase;
  }
}

/** Whether two titles may mean one phase: one has none, holds the other, or they share a word. */
function isAlike(a: string, b: string, id: string): boolean {
  if (a === '' || b === '' || a === `Phase ${id}`) return true;
  const [left, right] = [normal(a), normal(b)];
  if (left.includes(right) || right.includes(left)) return true;
  const words = new Set(a.toLowerCase().match(/[\p{L}\p{N}]{3,60}/gu) ?? []);
  return (b.toLowerCase().match(/[\p{L}\p{N}]{3,60}/gu) ?? []).some((word) => words.has(word));
}

/** A title without all but letters and digits. */
export function normal(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
