import type { EndedAttempt, Execution } from '../execution/execution';
import type { Verdict } from '../execution/verdict';
import { extractPattern } from './extract-pattern';
import type { Pattern } from './pattern';
import { patternIdOf } from './pattern-id';
import { patternText } from './pattern-text';
import { redact } from './redact';
import { taskTypeOf } from './task-type';

export interface LearnInput {
  readonly execution: Execution;
  /** Number of the task. */
  readonly task: number;
  readonly token: number;
  readonly verdict: Verdict;
  /** How it ended; absent for one that was lost with its worker. */
  readonly attempt?: EndedAttempt;
  /** When it ended. */
  readonly at: string;
  /** Of the attempt, as much of it as is still there. */
  readonly log: string;
  /** Values that must not be learned. */
  readonly secrets: readonly string[];
}

export interface Learned {
  readonly pattern: Pattern;
  /** What is to be embedded. */
  readonly text: string;
}

/**
 * What an attempt teaches: its task, outcome, duration, and what its log says. Everything that people or commands
 * wrote is redacted before anything is taken from it, the log too, though it was redacted when it was written.
 *
 * An attempt succeeded when its task was completed with it; what its agent said of itself counts for nothing.
 *
 * Source; S-21.
 */
export function patternOf(input: LearnInput): Learned {
  const { execution, attempt } = input;
  const task = execution.plan.tasks[input.task];
  const clean = (text: string) => redact(input.secrets, text);
  const found = extractPattern(clean(input.log));
  const title = clean(task?.title ?? '');
  const description = clean(task?.description ?? '');
  const taskType = task === undefined ? 'feature' : taskTypeOf(task);
  const failures = failuresOf(input).map(clean);
  const isSuccess = input.verdict.type === 'completed';
  const errors = unique([...failures, ...found.errors]);
  const projectId = execution.options.projectId;

  const pattern: Pattern = {
    id: patternIdOf(execution.id, task?.id ?? String(input.task), input.token),
    conversationId: execution.plan.conversationId,
    executionId: execution.id,
    ...(projectId === undefined ? {} : { projectId }),
    taskTitle: title,
    taskType,
    isSuccess,
    durationSeconds: Math.round((attempt?.durationMs ?? 0) / 1_000),
    commands: unique([
      ...(task?.command === undefined ? [] : [clean(task.command)]),
      ...found.commands,
      ...(attempt?.evidence ?? []).map((evidence) => clean(evidence.command)),
    ]),
    errors,
    warnings: found.warnings,
    files: unique([...(attempt?.changedFiles ?? []).map(clean), ...found.files]),
    apiCalls: found.apiCalls,
    timings: found.timings,
    timestamp: input.at,
  };
  return {
    pattern,
    text: patternText({ title, description, taskType, outcome: { isSuccess, errors } }),
  };
}

/** What was wrong: as the agent and the commands said it, else as the verdict does. */
function failuresOf({ attempt, verdict }: LearnInput): readonly string[] {
  if (verdict.type === 'completed') return [];
  if (attempt === undefined) return [`${verdict.type}: ${verdict.failure}`];
  const failures =
    attempt.outcome.type === 'done' ? [] : [`${attempt.outcome.type}: ${attempt.outcome.message.slice(0, 300)}`];
  for (const evidence of attempt.evidence) {
    if (evidence.exitCode === 0) continue;
    const tail = evidence.outputTail.trim().split('\n').at(-1) ?? '';
    failures.push(`${evidence.command.slice(0, 150)}: exit ${evidence.exitCode} ${tail.slice(0, 150)}`.trim());
  }
  return failures.length > 0 ? failures : [verdict.failure.replace(/\s+/g, ' ')];
}

const unique = (entries: readonly string[]): readonly string[] =>
  [...new Set(entries.map((entry) => entry.slice(0, 300)))].filter((entry) => entry !== '').slice(0, 50);
