import type { PreviewAnswer, PreviewForecast } from '../../app/runtime';
import { counted } from '../../core/counted';
import type { OptionsView } from '../../core/handoff/options-view';
import type { PlanProblem } from '../../core/plan/plan';
import type { PlanPreview, PreviewTask } from '../../core/plan/preview-plan';
import { problemForm } from '../../core/plan/problem-form';
import type { ReleaseComparison } from '../../core/schedule/compare-releases';
import { shellWord } from '../../core/shell-word';
import { problemLines } from './error-answer';
import { firstOf, oneLine } from './one-line';
import { dirtySection } from './receipt-answer';
import { section } from './status-answer';

const TASKS_SHOWN = 40;

const isOpen = ({ status }: PreviewTask): boolean => status !== 'completed' && status !== 'skipped';

/** The project that a plan is looked at for. */
export interface PreviewedFor {
  /** What is not committed there; undefined where it cannot be seen. */
  readonly dirty: readonly string[] | undefined;
  /** Its folder, where it is not registered. */
  readonly unregistered?: string;
}

/** What a plan would be, for a model that shows it to a person before it hands it over; or every problem of it. */
export function previewAnswer(answer: PreviewAnswer, { dirty, unregistered }: PreviewedFor): string {
  if (answer.type === 'problems') {
    return [
      `The plan has ${counted(answer.total, 'problem')} and would be refused (line:column):`,
      ...problemLines(answer.problems.map((problem) => problemForm(problem))),
      'next: correct each of them in the plan, then call `plan_preview` again',
    ].join('\n');
  }
  const { preview, notes, unmet, releases, options, forecast } = answer;
  const { tasks, waves } = preview;
  // A command of the shell proves itself by its exit code.
  const unproven = tasks.filter((task) => isOpen(task) && task.autoCriteria === 0 && task.agent !== 'shell');
  const asked = tasks.filter((task) => isOpen(task) && (task.manualCriteria > 0 || task.humanGate !== undefined));
  return [
    `"${oneLine(preview.title, 100)}" (${preview.format}): ${tasks.length} tasks in ${waves.length} waves; at least ${preview.criticalMinutes} min, however many work.`,
    ...(options === undefined ? [] : [`it would run so: ${optionWords(options)}`]),
    ...(forecast === undefined || !tasks.some(isOpen) ? [] : [`it would be over after ${forecastWords(forecast)}`]),
    ...(releases === undefined ? [] : [releasesLine(releases)]),
    ...section('tasks:', firstOf(tasks, TASKS_SHOWN, taskLine)),
    ...(preview.criticalPath.length === 0 ? [] : [`longest chain: ${preview.criticalPath.slice(0, 20).join(' → ')}`]),
    ...section(
      'nothing proves these (add a command as criterion, or only the agent’s word counts):',
      firstOf(unproven, 10, ({ id, title }) => `  ${id} ${oneLine(title, 100)}`),
    ),
    ...section(
      'these wait for the person, also at night:',
      firstOf(
        asked,
        10,
        ({ id, title, humanGate }) =>
          `  ${id} ${oneLine(title, 100)}${humanGate === undefined ? '' : `: ${oneLine(humanGate)}`}`,
      ),
    ),
    ...section(
      'read differently than it may have been meant:',
      firstOf(notes, 10, ({ line, message }) => `  line ${line}: ${oneLine(message)}`),
    ),
    ...needsLines(unmet),
    ...dirtySection(dirty),
    ...(unregistered === undefined
      ? []
      : [`the project ${oneLine(unregistered, 160)} is not registered, so the hand-off would be refused`]),
    `next: ${nextStep(preview, unmet, unregistered)}`,
  ].join('\n');
}

function optionWords({ maxParallel, release, priority, onFailure, agent, costCapUsd }: OptionsView): string {
  return [
    `at most ${counted(maxParallel, 'task')} side by side`,
    release === 'barrier' ? 'wave by wave' : 'each task as soon as those before it are done',
    ...(agent === undefined ? [] : [`${agent} does tasks that name nobody`]),
    ...(priority === 'normal' ? [] : [`priority ${priority}`]),
    onFailure === 'halt' ? 'a failed task stops everything' : 'a failed task stops only those that wait for it',
    `it pauses at $${costCapUsd}`,
  ].join('; ');
}

/** As much of it as a guess is good for. */
function forecastWords({ lowMinutes, middleMinutes, highMinutes }: PreviewForecast): string {
  const [low, middle, high] = [lowMinutes, middleMinutes, highMinutes].map((minutes) =>
    Math.max(1, Math.round(minutes)),
  );
  return `about ${middle} min, in 8 of 10 cases ${low} to ${high} min, if nobody has to be asked; beside what runs now`;
}

function releasesLine({ slots, rolling, barrier }: ReleaseComparison): string {
  const [soon, late] = [Math.round(rolling), Math.round(barrier)];
  const waves = late > soon ? `${late} min in strict waves` : 'no longer in strict waves';
  return `about ${soon} min with ${slots} tasks at a time; ${waves}.`;
}

function taskLine({
  id,
  title,
  wave,
  dependencies,
  minutes,
  status,
  agent,
  autoCriteria,
  manualCriteria,
}: PreviewTask): string {
  const after = dependencies.length === 0 ? '' : ` after ${dependencies.join(', ')}`;
  const criteria = `${autoCriteria} automatic, ${manualCriteria} manual criteria`;
  const state = status === 'pending' ? '' : ` [${status}]`;
  return `  ${id} ${oneLine(title, 100)}${state}: wave ${wave}${after}, ~${minutes} min by ${oneLine(agent, 40)}, ${criteria}`;
}

/** What nobody here can do, task by task, with what mends it; or that nobody could be asked. */
function needsLines(unmet: readonly PlanProblem[] | undefined): readonly string[] {
  if (unmet === undefined)
    return ['nightshift could not be asked whether somebody here can do each task; the hand-off will tell'];
  return section(
    'nobody here can do these, so the hand-off would be refused:',
    problemLines(unmet.map((problem) => problemForm(problem))),
  );
}

function nextStep({ tasks }: PlanPreview, unmet: readonly PlanProblem[] = [], unregistered?: string): string {
  if (!tasks.some(isOpen)) return 'nothing is left to do in it; ask the person what they meant';
  if (unmet.length > 0)
    return 'tell the person what nobody here can do and what mends it, or give these tasks a command or another agent; then call `plan_preview` again';
  if (unregistered !== undefined)
    return `show this to the person in a few lines; when they agree, they register the project once, in a terminal: \`nightshift project add ${shellWord(unregistered)}\`; then call \`handoff\` with the same plan`;
  return 'show this to the person in a few lines; when they agree, call `handoff` with the same plan';
}
