import { counted } from '../../core/counted';
import type { QuestionView } from '../../core/report/task-view';
import type { ExecutionStatusView } from '../../core/report/views';
import { firstOf, oneLine } from './one-line';
import { toolWords } from './tool-words';

const SHOWN = 5;

/** How an execution stands, for a model: what happened, what needs the person, what is next. */
export function statusAnswer(status: ExecutionStatusView): string {
  const { executionId, title, state, progress, failures, blocked, questions } = status;
  const reason = status.reason === undefined ? '' : ` (${oneLine(status.reason)})`;
  return [
    `"${oneLine(title, 100)}" is ${state}${reason}: ${progress.current} of ${progress.total} tasks done (${progress.percentage} %).`,
    `execution ${executionId}, conversation ${oneLine(status.conversationId, 80)}, cost so far $${status.costUsd.toFixed(2)}`,
    ...section(
      'running now:',
      firstOf(
        status.currentTasks,
        SHOWN,
        ({ id, title: name, startedAt, estimateMs }) =>
          `  ${id} ${oneLine(name, 80)}, since ${startedAt}, expected to take about ${Math.max(1, Math.round(estimateMs / 60_000))} min`,
      ),
    ),
    ...etaLines(status),
    ...section(
      'went wrong:',
      firstOf(
        failures,
        SHOWN,
        ({ id, title: name, isFinal, tries, failure }) =>
          `  ${id} ${oneLine(name, 80)}: ${oneLine(failure)} (${isFinal ? 'failed for good' : 'will be tried again'}, ${counted(tries, 'try', 'tries')})`,
      ),
    ),
    ...section(
      'waits:',
      firstOf(blocked, SHOWN, ({ id, why }) => `  ${id}: ${oneLine(why, 160)}`),
    ),
    ...questionSection(questions),
    ...(status.branch === undefined
      ? []
      : [`result: branch ${oneLine(status.branch, 120)} in the person's repository`]),
    `next: ${nextStep(status)}`,
    `everything: resource nightshift://execution/${executionId}`,
  ].join('\n');
}

/** What only the person can decide, with the call that passes the answer on. */
export function questionSection(questions: readonly QuestionView[]): readonly string[] {
  return section(
    'needs the person (ask them, never decide yourself), then call `answer`:',
    firstOf(
      questions,
      SHOWN,
      ({ taskId, taskTitle, criterionId, text }) =>
        `  taskId ${taskId}, criterionId ${criterionId} (${oneLine(taskTitle, 80)}): ${oneLine(text, 300)}`,
    ),
  );
}

export function section(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [head, ...lines];
}

function etaLines({ eta, etaUnknown, forecast }: ExecutionStatusView): readonly string[] {
  if (etaUnknown !== undefined) return [`nobody knows when it is over: ${oneLine(etaUnknown, 300)}`];
  if (eta === undefined) return [];
  const between =
    forecast === undefined ? '' : `, between ${forecast.earliest} and ${forecast.latest} in 8 of 10 cases`;
  const guess =
    forecast?.isFounded === false ? '; a guess, as too little is over, or other plans hold what it needs' : '';
  return [`done by about ${eta}${between}${guess}`];
}

function nextStep(status: ExecutionStatusView): string {
  if (status.questions.length > 0)
    return 'ask the person what is listed above, and pass on what they say with `answer`';
  if (status.hint !== undefined) return oneLine(toolWords(status.hint), 400);
  switch (status.state) {
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return 'call `results` for what was done and how to take it';
    default:
      return 'nothing: it goes on by itself, also when this conversation ends. Do not poll; look again when the person asks';
  }
}
