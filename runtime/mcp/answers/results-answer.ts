import { counted } from '../../core/counted';
import { isOver } from '../../core/execution/execution';
import type { TaskView } from '../../core/report/task-view';
import type { ReportView } from '../../core/report/views';
import { firstOf, oneLine } from './one-line';
import { questionSection, section } from './status-answer';
import { toolWords } from './tool-words';

const FILES_SHOWN = 20;
const TASKS_SHOWN = 12;
const MINUTE_MS = 60_000;

/** What an execution has done, for a model: how it ended, where the result is, what was not done and why. */
export function resultsAnswer(report: ReportView): string {
  const { executionId, title, state, tasks, result, leftOut, advice } = report;
  const done = tasks.filter(({ state: word }) => word === 'done');
  const open = tasks.filter(({ state: word }) => word !== 'done');
  return [
    `"${oneLine(title, 100)}" ${isOver(state) ? 'ended' : 'is not over; so far it is'} ${state}${report.reason === undefined ? '' : ` (${oneLine(report.reason)})`}: ${done.length} of ${counted(tasks.length, 'task')} done.`,
    ...(report.summary === '' ? [] : [oneLine(report.summary, 600)]),
    `execution ${executionId}, took ${minutes(report.durationMs)} (one after the other ${minutes(report.serialMs)}), cost $${report.costUsd.toFixed(2)}`,
    ...section('done:', firstOf(done, TASKS_SHOWN, doneLine)),
    ...section('not done:', firstOf(open, TASKS_SHOWN, openLine)),
    ...(result === undefined
      ? report.isResultPending
        ? [
            report.resultProblem === undefined
              ? 'result: still on its way into the repository; ask again in a moment'
              : `result: not in the repository yet, it is tried again: ${oneLine(report.resultProblem)}`,
          ]
        : []
      : [
          `result: branch ${oneLine(result.branch, 120)} (commit ${result.commit.slice(0, 12)}) in ${oneLine(result.dir, 200)}`,
          ...section(
            'changed files:',
            firstOf(result.changedFiles, FILES_SHOWN, (file) => `  ${oneLine(file, 160)}`),
          ),
        ]),
    ...section(
      'not committed when it started, so left out:',
      firstOf(leftOut, 5, (path) => `  ${oneLine(path, 160)}`),
    ),
    ...section(
      'to do better next time:',
      firstOf(advice, 5, (line) => `  - ${oneLine(line, 300)}`),
    ),
    ...questionSection(report.questions),
    `next: ${nextStep(report)}`,
    `everything: resource nightshift://execution/${executionId}/report`,
  ].join('\n');
}

function doneLine({ id, title, attempts, evidence, lastFailure }: TaskView): string {
  const passed = evidence.filter(({ isPassed }) => isPassed).length;
  const before = lastFailure === undefined ? '' : `; before: ${oneLine(lastFailure, 200)}`;
  return `  ${id} ${oneLine(title, 100)} (${passed} of ${evidence.length} criteria proven, ${counted(attempts, 'attempt')}${before})`;
}

function openLine({ id, title, state, why, lastFailure }: TaskView): string {
  const reason = why ?? lastFailure;
  return `  ${id} ${oneLine(title, 100)}: ${state}${reason === undefined ? '' : `: ${oneLine(reason)}`}`;
}

function nextStep(report: ReportView): string {
  if (report.questions.length > 0)
    return 'ask the person what is listed above, and pass on what they say with `answer`';
  if (report.hint !== undefined) return oneLine(toolWords(report.hint), 400);
  if (report.result === undefined) return 'tell the person how it stands';
  return `tell the person; they take it with \`git merge ${oneLine(report.result.branch, 120)}\` in the repository, after looking at \`git diff HEAD...${oneLine(report.result.branch, 120)}\``;
}

function minutes(ms: number): string {
  return ms < MINUTE_MS ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / MINUTE_MS)} min`;
}
