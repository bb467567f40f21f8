import { asExecutionId, asWorkerId } from '../../../runtime/core/ids';
import { deciderOf } from '../../../runtime/core/schedule/decider-of';

const execution = (no: number) => asExecutionId(`0198f2c0-0000-7000-8000-${String(no).padStart(12, '0')}`);
const workers = ['a', 'b', 'c', 'd'].map(asWorkerId);
const EXECUTIONS = Array.from({ length: 400 }, (_, no) => execution(no));

describe('the worker that decides on an execution', () => {
  it('is the same in whatever order the workers are named', () => {
    for (const id of EXECUTIONS) expect(deciderOf(id, [...workers].reverse())).toBe(deciderOf(id, workers));
  });

  it('is another one only where it is gone itself', () => {
    const [gone, ...rest] = workers;
    for (const id of EXECUTIONS) {
      const before = deciderOf(id, workers);
      if (before === gone) expect(rest).toContain(deciderOf(id, rest));
      else expect(deciderOf(id, rest)).toBe(before);
    }
  });

  it('is each of them for about as many executions', () => {
    for (const worker of workers) {
      const own = EXECUTIONS.filter((id) => deciderOf(id, workers) === worker).length;
      expect(own).toBeGreaterThan(60);
      expect(own).toBeLessThan(140);
    }
  });

  it('is nobody where there is nobody', () => expect(deciderOf(execution(1), [])).toBeUndefined());
});
