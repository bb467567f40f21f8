import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { EvidenceView, TaskView } from '../../core/report/task-view';
import type { ReportView } from '../../core/report/views';
import { duration } from './duration';
import { figures } from './figures';
import { nextLines } from './next-lines';
import type { Paint } from './paint';
import { questionLines } from './question-lines';
import { resultLines } from './result-lines';
import { wrapText } from './wrap-text';

const WORD: Readonly<Record<TaskView['state'], string>> = {
  backlog: '·',
  pending: '○',
  assigned: '◌',
  active: '▶',
  waiting: '?',
  done: '✓',
  failed: '✗',
  skipped: '–',
};

/**
 * How an execution ended or stands, for people: every task with its evidence or what went wrong, where the result is and how
 * to take it, and what to do next.
 */
export function summary(report: ReportView, paint: Paint, columns = Number.POSITIVE_INFINITY): string {
  const result = resultLines(report, paint);
  const head = `${printable(report.title)}: ${report.state}${report.reason === undefined ? '' : ` (${printable(report.reason)})`}`;
  return [
    '',
    paint('bold', head),
    ...(report.summary === '' ? [] : [printable(report.summary)]),
    '',
    ...report.tasks.flatMap((task) => taskLines(report.executionId, task, paint, columns)),
    '',
    figures(report),
    ...(result.length === 0 ? [] : ['', ...result]),
    ...(report.leftOut.length === 0
      ? []
      : [
          '',
          paint(
            'yellow',
            `Not committed when it started, and so left out: ${report.leftOut.slice(0, 10).map(printable).join(', ')}${report.leftOut.length > 10 ? ` and ${report.leftOut.length - 10} more` : ''}`,
          ),
        ]),
    ...(report.advice.length === 0
      ? []
      : ['', 'To do better next time:', ...report.advice.map((line) => `  - ${printable(line)}`)]),
    ...(report.questions.length === 0
      ? []
      : ['', paint('yellow', 'Waiting for your answer:'), ...questionLines(report.executionId, report.questions)]),
    ...(report.hint === undefined ? [] : ['', ...nextLines(report.hint).map((line) => paint('yellow', line))]),
  ].join('\n');
}

function taskLines(executionId: string, task: TaskView, paint: Paint, columns: number): readonly string[] {
  const color = task.state === 'done' ? 'green' : task.state === 'failed' ? 'red' : 'yellow';
  const time = task.durationMs === undefined ? '' : `, ${duration(task.durationMs)}`;
  const attempts = task.attempts === 0 ? '' : `, ${counted(task.attempts, 'attempt')}`;
  return [
    `${paint(color, WORD[task.state])} ${printable(task.id)}  ${printable(task.title)}  (${task.state}${attempts}${time})`,
    ...task.evidence.map((evidence) => `    ${evidenceLine(evidence)}`),
    ...(task.hadNothingToChange ? ['    nothing had to be changed'] : []),
    ...(task.state === 'done' ? [] : trouble(executionId, task, columns).map((line) => paint(color, line))),
  ];
}

/** Why it is not done, and what went wrong in it, whole. */
function trouble(executionId: string, task: TaskView, columns: number): readonly string[] {
  const { why, lastFailure, id } = task;
  return [
    ...(why === undefined ? [] : wrapText(why, '    ', columns)),
    ...(lastFailure === undefined
      ? []
      : [...wrapText(lastFailure, '      ', columns), `    log: nightshift logs ${executionId} ${printable(id)}`]),
  ];
}

function evidenceLine({
  criterionId,
  criterion,
  isPassed,
  command,
  exitCode,
  outputDigest,
  actor,
  note,
}: EvidenceView): string {
  const mark = isPassed ? '✓' : '✗';
  if (command !== undefined) {
    const digest = outputDigest === undefined ? '' : `, output ${outputDigest.slice(0, 12)}`;
    return `${mark} ${printable(criterionId)}: \`${printable(command)}\` → exit ${exitCode ?? '?'}${digest}`;
  }
  const who = actor === undefined ? '' : `, answered by ${printable(actor)}`;
  return `${mark} ${printable(criterionId)}: ${printable(criterion)}${who}${note === undefined ? '' : ` (${printable(note)})`}`;
}
