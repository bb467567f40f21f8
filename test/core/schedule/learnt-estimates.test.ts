import { newExecution } from '../../../runtime/core/execution/apply-event';
import type { EndedAttempt, Execution, TaskState } from '../../../runtime/core/execution/execution';
import { asExecutionId } from '../../../runtime/core/ids';
import { learnEstimates } from '../../../runtime/core/schedule/learnt-estimates';
import { planShape } from '../../../runtime/core/schedule/plan-shape';
import { medianOf, type Seen } from '../../../runtime/core/schedule/survival';
import { OPTIONS, START, WORKER } from '../../support/kernel-story';
import { smallPlan, type TaskExtras } from '../../support/small-plan';
import { verifies } from '../../support/verifies';

const AT = Date.parse(START);
const over = (minutes: number): Partial<TaskState> => ({
  status: 'completed',
  attempt: { durationMs: minutes * 60_000, worker: WORKER } as EndedAttempt,
});
const runs: Partial<TaskState> = { status: 'active', worker: WORKER, startedAt: START };

type Lines = Readonly<Record<string, readonly [TaskExtras, Partial<TaskState>?]>>;

function execution(lines: Lines): Execution {
  const ids = Object.keys(lines);
  const plan = smallPlan(ids, Object.fromEntries(ids.map((id) => [id, lines[id]![0]])));
  const fresh = newExecution(asExecutionId('01900000-0000-7000-8000-0000000000ee'), plan, OPTIONS, START);
  const tasks = fresh.tasks.map((state, no) => ({ ...state, ...lines[ids[no]!]![1] }));
  return { ...fresh, status: 'running', startedAt: START, tasks };
}

const many = (count: number, name: string, extras: TaskExtras, state: Partial<TaskState>): Lines =>
  Object.fromEntries(Array.from({ length: count }, (_, no) => [`${name}${no}`, [extras, state]]));

/** What a task with an estimate is believed to take, `minutes` after the start. */
function believed(of: Execution, id: string, minutes = 1): number {
  const { minutes: all } = learnEstimates(of, planShape(of.plan), { nowMs: AT + minutes * 60_000 });
  return all[of.plan.tasks.findIndex((task) => task.id === id)]!;
}

describe('estimates, once some tasks are over', () => {
  const ten: TaskExtras = { estimateMinutes: 10 };

  it(`do not collapse because the few that were over first are the short ones${verifies('R-40')}`, () => {
    const few = execution({ ...many(4, 'short', ten, over(0.002)), ...many(4, 'runs', ten, runs), last: [ten] });
    expect(believed(few, 'last')).toBeGreaterThan(5);
  });

  it('follow what most tasks took once many are over', () => {
    const lots = execution({ ...many(30, 'slow', ten, over(30)), last: [ten] });
    expect(believed(lots, 'last')).toBe(30);
  });

  it('count tasks that run as taking longer than they have so far', () => {
    const lines: Lines = { ...many(8, 'done', ten, over(5)), ...many(8, 'runs', ten, runs), last: [ten] };
    expect(believed(execution(lines), 'last', 100)).toBeGreaterThan(believed(execution(lines), 'last', 0));
  });

  it('learn nothing for agents from what commands took', () => {
    const agent: TaskExtras = { estimateMinutes: 10, agent: 'claude-code' };
    const plan = execution({ ...many(20, 'quick', ten, over(0.002)), work: [agent], last: [ten] });
    expect(believed(plan, 'work')).toBe(10);
    expect(believed(plan, 'last')).toBeLessThan(0.1);
  });
});

describe('the median of what is over and what still runs', () => {
  const seen = (...values: readonly number[]): readonly Seen[] =>
    values.map((value) => ({ value: Math.abs(value), isOver: value > 0 }));

  it('is the plain one where all is over', () => {
    expect(medianOf(seen(3, 1, 2))).toBe(2);
    expect(medianOf(seen(4, 1, 2, 3))).toBe(2.5);
  });

  it('is that of Kaplan and Meier where some are only known to be longer', () => {
    expect(medianOf(seen(1, -2, 3, 4))).toBe(3);
    expect(medianOf(seen(1, 2, -2, -2, 5, 6, 7))).toBe(5);
  });

  it('is the greatest lower bound where most are not over', () => {
    expect(medianOf(seen(1, -2, -8))).toBe(8);
  });
});
