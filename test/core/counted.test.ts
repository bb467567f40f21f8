import { counted } from '../../runtime/core/counted';
import { nearest } from '../../runtime/core/plan/text/nearest';

it.each([
  [0, '0 tasks'],
  [1, '1 task'],
  [2, '2 tasks'],
])('%i is said as %j', (count, said) => {
  expect(counted(count, 'task')).toBe(said);
});

it('takes the words for several where -s is not all', () => {
  expect([1, 3].map((count) => counted(count, 'box is', 'boxes are'))).toEqual(['1 box is', '3 boxes are']);
});

it('suggests no name that is shown as the one that was written', () => {
  expect(nearest('task-1', ['task-1'])).toBeUndefined();
  expect(nearest('task-1', ['task-1', 'Task-1'])).toBe('Task-1');
  expect(nearest('task-1', ['task-1', 'task-2'])).toBe('task-2');
});
