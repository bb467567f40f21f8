import type { Execution, TaskState } from '../../../runtime/core/execution/execution';
import { asWorkerId } from '../../../runtime/core/ids';
import { answeringWorkers } from '../../../runtime/core/schedule/answering-workers';

const worker = (id: string, host = 'here', capabilities = ['shell']) => ({ id: asWorkerId(id), host, capabilities });
const missed = (by: readonly string[], status = 'pending') =>
  ({ status, missedBy: by.map(asWorkerId) }) as unknown as TaskState;
const left = (tasks: readonly TaskState[], workers: readonly ReturnType<typeof worker>[]): string =>
  answeringWorkers({ tasks } as unknown as Execution, workers)
    .map(({ id }) => id)
    .join(' ');

describe('answeringWorkers', () => {
  it.each<readonly [string, string, readonly TaskState[], readonly ReturnType<typeof worker>[]]>([
    ['keeps all when nobody missed anything', 'a b', [missed([])], [worker('a'), worker('b')]],
    ['leaves out who did not start what it was given', 'b', [missed(['a'])], [worker('a'), worker('b')]],
    ['leaves out several', 'c', [missed(['a']), missed(['b'])], [worker('a'), worker('b'), worker('c')]],
    ['keeps the only one', 'a', [missed(['a'])], [worker('a')]],
    ['keeps all when all were silent', 'a b', [missed(['a', 'b'])], [worker('a'), worker('b')]],
    ['keeps who alone can do something', 'a b', [missed(['a'])], [worker('a', 'here', ['shell', 'gpu']), worker('b')]],
    ['keeps who is alone on its host', 'a b', [missed(['a'])], [worker('a', 'there'), worker('b')]],
    ['forgets what is settled', 'a b', [missed(['a'], 'skipped')], [worker('a'), worker('b')]],
  ])('%s', (_what, expected, tasks, workers) => {
    expect(left(tasks, workers)).toBe(expected);
  });
});
