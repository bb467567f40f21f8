import type { Execution } from '../execution/execution';
import type { VerificationCriterion } from '../plan/plan';
import { chooseAgent } from '../schedule/choose-agent';
import { areDependenciesComplete } from '../schedule/dependencies-complete';
import { explainWaits, type Moment } from '../schedule/explain-waits';
import { expectedMs } from '../schedule/forecast-execution';
import { isUntouched } from '../verify/judge-attempt';
import { questionsOf } from './questions-of';
import type { EvidenceView, TaskView } from './task-view';
import { taskWord } from './task-words';

/** What is known of one attempt for a view: enough to count and to add up. */
export interface AttemptFacts {
  readonly task: number;
  readonly kind: 'attempt' | 'merge';
  readonly startedAt?: string;
  readonly costUsd: number;
}

/** Every task of an execution as people see it, in plan order. Source: R-40. */
export function taskViews(moment: Moment, attempts: readonly AttemptFacts[]): readonly TaskView[] {
  const { execution, shape } = moment;
  const waits = explainWaits(moment);
  const expected = expectedMs(moment);
  const started = attempts.filter(({ kind, startedAt }) => kind === 'attempt' && startedAt !== undefined);
  return execution.plan.tasks.map((task, no) => {
    const state = execution.tasks.at(no)!;
    const own = started.filter((attempt) => attempt.task === no);
    const estimateMs = expected.get(no);
    const why = state.reason ?? waits.get(no);
    const first = own[0]?.startedAt;
    const newest = own.at(-1)?.startedAt;
    return {
      id: task.id,
      originalId: task.originalId,
      title: task.title,
      state: taskWord(state.status, areDependenciesComplete(execution, shape, no)),
      kernelStatus: state.status,
      wave: shape.waveOf[no]! + 1,
      dependencies: task.dependencies,
      agent: state.attempt?.agent ?? chooseAgent(task, execution.options),
      ...(state.worker === undefined ? {} : { worker: state.worker }),
      attempts: own.length,
      ...(first === undefined ? {} : { startedAt: first }),
      ...(newest === undefined ? {} : { attemptStartedAt: newest }),
      ...(state.endedAt === undefined ? {} : { endedAt: state.endedAt }),
      ...(state.attempt === undefined ? {} : { durationMs: state.attempt.durationMs }),
      ...(estimateMs === undefined ? {} : { estimateMs }),
      costUsd: own.reduce((sum, { costUsd }) => sum + costUsd, 0),
      evidence: [
        ...(task.humanGate === undefined ? [] : evidenceView(execution, no, { id: 'gate', criterion: task.humanGate })),
        ...task.verification.flatMap((criterion) => evidenceView(execution, no, criterion)),
      ],
      ...(state.undeclared === undefined ? {} : { undeclaredFiles: state.undeclared }),
      ...(state.status === 'completed' && state.attempt && isUntouched(task, state.attempt)
        ? { hadNothingToChange: true }
        : {}),
      ...(why === undefined ? {} : { why }),
      ...(state.lastFailure === undefined ? {} : { lastFailure: state.lastFailure }),
      ...(state.dueAt === undefined ? {} : { dueAt: state.dueAt }),
      questions: questionsOf(execution, no),
    };
  });
}

function evidenceView(
  execution: Execution,
  no: number,
  criterion: Pick<VerificationCriterion, 'id' | 'criterion'>,
): readonly EvidenceView[] {
  const { attempt, answers } = execution.tasks.at(no)!;
  const head = { criterionId: criterion.id, criterion: criterion.criterion };
  const answer = answers.find(({ criterionId }) => criterionId === criterion.id);
  if (answer) {
    return [
      {
        ...head,
        isPassed: answer.result === 'pass',
        actor: answer.actor,
        ...(answer.note === undefined ? {} : { note: answer.note }),
      },
    ];
  }
  const shown = attempt?.evidence.find(({ criterionId }) => criterionId === criterion.id);
  if (!shown) return [];
  const { command, exitCode, outputDigest, durationMs } = shown;
  return [{ ...head, isPassed: exitCode === 0, command, exitCode, outputDigest, durationMs }];
}
