import type { DraftPlan, DraftTask } from './draft';
import { append } from './text/append';
import type { Line } from './text/lines';
import { plainText } from './text/plain-text';
import { readHeading } from './text/read-heading';

/** Letters and digits from which on a text stands in another one by no chance. */
const LONG = 25;
/** Words from which on they do, when they stand there as words. */
const MANY_WORDS = 4;

/** Characters that are searched at most for lines that no task has as a line of its own. */
const MOST_SEARCHED = 100_000_000;

/**
 * What a reader of the tasks sees: so that a line that a format took as a detail or as the name of a group can be
 * looked for, and be noted when it stands nowhere. Spaces, marks and punctuation do not count. A short text must be a line of
 * its own: "Install" is not shown by "Installation of the pump".
 *
 * Cost: linear in the draft, when first asked; then one look for each line, and a bounded search for the others.
 */
export class ShownText {
  private phases: ReadonlySet<string> | undefined;
  private text: Shown | undefined;
  private searched = 0;

  constructor(private readonly draft: DraftPlan | undefined) {}

  /** False also when the search would take too long: then the line is noted once too often. */
  has(line: Line): boolean {
    const words = letters(line.content);
    if (words === '') return true;
    const plain = letters(line.kind === 'heading' ? readHeading(line.content).text : plainText(line.content));
    const tasks = this.draft?.tasks ?? [];
    // Mostly it is the heading of a phase: then nothing else need be looked at.
    this.phases ??= phasesOf(tasks);
    if (this.phases.has(words) || this.phases.has(plain)) return true;
    this.text ??= textOf(tasks);
    const { lines, all, spaced } = this.text;
    if (lines.has(words) || lines.has(plain)) return true;
    if (this.searched > MOST_SEARCHED) return false;
    this.searched += 2 * all.length;
    if (plain.length >= LONG) return all.includes(plain) || all.includes(words);
    const inWords = wordsOf(plainText(line.content));
    return inWords.split(' ').length >= MANY_WORDS + 2 && spaced.includes(inWords);
  }
}

interface Shown {
  readonly lines: ReadonlySet<string>;
  /** All that is shown, as letters and digits. */
  readonly all: string;
  /** The same in words, line by line. */
  readonly spaced: string;
}

function phasesOf(tasks: readonly DraftTask[]): ReadonlySet<string> {
  const phases = new Set<string>();
  let last: string | undefined;
  for (const { phase } of tasks) {
    if (phase === undefined || phase === last) continue;
    phases.add(letters(phase));
    last = phase;
  }
  return phases;
}

function textOf(tasks: readonly DraftTask[]): Shown {
  const lines = new Set<string>();
  const pieces: string[] = [];
  const spaced: string[] = [];
  for (const task of tasks) {
    const own = [
      task.title,
      task.phase ?? '',
      ...task.subtasks.map(({ title }) => title),
      ...task.criteria.flatMap(({ criterion, command = '' }) => [criterion, command]),
      ...task.description.split('\n').flatMap((line) => [line, plainText(line)]),
    ].map((text) => text.replace(BULLET, ''));
    for (const text of own) lines.add(letters(text));
    append(pieces, own.map(letters));
    append(spaced, own.map(wordsOf));
  }
  return { lines, all: pieces.join(''), spaced: spaced.join('\n') };
}

const BULLET = /^\s{0,40}(?:(?:[-*+>|]|\d{1,9}[.)]) {1,4})?(?:\[[^\]]\]\*? {1,3})?/;

/** ` boil the water ` */
function wordsOf(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]{1,1000}/gu, ' ')
    .trim()} `;
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]{1,1000}/gu, '');
}
