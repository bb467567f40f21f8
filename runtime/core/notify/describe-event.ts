import { withoutControls } from '../control-characters';
import { counted } from '../counted';
import type { ExecutionEvent } from '../execution/event';
import type { Execution } from '../execution/execution';
import { redactPatterns } from '../learn/redact';
import { failuresOf } from '../report/failures-of';
import { nextStepOf } from '../report/next-step';
import { oneLine, shorten } from './shorten';
import { speakableSentence } from './speakable';

/** What a person is told of an event, before a channel gives it its form. */
export interface EventDescription {
  /** One line, ≤ 120 characters, no control characters. */
  readonly title: string;
  /** 8–16 words that can be read aloud. */
  readonly spoken: string;
  /** Plain text, ≤ 3,500 characters. A failure carries its error, a completion what the agent said it did. */
  readonly text: string;
  readonly isUrgent: boolean;
}

/**
 * Says in words what happened. Total: an event that nobody is told of gets a plain line too, so that a page can show it.
 *
 * Texts of agents and commands are shortened, freed of control characters, and whatever looks like a key is replaced.
 *
 * @param execution - After the event.
 * @param clean - Takes secrets out of a text; whatever looks like a key unless given.
 * Source: R-50.
 */
export function describeEvent(
  execution: Execution,
  event: Pick<ExecutionEvent, 'body'>,
  clean: (text: string) => string = redactPatterns,
): EventDescription {
  const draft = draftOf(execution, event, clean);
  return {
    title: oneLine(plainText(draft.title, 1_000, clean), 120),
    spoken: draft.spoken,
    text: plainText(draft.text, 3_500, clean),
    isUrgent: draft.isUrgent === true,
  };
}

interface Draft {
  readonly title: string;
  readonly spoken: string;
  readonly text: string;
  readonly isUrgent?: boolean;
}

function draftOf(execution: Execution, { body }: Pick<ExecutionEvent, 'body'>, clean: (text: string) => string): Draft {
  // Before they are made speakable: without its symbols a secret would not be known again.
  const plan = clean(execution.plan.title);
  const taskTitle = 'task' in body ? clean(execution.plan.tasks[body.task]?.title ?? `task ${body.task}`) : '';
  const state = 'task' in body ? execution.tasks.at(body.task) : undefined;
  const completed = () => countOf(execution, 'completed');
  const count = () => `${completed()} of ${execution.tasks.length}`;
  const tasksOf = (some: number, all: number) => `${some} of ${counted(all, 'task')}`;
  const share = () => `${tasksOf(completed(), execution.tasks.length)} ${completed() === 1 ? 'is' : 'are'} completed`;

  switch (body.type) {
    case 'attempt-started':
      return {
        title: `Started: ${taskTitle}`,
        spoken: speakableSentence('Started the task', taskTitle, ''),
        text: `${plan}: ${taskTitle} started with agent ${body.agent}.`,
      };
    case 'task-completed':
      return {
        title: `Completed: ${taskTitle}`,
        spoken: speakableSentence('Completed the task', taskTitle, `and proved it, ${count()} done`),
        text: lines(
          `${plan}: ${taskTitle} is completed and proven after ${duration(state?.attempt?.durationMs)}; ${share()}.`,
          state?.attempt?.summary,
        ),
      };
    case 'task-failed':
      return {
        title: `Failed: ${taskTitle}`,
        spoken: speakableSentence('The task', taskTitle, 'has failed and needs a look'),
        text: lines(`${plan}: ${taskTitle} failed (${body.reason}).`, body.failure),
        isUrgent: true,
      };
    case 'task-retried':
      return {
        title: `Held up: ${taskTitle}`,
        spoken: speakableSentence('The task', taskTitle, 'is held up and will be tried again'),
        text: lines(`${plan}: ${taskTitle} is tried again from ${body.dueAt} on.`, body.failure),
        isUrgent: true,
      };
    case 'task-waiting':
      return {
        title: `Waiting for you: ${taskTitle}`,
        spoken: speakableSentence('The task', taskTitle, 'is waiting for your answer'),
        text: lines(
          `${plan}: ${taskTitle} waits for an answer to ${body.question.criteria.join(', ')}.`,
          body.question.text,
        ),
        isUrgent: true,
      };
    case 'wave-completed':
      return {
        title: `Wave ${body.wave} of ${body.waves} completed: ${plan}`,
        spoken: speakableSentence(`Wave ${body.wave} of ${body.waves} is complete in`, plan, ''),
        text: `${plan}: wave ${body.wave} of ${body.waves} is completed; ${share()}.`,
      };
    case 'progress-reported':
      return {
        title: `${tasksOf(body.completed, body.total)} completed: ${plan}`,
        spoken: speakableSentence(
          `${tasksOf(body.completed, body.total)} ${body.completed === 1 ? 'is' : 'are'} complete in`,
          plan,
          '',
        ),
        text: `${plan}: ${tasksOf(body.completed, body.total)} ${body.completed === 1 ? 'is' : 'are'} completed.`,
      };
    case 'execution-succeeded':
      return {
        title: `Done: ${plan}`,
        spoken: speakableSentence(
          'The plan',
          plan,
          `is done, ${tasksOf(completed(), execution.tasks.length)} completed`,
        ),
        text: `${plan} is done: ${share()}${summaryOf(execution)}.`,
      };
    case 'execution-failed':
      return {
        title: `Not finished: ${plan}`,
        spoken: speakableSentence(
          'The plan',
          plan,
          `has failed, ${tasksOf(completed(), execution.tasks.length)} completed`,
        ),
        text: lines(
          `${plan} ended without success: ${share()}${summaryOf(execution)}.`,
          body.reason,
          ...firstFailures(execution),
          nextStepOf(execution),
        ),
        isUrgent: true,
      };
    case 'execution-cancelled':
      return {
        title: `Cancelled: ${plan}`,
        spoken: speakableSentence(
          'The plan',
          plan,
          `was cancelled, ${tasksOf(completed(), execution.tasks.length)} completed`,
        ),
        text: lines(`${plan} was cancelled: ${share()}${summaryOf(execution)}.`, body.reason),
      };
    case 'execution-paused':
      return {
        title: `Paused: ${plan}`,
        spoken: speakableSentence('The plan', plan, 'is paused and needs your attention'),
        text: lines(`${plan} is paused: ${share()}.`, body.reason, ...firstFailures(execution), nextStepOf(execution)),
        isUrgent: true,
      };
    default: {
      const what = body.type.replaceAll('-', ' ');
      return {
        title: `${what}: ${taskTitle === '' ? plan : taskTitle}`,
        spoken: speakableSentence(what, taskTitle === '' ? plan : taskTitle, ''),
        text: `${plan}: ${what}${taskTitle === '' ? '' : `, ${taskTitle}`}.`,
      };
    }
  }
}

const countOf = (execution: Execution, status: string): number =>
  execution.tasks.reduce((count, task) => (task.status === status ? count + 1 : count), 0);

function summaryOf(execution: Execution): string {
  const failed = countOf(execution, 'failed');
  const skipped = countOf(execution, 'skipped');
  const parts = [failed > 0 ? `${failed} failed` : '', skipped > 0 ? `${skipped} skipped` : ''].filter(Boolean);
  if (execution.costUsd > 0) parts.push(`${execution.costUsd.toFixed(2)} USD`);
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

/** The first failures, one line each: three are enough to know where to look. */
function firstFailures(execution: Execution): readonly string[] {
  return failuresOf(execution)
    .slice(0, 3)
    .map(({ title, failure }) => oneLine(`${title}: ${failure}`, 300));
}

function duration(ms: number | undefined): string {
  if (ms === undefined) return 'no time at all';
  if (ms < 60_000) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

const lines = (...texts: readonly (string | undefined)[]): string =>
  texts.filter((text) => text !== undefined && text.trim() !== '').join('\n');

/** Cuts before it cleans: what comes in may be megabytes of output. */
function plainText(text: string, length: number, clean: (text: string) => string): string {
  return shorten(withoutControls(clean(text.slice(0, length * 2))).trim(), length);
}
