import { StrayGuard } from '../../runtime/app/end-strays';
import { RequestError } from '../../runtime/core/errors';
import { control } from '../../runtime/core/execution/control';
import type { Draft } from '../../runtime/core/execution/draft';
import type { Execution } from '../../runtime/core/execution/execution';
import { isStray, type WorkingProcess } from '../../runtime/core/execution/working-process';
import { planShape } from '../../runtime/core/schedule/plan-shape';
import { KernelStory } from '../support/kernel-story';
import { smallPlan } from '../support/small-plan';
import { verifies } from '../support/verifies';

const SILENT = { debug() {}, info() {}, warn() {}, error() {}, with: () => SILENT };

const cancel = (draft: Draft) => control(draft, planShape(draft.execution.plan), 'cancel');

const processOf = (execution: Execution, facts: Partial<WorkingProcess> = {}): WorkingProcess => ({
  pid: 4_711,
  startedAt: '100',
  executionId: execution.id,
  task: 'a',
  token: 1,
  ...facts,
});

describe('isStray', () => {
  const running = () => new KernelStory(smallPlan(['a', 'b<a'])).start('a');

  it.each<readonly [string, KernelStory, Partial<WorkingProcess>, boolean]>([
    ['an attempt under way', running(), {}, false],
    ['one that names no attempt', running(), { token: undefined } as never, false],
    ['one whose attempt has ended', running().end('a'), {}, true],
    ['one of an older attempt', running().end('a', { exitCode: 1 }).pass(2_000).start('a'), {}, true],
    ['the newer attempt', running().end('a', { exitCode: 1 }).pass(2_000).start('a'), { token: 2 }, false],
    ['one of a task that is not known', running(), { task: 'z' }, false],
    ['any process of what is over', running().step(cancel), { token: undefined } as never, true],
  ])('tells of %s', (_what, { execution }, facts, expected) =>
    expect(isStray(processOf(execution, facts), execution)).toBe(expected),
  );
});

describe('StrayGuard', () => {
  /** A host whose processes a test says, and who is asked to end which. */
  function world(living: readonly WorkingProcess[], execution: Execution) {
    const state = { nowMs: 0, living, ended: [] as number[], execution };
    const guard = new StrayGuard({
      processes: {
        list: async () => state.living,
        end: async (processes) => void state.ended.push(...processes.map(({ pid }) => pid)),
      },
      cache: {
        refresh: async (id) => {
          if (id !== state.execution.id) throw new RequestError('EXECUTION_UNKNOWN', 'There is no such execution');
          return { execution: state.execution } as never;
        },
      },
      clock: { steady: () => state.nowMs },
      log: SILENT,
    });
    return { guard, state };
  }

  it(`ends what nobody waits for once its worker had the time to${verifies('I20')}`, async () => {
    const { execution } = new KernelStory(smallPlan(['a'])).start('a').step(cancel);
    const { guard, state } = world([processOf(execution)], execution);
    for (const [atMs, ended] of [
      [0, []],
      [3_000, []],
      [6_000, [4_711]],
    ] as const) {
      state.nowMs = atMs;
      await guard.look();
      expect(state.ended).toEqual(ended);
    }
  });

  it('leaves alone what goes on, what another nightshift does, and what is no execution', async () => {
    const { execution } = new KernelStory(smallPlan(['a'])).start('a');
    const others = ['01900000-0000-7000-8000-0000000000ff', "x' or true --"];
    const { guard, state } = world(
      [processOf(execution), ...others.map((executionId) => processOf(execution, { executionId }))],
      execution,
    );
    for (state.nowMs = 0; state.nowMs < 20_000; state.nowMs += 3_000) await guard.look();
    expect(state.ended).toEqual([]);
  });

  it('counts anew for a number that was given out again', async () => {
    const { execution } = new KernelStory(smallPlan(['a'])).start('a').step(cancel);
    const { guard, state } = world([processOf(execution)], execution);
    await guard.look();
    state.living = [processOf(execution, { startedAt: '200' })];
    state.nowMs = 5_000;
    await guard.look();
    expect(state.ended).toEqual([]);
  });
});
