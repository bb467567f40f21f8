import type { ExecutionPlan, PlanNote, PlanProblem, Position } from '../../core/plan/plan';
import type { PlanPreview } from '../../core/plan/preview-plan';
import type { Paint } from './paint';
import { printable } from './printable';
import { shorten } from './shorten';
import { table } from './table';

/** A plan for people: what it was read as, its tasks wave by wave, its phases, the longest chain. */
export function planText(plan: ExecutionPlan, preview: PlanPreview, paint: Paint): string {
  const names = new Map(plan.tasks.map(({ id, originalId }) => [id, originalId]));
  const nameOf = (id: (typeof plan.tasks)[number]['id']): string => names.get(id) ?? id;
  const implied = new Map(plan.tasks.map(({ id, impliedDependencies }) => [id, new Set(impliedDependencies)]));
  const phases = new Set(plan.tasks.flatMap(({ phase }) => phase ?? []));
  const rows = preview.tasks.map((task) => [
    task.originalId,
    shorten(task.title, 50),
    task.status,
    String(task.wave),
    task.dependencies.map((id) => `${nameOf(id)}${implied.get(task.id)?.has(id) ? '~' : ''}`).join(' '),
    String(task.autoCriteria + task.manualCriteria),
    String(task.minutes),
    task.humanGate === undefined ? '' : shorten(task.humanGate, 30),
  ]);
  return [
    paint('bold', printable(plan.title)),
    `read as ${plan.format}: ${plan.tasks.length} tasks in ${preview.waves.length} waves${phases.size > 0 ? `, ${phases.size} phases` : ''}`,
    '',
    table(['TASK', 'TITLE', 'STATUS', 'WAVE', 'WAITS ON', 'CHECKS', 'MIN', 'ASKS FIRST'], rows),
    '',
    ...(phases.size > 0 ? [`phases: ${[...phases].map(printable).join(', ')}`] : []),
    `critical path: ${preview.criticalPath.map((id) => printable(nameOf(id))).join(' → ') || 'nothing left to do'} (${preview.criticalMinutes} min)`,
    ...(rows.some((row) => row[4]!.includes('~')) ? ['~ implied by the order of the document'] : []),
  ].join('\n');
}

/** Why a plan is refused. */
export function problemsText(problems: readonly PlanProblem[], total: number, paint: Paint): string {
  return [
    paint('red', `${total} ${total === 1 ? 'problem' : 'problems'}`),
    ...problems.map(
      (problem) =>
        `  ${placeOf(problem)}  ${printable(problem.message)} [${problem.code}]${problem.hint === undefined ? '' : ` – ${printable(problem.hint)}`}`,
    ),
    ...(total > problems.length ? [`  … and ${total - problems.length} more`] : []),
  ].join('\n');
}

/** What the reader decided. */
export function notesText(notes: readonly PlanNote[], paint: Paint): readonly string[] {
  if (notes.length === 0) return [];
  return [
    '',
    paint('yellow', `${notes.length} ${notes.length === 1 ? 'note' : 'notes'}`),
    ...notes.map((note) => `  ${placeOf(note)}  ${printable(note.message)} [${note.code}]`),
  ];
}

function placeOf({ file, line, column }: Position): string {
  return `${file === undefined ? '' : `${printable(file)}:`}${line}:${column}`;
}
