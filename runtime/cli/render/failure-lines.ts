import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { TaskView } from '../../core/report/task-view';
import { wrapText } from './wrap-text';

/** What went wrong last in tasks that are not done, whole, each with the command that shows its log. Empty when nothing did. */
export function failureLines(executionId: string, tasks: readonly TaskView[], columns: number): readonly string[] {
  return tasks.flatMap((task) => {
    if (task.state === 'done' || task.lastFailure === undefined) return [];
    const tries = counted(task.attempts, 'attempt');
    return [
      ...wrapText(`✗ ${printable(task.id)} ${printable(task.title)} (${task.state}, ${tries})`, '', columns),
      ...wrapText(task.lastFailure, '    ', columns),
      ...(task.attempts === 0 ? [] : [`    log: nightshift logs ${executionId} ${printable(task.id)}`]),
    ];
  });
}
