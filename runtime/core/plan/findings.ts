import type { PlanNote, PlanProblem, Position } from './plan';
import { shown } from './text/quote';

/** Problems that one answer lists; the total says how many there are. */
const LISTED = 50;
/** Findings that are kept, so that a hostile plan cannot fill the memory with them. */
const KEPT = 1_000;

export type ProblemFacts = Omit<PlanProblem, 'code' | 'message' | 'line' | 'column'>;

/** Collects what a reader finds in one plan: reasons to refuse it, and decisions that a person may want to see. */
export class Findings {
  private readonly problems: PlanProblem[] = [];
  private readonly noteList: PlanNote[] = [];
  private problemCount = 0;
  private noteCount = 0;

  problem(code: string, where: Position, message: string, facts: ProblemFacts = {}): void {
    this.problemCount++;
    if (this.problems.length >= KEPT) return;
    // A task may have an empty id: that is no place.
    const { path = '', ...others } = facts;
    const named = path === '' ? {} : { path: shown(path) };
    this.problems.push({ code, message: shown(message), ...at(where), ...others, ...named });
  }

  /** Adds to the hint of the first problem what helps with all of them. */
  advise(advice: string): void {
    const [first] = this.problems.toSorted(inDocumentOrder);
    if (first === undefined) return;
    const hint = first.hint === undefined ? advice : `${first.hint}. ${advice}`;
    this.problems[this.problems.indexOf(first)] = { ...first, hint };
  }

  /** `lines`: all lines that it speaks of, when they are more than one. */
  note(code: string, where: Position, message: string, lines: readonly number[] = []): void {
    this.noteCount++;
    if (this.noteList.length >= KEPT) return;
    this.noteList.push({ code, message: shown(message), ...at(where), ...(lines.length > 1 ? { lines } : {}) });
  }

  /** Takes back the notes of a kind that end so, for what they say has changed; gives where they stood. */
  withdraw(code: string, end: string): readonly Position[] {
    const isMeant = (note: PlanNote): boolean => note.code === code && note.message.endsWith(shown(end));
    const meant = this.noteList.filter(isMeant);
    if (meant.length === 0) return [];
    this.noteCount -= meant.length;
    const kept = this.noteList.filter((note) => !isMeant(note));
    this.noteList.length = 0;
    this.noteList.push(...kept);
    return meant.map(at);
  }

  /** Takes over what was found in one document of several, with its path. */
  absorb(other: Findings, file?: string): void {
    const place = file === undefined ? {} : { file };
    this.problemCount += other.problemCount;
    this.noteCount += other.noteCount;
    for (const problem of other.problems.slice(0, KEPT - this.problems.length))
      this.problems.push({ ...place, ...problem });
    for (const note of other.noteList.slice(0, KEPT - this.noteList.length)) this.noteList.push({ ...place, ...note });
  }

  /** So many problems that hints for further ones are not worth their cost. */
  get hasMany(): boolean {
    return this.problemCount > 4 * LISTED;
  }

  /** The lines that notes of a kind stand at. */
  notedLines(code: string): ReadonlySet<number> {
    return new Set(this.noteList.flatMap((note) => (note.code === code ? [note.line] : [])));
  }

  hasProblemOf(codes: readonly string[]): boolean {
    return this.problems.some(({ code }) => codes.includes(code));
  }

  get hasProblems(): boolean {
    return this.problemCount > 0;
  }

  /** In document order; the first 50 of them, with the number of all. */
  report(): { readonly problems: readonly PlanProblem[]; readonly total: number } {
    return { problems: this.problems.toSorted(inDocumentOrder).slice(0, LISTED), total: this.problemCount };
  }

  /** In document order; when there are very many, the last says how many were left out. */
  notes(): readonly PlanNote[] {
    const notes = this.noteList.toSorted(inDocumentOrder);
    const left = this.noteCount - notes.length;
    if (left === 0) return notes;
    const last = notes[notes.length - 1]!;
    return [...notes, { ...at(last), code: 'NOTE_MORE', message: `and ${left} more notes` }];
  }
}

function at(where: Position): Position {
  const { line, column, file } = where;
  return file === undefined ? { line, column } : { line, column, file };
}

function inDocumentOrder(a: Position, b: Position): number {
  if (a.file !== b.file) return (a.file ?? '') < (b.file ?? '') ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
