import { counted } from '../counted';
import { isBeforeWork } from '../plan/own-questions';
import { areDependenciesComplete } from '../schedule/dependencies-complete';
import type { PlanShape } from '../schedule/plan-shape';
import type { Draft } from './draft';
import { isOver } from './execution';
import { indexOf } from './index-of';
import { pause } from './pause';
import { isSpent } from './retry';
import { ascending } from './task-index';

/** Why tasks are skipped that another one's failure halted. */
export const HALTED = 'halted';
/** Tasks in a row that may fail, none being completed in between; with one more the execution pauses, so that a person looks. */
export const MAX_FAILURES_IN_A_ROW = 3;
/** Tasks in these go on without a person. */
const PASSING = ['assigned', 'active', 'verifying', 'integrating'] as const;
/** Merges of one task that may meet a conflict before a person is asked. */
const MAX_CONFLICTS = 3;

/**
 * Everything that follows from tasks having settled, until nothing more follows: dependants of failed tasks are skipped,
 * gates are asked, waves and the execution are closed, and an execution that must not go on is paused.
 *
 * Source; I3, I10.
 */
export function releaseTasks(draft: Draft, shape: PlanShape): void {
  if (draft.execution.status === 'queued') draft.record({ type: 'execution-started' });
  if (isOver(draft.execution.status)) return;

  failRefusedGates(draft, shape);
  stopAfterFailure(draft, shape);
  skipDependants(draft, shape);
  askPeople(draft, shape);
  closeWaves(draft, shape);
  if (!closeExecution(draft, shape)) holdExecution(draft, shape);
}

function failRefusedGates(draft: Draft, shape: PlanShape): void {
  for (const no of ascending(indexOf(draft, shape).marked)) {
    const state = draft.task(no);
    const refusal = state.answers.find(({ criterionId, result }) => result === 'fail' && isBeforeWork(criterionId));
    if (!refusal) continue;
    const said = refusal.note ?? `${refusal.actor} said no`;
    const { lastFailure } = state;
    const isGivenUp = refusal.criterionId === 'more-tries' && lastFailure !== undefined;
    draft.record({
      type: 'task-failed',
      task: no,
      token: state.token,
      reason: isGivenUp ? 'given up by a person' : 'refused by a person',
      failure: isGivenUp ? `${lastFailure}\n${said}` : said,
    });
  }
}

function stopAfterFailure(draft: Draft, shape: PlanShape): void {
  const { execution } = draft;
  if (execution.options.onFailure !== 'halt' || indexOf(draft, shape).count('failed') === 0) return;
  const failed = execution.tasks.findIndex(({ status }) => status === 'failed');
  if (failed < 0) return;
  for (const [no, { status }] of execution.tasks.entries()) {
    if (status === 'pending' || status === 'waiting')
      draft.record({ type: 'task-skipped', task: no, reason: HALTED, because: failed });
  }
}

/** In order of the waves, so that one pass reaches the whole way down. */
function skipDependants(draft: Draft, shape: PlanShape): void {
  if (!indexOf(draft, shape).mayBeBroken) return;
  for (const wave of shape.waves) {
    for (const no of wave) {
      const { status } = draft.task(no);
      if (status !== 'pending' && status !== 'waiting') continue;
      const broken = shape.graph.dependencies(no).find((dependency) => {
        const { status: of } = draft.task(dependency);
        return of === 'failed' || of === 'skipped';
      });
      if (broken === undefined) continue;
      const { id, title } = draft.execution.plan.tasks[broken]!;
      draft.record({
        type: 'task-skipped',
        task: no,
        reason: `${id} (${title}) ${draft.task(broken).status === 'failed' ? 'has failed' : 'is skipped'}`,
        because: broken,
      });
    }
  }
  indexOf(draft, shape).mayBeBroken = false;
}

function askPeople(draft: Draft, shape: PlanShape): void {
  if (draft.execution.status === 'paused') return;
  for (const no of askable(draft, shape)) {
    const state = draft.task(no);
    const { humanGate, title } = draft.execution.plan.tasks[no]!;
    const isAnswered = (id: string) => state.answers.some(({ criterionId }) => criterionId === id);
    if (state.conflicts >= MAX_CONFLICTS && !isAnswered('conflict')) {
      const text = `"${title}" met a merge conflict ${state.conflicts} times. ${state.lastFailure ?? ''} Try once more?`;
      draft.record({ type: 'task-waiting', task: no, token: state.token, question: { criteria: ['conflict'], text } });
    } else if (isSpent(draft.execution.options.retry, state)) {
      const text = `"${title}" failed ${counted(state.tries, 'time')}. Try again? What you say goes to the agent. What went wrong last: ${state.lastFailure ?? ''}`;
      draft.record({
        type: 'task-waiting',
        task: no,
        token: state.token,
        question: { criteria: ['more-tries'], text },
      });
    } else if (humanGate !== undefined && !isAnswered('gate') && areDependenciesComplete(draft.execution, shape, no)) {
      draft.record({
        type: 'task-waiting',
        task: no,
        token: state.token,
        question: { criteria: ['gate'], text: humanGate },
      });
    }
  }
}

/** Pending tasks with a gate, with conflicts or with failed tries, ascending. */
function askable(draft: Draft, shape: PlanShape): readonly number[] {
  const index = indexOf(draft, shape);
  const gated = shape.gates.filter((no) => draft.task(no).status === 'pending');
  return ascending(new Set([...gated, ...index.marked]));
}

function closeWaves(draft: Draft, shape: PlanShape): void {
  for (let wave = draft.execution.wavesCompleted; wave < shape.waves.length; wave++) {
    if (indexOf(draft, shape).openIn(wave) > 0) return;
    draft.record({ type: 'wave-completed', wave: wave + 1, waves: shape.waves.length });
  }
}

function closeExecution(draft: Draft, shape: PlanShape): boolean {
  const { tasks } = draft.execution;
  if (indexOf(draft, shape).settled < tasks.length) return false;
  const failed = tasks.filter(({ status }) => status === 'failed').length;
  const skipped = tasks.filter(({ status, reason }) => status === 'skipped' && reason !== undefined).length;
  if (draft.execution.status === 'paused') draft.record({ type: 'execution-resumed', allowsMore: false });
  if (draft.execution.status === 'waiting') draft.record({ type: 'execution-continued' });
  if (failed + skipped === 0) draft.record({ type: 'execution-succeeded' });
  else
    draft.record({
      type: 'execution-failed',
      reason: `${failed} of ${counted(tasks.length, 'task')} failed, ${counted(skipped, 'was', 'were')} skipped`,
    });
  return true;
}

/** Pauses an execution that costs too much or only fails; says when it waits for people, and when it goes on. */
function holdExecution(draft: Draft, shape: PlanShape): void {
  const { execution } = draft;
  const { tasks } = execution;
  if (execution.status === 'running' || execution.status === 'waiting') {
    if (execution.costUsd - execution.costUsdAtResume >= execution.options.costCapUsd) {
      const spent = `${execution.costUsd.toFixed(2)} USD are spent`;
      pause(draft, `${spent} and the cap is ${execution.options.costCapUsd}; resume to allow as much again`);
      return;
    }
    if (execution.failuresInARow > MAX_FAILURES_IN_A_ROW) {
      pause(draft, `${execution.failuresInARow} tasks in a row failed`);
      return;
    }
  }
  const index = indexOf(draft, shape);
  const isAsking = index.count('waiting') > 0;
  if (!isAsking && execution.status !== 'waiting') return;
  const canMove = PASSING.some((status) => index.count(status) > 0);
  const mayStart = index.ready.size > 0;
  if (execution.status === 'running' && isAsking && !canMove && !mayStart) {
    const waiting = tasks.flatMap(({ status }, no) => (status === 'waiting' ? [execution.plan.tasks[no]!.id] : []));
    draft.record({ type: 'execution-waiting', tasks: waiting });
  } else if (execution.status === 'waiting' && (!isAsking || canMove || mayStart)) {
    draft.record({ type: 'execution-continued' });
  }
}
