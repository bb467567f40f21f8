import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import { isOver } from '../../core/execution/execution';
import type { ExecutionStatusView, ReportView } from '../../core/report/views';
import { HELD } from '../../core/schedule/explain-waits';
import { duration, roughly } from './duration';
import { failureLines } from './failure-lines';
import { nextLines } from './next-lines';
import type { Paint } from './paint';
import { questionLines } from './question-lines';
import { resultLines } from './result-lines';
import { taskList } from './task-list';
import { wrapText } from './wrap-text';

/** Tasks that are named of those that wait for the same. */
const MOST_NAMED = 5;

/** How an execution stands, in full: every task, what is blocked and why, what went wrong, what a person is asked, and the result. */
export function statusText(
  status: ExecutionStatusView,
  report: Pick<ReportView, 'executionId' | 'tasks' | 'result' | 'isResultPending' | 'resultProblem'>,
  look: { readonly columns: number; readonly nowMs: number; readonly paint: Paint },
): string {
  // Reason, questions and next step stand on lines of their own, in full.
  const { reason, hint, ...rest } = status;
  const { tasks } = report;
  // Of a paused execution each would say so.
  const blocked = status.blocked.filter(({ why }) => why !== HELD);
  const parts = [
    [
      ...taskList({ ...rest, questions: [] }, tasks, { ...look, rows: tasks.length + 3 }),
      ...(reason === undefined ? [] : wrapText(`${status.state}: ${reason}`, '  ', look.columns)),
      ...forecastLines(status, look.nowMs),
      ...blockedLines(blocked, look.columns),
    ],
    failureLines(status.executionId, tasks, look.columns),
    questionLines(status.executionId, status.questions),
    resultLines(report, look.paint),
    nextLines(hint).map((line) => look.paint('yellow', line)),
    [`execution ${status.executionId}`],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** Of tasks that wait for the same the first are named. */
function blockedLines(blocked: ExecutionStatusView['blocked'], columns: number): readonly string[] {
  const idsOf = new Map<string, string[]>();
  for (const { id, why } of blocked) idsOf.set(why, [...(idsOf.get(why) ?? []), id]);
  return [...idsOf].flatMap(([why, ids]) => {
    const more = ids.length - MOST_NAMED;
    const named = `${ids.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return wrapText(`${named} ${ids.length > 1 ? 'are' : 'is'} blocked: ${printable(why)}`, '  ', columns);
  });
}

/** How much of the work is done, when it will be over, and how sure that is. */
function forecastLines(status: ExecutionStatusView, nowMs: number): readonly string[] {
  const { eta, forecast, percent, remaining } = status;
  if (isOver(status.state)) return [];
  // Of tasks that take no time, work says nothing.
  const workMs = remaining.workMinutes * 60_000;
  const left =
    workMs < 1_000
      ? `  left: ${counted(remaining.tasks, 'task')}, less than a second of work`
      : `  ${percent.time} % of the work is done; left: ${counted(remaining.tasks, 'task')}, ${duration(workMs)} of work`;
  if (status.etaUnknown !== undefined) return [left, `  nobody knows when it is over: ${status.etaUnknown}`];
  // When it ends is up to whoever is asked.
  if (eta === undefined || forecast === undefined || status.state === 'waiting') return [left];
  const until = (at: string) => roughly(Date.parse(at) - nowMs);
  const { earliest, latest, isFounded, speedup, efficiency, note } = forecast;
  const sure = isFounded ? '8 of 10 cases' : 'a guess: too little is over to tell, or other plans hold what it needs';
  const gain = `${speedup} times as fast as one after the other, ${Math.round(100 * efficiency)} % of the best that is possible`;
  return [
    left,
    `  over in about ${until(eta)}: between ${until(earliest)} and ${until(latest)} (${sure})`,
    // Of tasks of seconds most of the time is that between them: nothing to boast of.
    ...(speedup > 1 ? [`  ${gain}`] : []),
    ...(note === undefined ? [] : [`  ${note}`]),
  ];
}
