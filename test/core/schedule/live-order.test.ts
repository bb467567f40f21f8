import { keysOfAll } from '../../../runtime/core/schedule/live-order';

describe('keysOfAll', () => {
  const keys = (...list: number[]) => Float64Array.from(list);

  it('keeps the order that was laid out, and lets a task that comes back go before all that are less urgent', () => {
    // Tasks 1, 3 and 4 were laid out in the order 4, 1, 3; by urgency they go 0, 1, 2, 3, 4.
    const all = keysOfAll(keys(10, 20, 0), [1, 3, 4], keys(-9, -8, -7, -6, -5));
    expect([...all]).toEqual([0, 10, 0, 20, 0]);
  });

  it('lets one that is least urgent of all come last', () => {
    expect([...keysOfAll(keys(0, 5), [0, 1], keys(-3, -2, -1))]).toEqual([0, 5, 5]);
  });
});
