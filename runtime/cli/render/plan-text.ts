import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { TaskId } from '../../core/ids';
import { formatTitle } from '../../core/plan/format-title';
import type { ExecutionPlan } from '../../core/plan/plan';
import type { PlanPreview, PreviewTask } from '../../core/plan/preview-plan';
import { compareReleases, type ReleaseComparison } from '../../core/schedule/compare-releases';
import type { Paint } from './paint';
import { planTable } from './plan-table';
import { shorten } from './shorten';

/** Waves that are listed one by one. */
const MOST_WAVES = 12;
/** Ids of one wave, and tasks of the critical path, that are listed. */
const MOST_IDS = 20;

interface PlanTextView {
  readonly paint: Paint;
  readonly columns: number;
  readonly limits: ReadonlyMap<string, number>;
}

/** A plan for people: what it was read as, its tasks phase by phase, the waves, the longest chain, who is asked. */
export function planText(plan: ExecutionPlan, preview: PlanPreview, { paint, columns, limits }: PlanTextView): string {
  const nameOf = new Map(plan.tasks.map(({ id, originalId }) => [id, printable(originalId)]));
  const names = (ids: readonly TaskId[], join: string): string => {
    const shown = ids.slice(0, MOST_IDS).map((id) => shorten(nameOf.get(id) ?? id, 24));
    return [...shown, ...(ids.length > MOST_IDS ? [`and ${ids.length - MOST_IDS} more`] : [])].join(join);
  };
  const path = names(preview.criticalPath, ' → ');
  return [
    paint('bold', printable(plan.title)),
    `Read as ${formatTitle(plan.format)} [${plan.format}]: ${sizeOf(plan, preview)}.`,
    ...timesOf(preview, () => compareReleases(plan, { limits })),
    checksOf(plan, preview),
    '',
    ...planTable(plan, preview, paint, columns),
    '',
    ...(preview.waves.length > 1 ? wavesOf(preview, names) : []),
    `Critical path: ${path === '' ? 'nothing is left to do' : `${path} (${minutes(preview.criticalMinutes)})`}`,
    ...askedOf(plan, preview),
  ].join('\n');
}

function sizeOf({ tasks }: ExecutionPlan, { waves }: PlanPreview): string {
  const phases = new Set(tasks.flatMap(({ phase }) => phase ?? [])).size;
  const parts = tasks.reduce((sum, { subtasks }) => sum + subtasks.length, 0);
  const done = tasks.filter(({ status }) => status === 'completed').length;
  const skipped = tasks.filter(({ status }) => status === 'skipped').length;
  return [
    `${counted(tasks.length, 'task')} in ${counted(waves.length, 'wave')}`,
    ...(phases > 0 ? [counted(phases, 'phase')] : []),
    ...(parts > 0 ? [counted(parts, 'subtask')] : []),
    ...(done > 0 ? [`${done} done already`] : []),
    ...(skipped > 0 ? [`${skipped} left out`] : []),
  ].join(', ');
}

function timesOf(
  { tasks, criticalMinutes }: PlanPreview,
  compare: () => ReleaseComparison | undefined,
): readonly string[] {
  const alone = tasks.reduce((sum, task) => sum + task.minutes, 0);
  if (alone === 0) return [];
  if (alone === criticalMinutes) return [`About ${minutes(alone)}, one after the other.`];
  const least = `At least ${minutes(criticalMinutes)} along the critical path, ${minutes(alone)} one after the other.`;
  const compared = compare();
  if (compared === undefined) return [least];
  const { slots, rolling, barrier } = compared;
  const more = barrier > rolling ? `; ${minutes(barrier)} in strict waves (--release barrier)` : '';
  return [least, `About ${minutes(rolling)} with ${slots} tasks at a time${more}.`];
}

function checksOf({ tasks }: ExecutionPlan, preview: PlanPreview): string {
  const open = preview.tasks.filter(({ status }) => isOpen(status));
  const sum = (of: (task: PreviewTask) => number): number => open.reduce((total, task) => total + of(task), 0);
  const [auto, manual] = [sum(({ autoCriteria }) => autoCriteria), sum(({ manualCriteria }) => manualCriteria)];
  const none = tasks.filter(({ status, verification }) => isOpen(status) && verification.length === 0).length;
  const parts = [
    ...(auto > 0 ? [`${auto} by command`] : []),
    ...(manual > 0 ? [`${manual} by a person`] : []),
    ...(none > 0 ? [`${counted(none, 'open task')} without any`] : []),
  ];
  return `Checks: ${parts.join(', ') || 'none'}.`;
}

function wavesOf({ waves }: PlanPreview, names: (ids: readonly TaskId[], join: string) => string): readonly string[] {
  if (waves.every(({ length }) => length === 1)) return ['Waves: one task each, so all run one after the other.'];
  const lines = waves.slice(0, MOST_WAVES).map((wave, at) => `  ${at + 1}: ${names(wave, ', ')}`);
  return [
    'Waves:',
    ...lines,
    ...(waves.length > MOST_WAVES ? [`  and ${waves.length - MOST_WAVES} more, to ${waves.length}`] : []),
  ];
}

function askedOf({ tasks }: ExecutionPlan, preview: PlanPreview): readonly string[] {
  const asked = tasks.filter(({ humanGate }) => humanGate !== undefined);
  const lines = asked.map(
    ({ originalId, title, humanGate }) =>
      `  ${printable(originalId)} ${shorten(printable(title), 50)}: ${shorten(printable(humanGate!), 80)}`,
  );
  const judged = preview.tasks.filter(({ status, manualCriteria }) => isOpen(status) && manualCriteria > 0).length;
  return [
    ...(lines.length > 0 ? ['', 'A person is asked before these start:', ...lines] : []),
    ...(judged > 0 ? ['', `A person is asked to judge the result of ${counted(judged, 'task')}.`] : []),
  ];
}

const isOpen = (status: PreviewTask['status']): boolean => status !== 'completed' && status !== 'skipped';

function minutes(value: number): string {
  const whole = Math.round(value);
  return whole < 120 ? `${whole} min` : `${Math.floor(whole / 60)} h ${whole % 60} min`;
}
