import type { EvidenceView, ReportView, TaskView } from '../../core/report/views';
import { shellWord } from '../../core/shell-word';
import { duration } from './duration';
import type { Paint } from './paint';
import { printable } from './printable';
import { questionLines } from './question-lines';

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

/** The end of an execution for people: every task with its evidence, where the result is and how to take it, what is open. */
export function summary(report: ReportView, paint: Paint): string {
  const head = `${printable(report.title)}: ${report.state}${report.reason === undefined ? '' : ` (${printable(report.reason)})`}`;
  return [
    '',
    paint('bold', head),
    ...(report.summary === '' ? [] : [printable(report.summary)]),
    '',
    ...report.tasks.flatMap((task) => taskLines(task, paint)),
    '',
    figures(report),
    ...result(report, paint),
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
  ].join('\n');
}

function taskLines(task: TaskView, paint: Paint): readonly string[] {
  const color = task.state === 'done' ? 'green' : task.state === 'failed' ? 'red' : 'yellow';
  const time = task.durationMs === undefined ? '' : `, ${duration(task.durationMs)}`;
  const attempts = task.attempts === 0 ? '' : `, ${task.attempts} ${task.attempts === 1 ? 'attempt' : 'attempts'}`;
  return [
    `${paint(color, WORD[task.state])} ${printable(task.id)}  ${printable(task.title)}  (${task.state}${attempts}${time})`,
    ...task.evidence.map((evidence) => `    ${evidenceLine(evidence)}`),
    ...(task.state !== 'done' && task.why !== undefined ? [`    ${paint(color, printable(task.why))}`] : []),
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

function figures(report: ReportView): string {
  const cost = `$${report.costUsd.toFixed(2)}`;
  const gain =
    report.durationMs > 0 && report.serialMs > report.durationMs
      ? `; one after the other ${duration(report.serialMs)}`
      : '';
  return `Took ${duration(report.durationMs)}${gain}; cost ${cost}`;
}

function result({ result: found, executionId }: ReportView, paint: Paint): readonly string[] {
  if (found === undefined) return [];
  const files = `${found.changedFiles.length} ${found.changedFiles.length === 1 ? 'file' : 'files'} changed`;
  return [
    '',
    `Result: branch ${paint('bold', printable(found.branch))} in ${printable(found.dir)} (${found.commit.slice(0, 12)}, ${files})`,
    '  Take it with:',
    `    nightshift apply ${executionId}`,
    `    git -C ${shellWord(found.dir)} merge ${shellWord(found.branch)}`,
  ];
}
