import { counted } from '../counted';
import { type Execution, isOver } from '../execution/execution';
import { nextStepOf } from './next-step';
import type { TaskView } from './task-view';
import type { AttemptFacts } from './task-views';
import { statusWord } from './task-words';
import type { ReportView } from './views';

export interface ReportFacts {
  readonly execution: Execution;
  readonly tasks: readonly TaskView[];
  readonly attempts: readonly (AttemptFacts & { readonly durationMs: number })[];
  /** Where the result was delivered. */
  readonly delivered?: { readonly dir: string; readonly branch: string };
  readonly gain?: { readonly speedup: number; readonly efficiency: number };
  /** What the last try to deliver it failed of. */
  readonly resultProblem?: string;
  readonly leftOut: readonly string[];
  readonly nowMs: number;
}

/** What was done, with evidence, cost and time against a serial run, and what to do better. Source: design "At the end". */
export function reportView(facts: ReportFacts): ReportView {
  const { execution, tasks, attempts, delivered, nowMs } = facts;
  const began = execution.startedAt === undefined ? nowMs : Date.parse(execution.startedAt);
  const ended = execution.endedAt === undefined ? nowMs : Date.parse(execution.endedAt);
  const changed = new Set(
    execution.tasks.flatMap(({ commit, attempt }) => (commit === undefined ? [] : (attempt?.changedFiles ?? []))),
  );
  const hint = nextStepOf(execution);
  return {
    executionId: execution.id,
    title: execution.plan.title,
    status: statusWord(execution.status),
    state: execution.status,
    ...(execution.reason === undefined ? {} : { reason: execution.reason }),
    ...(hint === undefined ? {} : { hint }),
    summary: summaryOf(execution, tasks),
    tasks,
    questions: tasks.flatMap(({ questions }) => questions),
    costUsd: execution.costUsd,
    durationMs: Math.max(0, ended - began),
    serialMs: attempts.reduce((sum, { durationMs }) => sum + durationMs, 0),
    ...(facts.gain ? { gain: rounded(facts.gain) } : {}),
    ...(delivered === undefined || execution.tip === undefined
      ? {}
      : { result: { ...delivered, commit: execution.tip, changedFiles: [...changed].sort() } }),
    isResultPending: isResultPending(execution),
    ...(facts.resultProblem !== undefined && isResultPending(execution) ? { resultProblem: facts.resultProblem } : {}),
    leftOut: facts.leftOut,
    advice: isOver(execution.status) ? adviceOf(execution, tasks) : [],
  };
}

const rounded = ({ speedup, efficiency }: NonNullable<ReportFacts['gain']>) => ({
  speedup: Math.round(speedup * 100) / 100,
  efficiency: Math.round(efficiency * 100) / 100,
});

/** A result is delivered after the end, when there is anything to deliver. */
function isResultPending({ status, tip, base, branch }: Execution): boolean {
  return isOver(status) && tip !== undefined && tip !== base && branch === undefined;
}

function summaryOf(execution: Execution, tasks: readonly TaskView[]): string {
  const count = (state: TaskView['state']) => tasks.filter((task) => task.state === state).length;
  // That a task might start proves nothing of what it did.
  const proofs = tasks
    .flatMap(({ evidence }) => evidence)
    .filter(({ isPassed, criterionId }) => isPassed && criterionId !== 'gate').length;
  const verb = count('done') === 1 || tasks.length === 1 ? 'is' : 'are';
  const done = `${count('done')} of ${counted(tasks.length, 'task')} ${verb} done`;
  const parts = [proofs === 0 ? done : `${done}, proven by ${counted(proofs, 'criterion', 'criteria')}`];
  if (count('failed') > 0) parts.push(`${count('failed')} failed`);
  if (count('skipped') > 0) parts.push(counted(count('skipped'), 'was skipped', 'were skipped'));
  if (count('waiting') > 0) parts.push(counted(count('waiting'), 'waits for a person', 'wait for a person'));
  return `"${execution.plan.title}": ${parts.join(', ')}.`;
}

function adviceOf(execution: Execution, tasks: readonly TaskView[]): readonly string[] {
  const advice: string[] = [];
  const unproven = tasks.filter((_, no) => execution.plan.tasks[no]!.verification.length === 0);
  if (unproven.length > 0) advice.push(`${listed(unproven)} had no criterion: add a command that proves the work.`);
  // An attempt that was lost with its worker says nothing about the plan.
  const retried = tasks.filter(({ attempts }, no) => attempts > 1 && execution.tasks.at(no)!.tries > 0);
  if (retried.length > 0)
    advice.push(`${listed(retried)} needed more than one attempt: say in the plan what went wrong at first.`);
  const undeclared = tasks.filter(
    (_, no) => execution.plan.tasks[no]!.files.length === 0 && execution.options.projectId !== undefined,
  );
  if (undeclared.length > 1)
    advice.push(`${undeclared.length} tasks declare no files: declared files keep parallel tasks from conflicts.`);
  const wider = tasks.filter(({ undeclaredFiles }) => undeclaredFiles !== undefined);
  if (wider.length > 0)
    advice.push(
      `${listed(wider)} changed files that the plan does not declare there (${wider[0]!.undeclaredFiles![0]} …): declare them.`,
    );
  const unestimated = execution.plan.tasks.filter(({ estimateMinutes }) => estimateMinutes === undefined);
  if (unestimated.length > 1)
    advice.push(`${unestimated.length} tasks carry no estimate: estimates make the order and the ETA better.`);
  return advice;
}

function listed(tasks: readonly TaskView[]): string {
  const ids = tasks.slice(0, 5).map(({ id }) => id);
  return tasks.length > ids.length ? `${ids.join(', ')} and ${tasks.length - ids.length} more` : ids.join(', ');
}
