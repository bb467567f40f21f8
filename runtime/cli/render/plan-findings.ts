import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import { formatTitle } from '../../core/plan/format-title';
import { notesByKind } from '../../core/plan/notes-by-kind';
import type { PlanNote, PlanProblem, Position } from '../../core/plan/plan';
import type { PlanFacts } from '../../core/plan/plan-facts';
import type { Paint } from './paint';
import { shorten } from './shorten';

/** Notes of one code that are shown; `--json` has all. */
const MOST_OF_A_CODE = 6;
const LONGEST = 220;

/** How findings are shown. */
export interface FindingsView {
  readonly paint: Paint;
  /** The folder from which paths are shown. */
  readonly from: string;
}

/** Why a plan is refused. */
export function problemsText(problems: readonly PlanProblem[], total: number, { paint, from }: FindingsView): string {
  return [
    paint('red', `${counted(total, 'problem')}: the plan cannot be run like this`),
    ...problems.map(
      (problem) =>
        `  ${placeOf(problem, from)}  ${printable(problem.message)} [${problem.code}]${problem.hint === undefined ? '' : ` – ${printable(problem.hint)}`}`,
    ),
    ...(total > problems.length ? [`  … and ${total - problems.length} more`] : []),
  ].join('\n');
}

/** What was understood all the same of a plan that is refused. */
export function factsText(format: string | undefined, facts: PlanFacts): readonly string[] {
  if (format === undefined) return ['', 'No format that is known has been recognised. Name one with --format.'];
  const parts = [
    counted(facts.n_tasks, 'task'),
    ...(facts.n_subtasks > 0 ? [counted(facts.n_subtasks, 'subtask')] : []),
    ...(facts.edges.length > 0 ? [counted(facts.edges.length, 'dependency', 'dependencies')] : []),
    ...(facts.verification_count > 0 ? [counted(facts.verification_count, 'criterion', 'criteria')] : []),
  ];
  return ['', `Read as ${formatTitle(format)} [${format}]: ${parts.join(', ')}.`];
}

/** What the reader left out, and what it decided. */
export function notesText(notes: readonly PlanNote[], { paint, from }: FindingsView): readonly string[] {
  const { leftOut, decided } = notesByKind(notes);
  return [
    ...section(leftOut, paint('yellow', `Not read, not run or not waited for (${leftOut.length}):`), from),
    ...section(decided, paint('yellow', `Decided while reading (${decided.length}):`), from),
  ];
}

function section(notes: readonly PlanNote[], head: string, from: string): readonly string[] {
  if (notes.length === 0) return [];
  const shown = new Map<string, number>();
  const lines: string[] = [];
  for (const note of notes) {
    const before = shown.get(note.code) ?? 0;
    shown.set(note.code, before + 1);
    if (before < MOST_OF_A_CODE)
      lines.push(`  ${placeOf(note, from)}  ${shorten(printable(note.message), LONGEST)} [${note.code}]`);
  }
  const more = [...shown].filter(([, seen]) => seen > MOST_OF_A_CODE);
  return [
    '',
    head,
    ...lines,
    ...more.map(([code, seen]) => `  … and ${seen - MOST_OF_A_CODE} more [${code}]; --json has all`),
  ];
}

function placeOf({ file, line, column }: Position, from: string): string {
  if (file === undefined) return `${line}:${column}`;
  const shown = file.startsWith(`${from}/`) ? file.slice(from.length + 1) : file;
  return `${printable(shown)}:${line}:${column}`;
}
