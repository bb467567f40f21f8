import { printable } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { EvidenceView, TaskView } from '../../core/report/task-view';
import type { ReportView } from '../../core/report/views';
import { duration } from './duration';
import { figures } from './figures';

/** A report for a pull request or a wiki: GitHub's Markdown. What others wrote stands in it as text. */
export function reportMarkdown(report: ReportView): string {
  const { result, advice, leftOut, questions, hint } = report;
  const parts = [
    `# ${plain(report.title)}`,
    `**${report.state}**${report.reason === undefined ? '' : `: ${plain(report.reason)}`}`,
    plain(report.summary),
    `${figures(report)}.`,
    ['| | Task | State | Attempts | Time | Cost |', '|---|---|---|---|---|---|', ...report.tasks.map(taskRow)].join(
      '\n',
    ),
    ...report.tasks.flatMap(taskDetails),
    result === undefined
      ? pendingResult(report)
      : [
          '## Result',
          `Branch ${code(result.branch)} at ${code(result.commit.slice(0, 12))}, ${counted(result.changedFiles.length, 'file')}:`,
          result.changedFiles.map((file) => `- ${code(file)}`).join('\n'),
        ].join('\n\n'),
    section(
      'Waiting for an answer',
      questions.map(({ taskId, criterionId, text }) => `${code(taskId)} ${code(criterionId)}: ${plain(text)}`),
    ),
    section('Left out, because it was not committed', leftOut.map(code)),
    section('To do better next time', advice.map(plain)),
    hint === undefined ? '' : plain(hint),
    `Execution ${code(report.executionId)}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function pendingResult({ isResultPending, resultProblem }: ReportView): string {
  if (!isResultPending) return '';
  const why =
    resultProblem === undefined
      ? 'on its way into the repository'
      : `not in the repository yet: ${plain(resultProblem)}`;
  return `## Result\n\nIt is ${why}.`;
}

function taskRow({ id, title, state, attempts, durationMs, costUsd }: TaskView): string {
  const mark = state === 'done' ? '✓' : state === 'failed' ? '✗' : '';
  const time = durationMs === undefined ? '' : duration(durationMs);
  return `| ${mark} | ${code(id)} ${plain(title).replaceAll('|', '\\|')} | ${state} | ${attempts} | ${time} | $${costUsd.toFixed(2)} |`;
}

function taskDetails({ id, title, evidence, why, lastFailure, state }: TaskView): readonly string[] {
  const lines = evidence.map((one) => `- ${evidenceLine(one)}`);
  const before = state === 'done' && lastFailure !== undefined ? ['What went wrong before it was done:'] : [];
  const trouble = [...(state === 'done' ? [] : [why]), lastFailure].filter((text) => text !== undefined);
  if (lines.length === 0 && trouble.length === 0) return [];
  return [
    [`## ${code(id)} ${plain(title)}`, lines.join('\n'), ...before, ...trouble.map(block)]
      .filter((part) => part !== '')
      .join('\n\n'),
  ];
}

function evidenceLine({ criterionId, criterion, isPassed, command, exitCode, actor, note }: EvidenceView): string {
  const mark = isPassed ? '✓' : '✗';
  if (command !== undefined) return `${mark} ${code(criterionId)}: ${code(command)} → exit ${exitCode ?? '?'}`;
  const who = actor === undefined ? '' : `, answered by ${plain(actor)}`;
  return `${mark} ${code(criterionId)}: ${plain(criterion)}${who}${note === undefined ? '' : ` (${plain(note)})`}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`## ${title}`, lines.map((line) => `- ${line}`).join('\n')].join('\n\n');
}

/** On one line, with nothing in it that Markdown or HTML would obey. */
const plain = (text: string): string =>
  printable(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#~]/g, '\\$&');

/** A span that no backtick of the text ends. */
function code(text: string): string {
  const shown = printable(text).replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}

/** An indented block: nothing in it can end it. */
const block = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${printable(line)}`)
    .join('\n');
