import { printable } from '../../core/control-characters';
import type { ExecutionPlan, ExecutionTask } from '../../core/plan/plan';
import type { PlanPreview, PreviewTask } from '../../core/plan/preview-plan';
import type { Paint } from './paint';
import { shorten } from './shorten';
import { table } from './table';

const HEAD = ['', 'TASK', 'TITLE', 'WAVE', 'WAITS ON', 'CHECKS', 'PARTS', 'MIN', 'DONE BY'];
const TITLE = HEAD.indexOf('TITLE');
const LEAST_TITLE = 24;
const MOST_TITLE = 60;
const STATUS_MARKS: Readonly<Partial<Record<ExecutionTask['status'], string>>> = {
  completed: '✓',
  in_progress: '…',
  failed: '✗',
  skipped: '–',
};
const LEGEND: readonly (readonly [string, string])[] = [
  ['✓', 'done'],
  ['…', 'in progress'],
  ['✗', 'failed'],
  ['–', 'left out'],
  ['▸', 'on the critical path'],
  ['?', 'a person is asked first'],
  ['~', 'implied by the order of the document'],
];

/** The tasks in document order under the names of their phases, and what the marks mean. */
export function planTable(plan: ExecutionPlan, preview: PlanPreview, paint: Paint, columns: number): readonly string[] {
  const { tasks } = plan;
  const names = new Map(tasks.map(({ id, originalId }) => [id, printable(originalId)]));
  const rows = tasks.map((task, no) => rowOf(task, preview.tasks[no]!, names));
  const used = HEAD.flatMap((_, column) => (column === 0 || rows.some((row) => row[column] !== '') ? [column] : []));
  const head = used.map((column) => HEAD[column]!);
  const others = used.filter((column) => column !== TITLE).map((column) => widest(rows, column));
  const room = columns - others.reduce((sum, width) => sum + width + 2, 0);
  const width = Math.max(LEAST_TITLE, Math.min(MOST_TITLE, room));
  const shown = rows.map((row) =>
    used.map((column) => (column === TITLE ? shorten(row[column]!, width) : row[column]!)),
  );
  const [first = '', ...lines] = table(head, shown).split('\n');
  const marks = rows.map(([mark, , , , waits]) => `${mark}${waits!.includes('~') ? '~' : ''}`).join('');
  const legend = LEGEND.filter(([mark]) => marks.includes(mark)).map(([mark, words]) => `${mark} ${words}`);
  return [
    paint('dim', first),
    ...lines.flatMap((line, no) => {
      const { phase, status } = tasks[no]!;
      const isNew = phase !== undefined && phase !== tasks[no - 1]?.phase;
      const isOver = status === 'completed' || status === 'skipped';
      return [...(isNew ? [paint('bold', printable(phase))] : []), isOver ? paint('dim', line) : line];
    }),
    ...(legend.length === 0 ? [] : [paint('dim', legend.join('   '))]),
  ];
}

function rowOf(task: ExecutionTask, shown: PreviewTask, names: ReadonlyMap<string, string>): readonly string[] {
  const { status, subtasks, humanGate, impliedDependencies, dependencies, isOptional } = task;
  const implied = new Set(impliedDependencies);
  const on = dependencies.map((id) => `${shorten(names.get(id) ?? id, 16)}${implied.has(id) ? '~' : ''}`);
  const isOver = status === 'completed' || status === 'skipped';
  return [
    `${STATUS_MARKS[status] ?? ''}${shown.onCriticalPath ? '▸' : ''}${humanGate === undefined ? '' : '?'}`,
    shorten(printable(task.originalId), 20),
    `${printable(task.title)}${isOptional && !/\(optional\)/i.test(task.title) ? ' (optional)' : ''}`,
    String(shown.wave),
    on.length > 4 ? `${on.slice(0, 3).join(', ')} +${on.length - 3}` : on.join(', '),
    checksOf(shown, isOver),
    subtasks.length === 0 ? '' : `${subtasks.filter(({ isDone }) => isDone).length}/${subtasks.length}`,
    isOver ? '' : String(Math.round(shown.minutes * 10) / 10),
    isOver ? '' : doneBy(task, shown),
  ];
}

function checksOf({ autoCriteria, manualCriteria }: PreviewTask, isOver: boolean): string {
  const parts = [
    ...(autoCriteria > 0 ? [`${autoCriteria} auto`] : []),
    ...(manualCriteria > 0 ? [`${manualCriteria} manual`] : []),
  ];
  return parts.join(', ') || (isOver ? '' : 'none');
}

/** The command, or the agent. */
function doneBy({ command }: ExecutionTask, { agent }: PreviewTask): string {
  return command !== undefined && agent === 'shell' ? `$ ${shorten(printable(command), 32)}` : printable(agent);
}

function widest(rows: readonly (readonly string[])[], column: number): number {
  return rows.reduce((most, row) => Math.max(most, [...row[column]!].length), HEAD[column]!.length);
}
