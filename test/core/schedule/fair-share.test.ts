import { asExecutionId } from '../../../runtime/core/ids';
import type { Priority } from '../../../runtime/core/plan/plan';
import { executionShare } from '../../../runtime/core/schedule/execution-share';
import { fairSlots } from '../../../runtime/core/schedule/fair-share';

const ALL = Number.POSITIVE_INFINITY;
const at = (minute: number) => `2026-01-01T00:0${minute}:00.000Z`;
const waiting = (minute: number, priority: Priority = 'normal', ...keys: string[]) => ({
  executionId: asExecutionId(`other-${minute}`),
  priority,
  needs: [{ keys: keys.length === 0 ? ['worker:w'] : keys, since: at(minute) }],
});

describe('a worker that a task waits for as a whole', () => {
  const execution = (id: string) => ({ id, tasks: [], options: { priority: 'normal' }, submittedAt: at(5) }) as never;
  const waits = [
    { ...waiting(2, 'normal', 'worker:w', 'whole:worker:w'), executionId: asExecutionId('first') },
    { ...waiting(1, 'high', 'worker:w'), executionId: asExecutionId('plain') },
    { ...waiting(3, 'normal', 'worker:w', 'whole:worker:w'), executionId: asExecutionId('second') },
  ];

  it.each([
    ['first', ALL],
    ['second', 0],
    ['plain', 0],
    ['another', 0],
  ])('is kept free for the one that has waited longest: %s may take %s', (id, expected) => {
    expect(executionShare(execution(id), { slotWaits: waits }, at(5)).slots('worker:w', 4)).toBe(expected);
    expect(executionShare(execution(id), { slotWaits: waits }, at(5)).slots('worker:other', 4)).toBe(ALL);
  });
});

describe('the units of a resource that an execution may take', () => {
  const execution = { id: 'own', tasks: [], options: { priority: 'normal' }, submittedAt: at(5) } as never;
  const gpu = (minute: number, units: number) =>
    waiting(minute, 'normal', 'resource:gpu', ...(units > 1 ? [`save:${units}:resource:gpu`] : []));

  it.each([
    ['are all, when nobody waits', [], 3, ALL],
    ['are its share, though more is free', [gpu(1, 1)], 4, 2],
    ['are as many as one of its tasks takes, by turn', [gpu(6, 1)], 4, 3],
    ['are none of those that are saved up for one that has waited longer', [gpu(1, 3)], 3, 0],
    ['are what is left beside those', [gpu(1, 3)], 4, 1],
    ['are its share where more is asked for than there is', [gpu(1, 9)], 4, 2],
    ['are not saved for one that has not waited as long as another', [gpu(1, 1), gpu(2, 4)], 4, 1],
  ])('%s', (_, waits, free, expected) => {
    expect(
      executionShare(execution, { slotWaits: waits, resources: new Map([['gpu', { limit: 4, free }]]) }, at(5)).units(
        'gpu',
        { limit: 4, free },
        3,
      ),
    ).toBe(expected);
  });
});

describe('the slots that an execution may take', () => {
  it.each([
    ['are all, when nobody waits', 4, 3, [], ALL],
    ['are all, when others wait for something else', 4, 3, [waiting(1, 'normal', 'worker:gpu')], ALL],
    ['are what is missing to half of them, beside one that waits', 4, 1, [waiting(1)], 1],
    ['are none beyond its share, when the other was served before it', 4, 2, [waiting(1)], 0],
    ['are one beyond its share, when it was served before the other', 5, 2, [waiting(8)], 1],
    ['follow the priorities', 6, 0, [waiting(1, 'high')], 2],
    ['take turns, where there are fewer than executions', 1, 0, [waiting(1)], 0],
    ['take turns, and it is its own', 1, 0, [waiting(8), waiting(9)], 1],
  ])('%s', (_, limit, held, others, expected) => {
    const claim = { key: 'worker:w', limit, held, priority: 'normal', since: at(5) } as const;
    expect(fairSlots(claim, others)).toBe(expected);
  });
});
