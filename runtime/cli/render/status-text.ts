import type { ExecutionStatusView, TaskView } from '../../core/report/views';
import type { Paint } from './paint';
import { printable } from './printable';
import { questionLines } from './question-lines';
import { taskList } from './task-list';

/** How an execution stands, in full: every task, what is blocked and why, and what a person is asked. */
export function statusText(
  status: ExecutionStatusView,
  tasks: readonly TaskView[],
  look: { readonly columns: number; readonly nowMs: number; readonly paint: Paint },
): string {
  // The reason holds the next step: it stands on a line of its own, in full.
  const { reason, ...rest } = status;
  const asked = { ...rest, questions: [] };
  return [
    ...taskList(asked, tasks, { ...look, rows: tasks.length + 3 }),
    ...(reason === undefined ? [] : [`  ${status.state}: ${printable(reason)}`]),
    ...forecastLines(status, look.nowMs),
    ...status.blocked.map(({ id, why }) => `  ${printable(id)} is blocked: ${printable(why)}`),
    ...(status.questions.length === 0 ? [] : ['', ...questionLines(status.executionId, status.questions)]),
    '',
    `execution ${status.executionId}`,
  ].join('\n');
}

/** When it will be over, and how sure that is. */
function forecastLines({ eta, forecast }: ExecutionStatusView, nowMs: number): readonly string[] {
  if (eta === undefined || forecast === undefined) return [];
  const inMinutes = (at: string) => Math.max(0, Math.round((Date.parse(at) - nowMs) / 60_000));
  const { earliest, latest, isFounded, speedup, efficiency } = forecast;
  const sure = isFounded ? '8 of 10 cases' : 'a guess, too few tasks are over to tell';
  return [
    `  over in about ${inMinutes(eta)} min: between ${inMinutes(earliest)} and ${inMinutes(latest)} (${sure})`,
    `  ${speedup} times as fast as one after the other, ${Math.round(100 * efficiency)} % of the best that is possible`,
  ];
}
