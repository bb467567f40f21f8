import { counted } from '../counted';
import { conflictWords } from './conflict-words';
import type { EventBody, TaskEventBody } from './event';
import { isTaskEvent } from './event';
import type { AttemptOutcome, EndedAttempt, Execution } from './execution';

/**
 * An event as a person would say it, of its execution or its task; the first line alone says what happened.
 *
 * @param before - The execution as it was when the event came.
 */
export function eventWords(body: EventBody, before: Execution): string {
  return isTaskEvent(body) ? taskWords(body, before) : executionWords(body, before);
}

function executionWords(body: Exclude<EventBody, TaskEventBody>, { plan }: Execution): string {
  const named = (no: number): string => plan.tasks[no]?.id ?? `task ${no}`;
  switch (body.type) {
    case 'execution-submitted':
      return `handed over, with ${counted(body.tasks, 'task')}`;
    case 'execution-started':
      return 'begins';
    case 'execution-based':
      return `starts from commit ${body.base}${body.leftOut.length > 0 ? `; not committed, and so left out: ${body.leftOut.join(', ')}` : ''}`;
    case 'execution-waiting':
      return `waits for a person: ${body.tasks.join(', ')}`;
    case 'execution-continued':
      return 'goes on';
    case 'execution-paused':
      return `pauses: ${body.reason}`;
    case 'execution-resumed':
      return `is resumed${body.allowsMore ? ', with as much money again' : ''}`;
    case 'execution-reopened':
      return `is opened again, epoch ${body.epoch}`;
    case 'execution-rolled-back':
      return `is taken back to ${named(body.to)}, as it was after event ${body.toSeq}; epoch ${body.epoch}`;
    case 'execution-restored':
      return `is restored from a backup, epoch ${body.epoch}`;
    case 'execution-cancelled':
      return `is cancelled: ${body.reason}`;
    case 'execution-succeeded':
      return 'has succeeded';
    case 'execution-failed':
      return `has failed: ${body.reason}`;
    case 'progress-reported':
      return `tells people of ${body.completed} of ${body.total}`;
    case 'result-delivered':
      return `delivers its result as branch ${body.branch}, commit ${body.tip}`;
    case 'wave-completed':
      return `is through wave ${body.wave} of ${body.waves}`;
    case 'cost-booked':
      return `books ${dollars(body.costUsd)} for the attempt of ${named(body.of.task)} that was taken from its worker (token ${body.of.token})`;
    default:
      return unknownWords(body);
  }
}

function taskWords(body: TaskEventBody, { tasks, plan }: Execution): string {
  switch (body.type) {
    case 'task-assigned':
      return `${body.kind === 'merge' ? 'its merge is' : 'is'} given to ${body.worker}, token ${body.token}`;
    case 'task-announced':
      return 'its worker is told';
    case 'assignment-withdrawn':
      return `is taken from its worker, which had not begun: ${body.reason}`;
    case 'attempt-started':
      return `an attempt begins, by ${body.agent}: try ${tasks.at(body.task)!.tries + 1}`;
    case 'attempt-ended':
      return `its attempt ends: ${endWords(body.attempt)}`;
    case 'attempt-lost':
      return `its attempt is lost: ${body.reason}`;
    case 'attempt-released':
      return `its attempt is handed back: ${body.reason}`;
    case 'writes-undeclared':
      return `changed files that it does not declare: ${body.files.join(', ')}`;
    case 'task-approved':
      return body.passed.length > 0 ? `holds: ${body.passed.join(', ')}` : 'is approved';
    case 'task-retried':
      return `${body.countsAsTry ? 'is refused' : 'has to wait'}, and is tried again from ${body.dueAt}: ${body.failure}`;
    case 'task-waiting':
      return `asks a person (${body.question.criteria.join(', ')}): ${body.question.text}`;
    case 'task-answered': {
      const { criterionId, result, note } = body.answer;
      return `${criterionId} is answered with ${result}${note === undefined ? '' : `: ${note}`}`;
    }
    case 'merge-started':
      return 'is merged';
    case 'merge-conflicted':
      return conflictWords(body.files);
    case 'task-completed':
      return `is complete${body.commit === undefined ? '' : `, as commit ${body.commit}`}`;
    case 'task-failed':
      return `has failed: ${body.reason}. ${body.failure}`;
    case 'task-skipped':
      return `is skipped: ${body.reason}${body.because === undefined ? '' : ` (because of ${plan.tasks[body.because]?.id})`}`;
    case 'task-reopened':
      return 'is opened again, as if it had never begun';
    default:
      return unknownWords(body);
  }
}

/** An archive may have events of a newer version. */
const unknownWords = ({ type }: { readonly type: string }): string => type;

/** What it says of itself, what it changed, cost and was found to do. */
function endWords({ outcome, changedFiles, evidence, costUsd, durationMs, summary }: EndedAttempt): string {
  const facts = [
    `${outcomeWords(outcome)} after ${(durationMs / 1000).toFixed(1)} s`,
    ...(changedFiles.length > 0 ? [`changed ${changedFiles.join(', ')}`] : []),
    ...(costUsd > 0 ? [dollars(costUsd)] : []),
  ];
  const proofs = evidence.map(
    ({ criterionId, command, exitCode }) => `${criterionId}: exit code ${exitCode} of ${command}`,
  );
  return [facts.join('; '), ...proofs, ...(summary === '' ? [] : [`it says: ${summary}`])].join('\n');
}

function outcomeWords(outcome: AttemptOutcome): string {
  switch (outcome.type) {
    case 'done':
      return 'done';
    case 'failed':
      return `failed (${outcome.code}: ${outcome.message})`;
    case 'limit-reached':
      return `the model's limit is reached until ${outcome.until}`;
    case 'away':
      return `what it needs is away (${outcome.message})`;
  }
}

const dollars = (usd: number): string => `$${usd.toFixed(usd < 0.01 ? 4 : 2)}`;
