import type { Instance } from './instance';
import { InstanceError } from './instance-error';
import { instanceOf, type NamedTask } from './named-tasks';
import { type Line, linesOf, wholeNumbers } from './numbers';

const TASK_LINE = 'task, processing time, number of predecessors, predecessors';

/**
 * Reads a graph of the Standard Task Graph Set: the number of tasks n, then n + 2 lines of which the first and the last
 * are dummies; what follows is a comment. Tasks keep their numbers as names, the dummies too.
 *
 * @throws {InstanceError} with the line.
 */
export function readStg(text: string): Instance {
  const lines = linesOf(text).filter((line) => line.text.trim() !== '' && !line.text.trimStart().startsWith('#'));
  const [head, ...rest] = lines;
  const [count, ...more] = head === undefined ? [] : wholeNumbers(head, 'the number of tasks');
  if (count === undefined || more.length > 0)
    throw new InstanceError(head?.no ?? 1, 'no number of tasks', 'one number');
  if (rest.length !== count + 2) {
    const last = rest[Math.min(rest.length, count + 3) - 1]?.no ?? head!.no;
    throw new InstanceError(
      last,
      `${rest.length} lines of tasks`,
      `${count + 2}: ${count} tasks and two dummies, as line ${head!.no} says`,
    );
  }
  return instanceOf(rest.map(taskOf));
}

function taskOf(line: Line): NamedTask {
  const [task, duration, count, ...predecessors] = wholeNumbers(line, TASK_LINE);
  if (count === undefined || predecessors.length !== count) {
    throw new InstanceError(line.no, `${predecessors.length} predecessors, ${count ?? 'no number of them'}`, TASK_LINE);
  }
  return { id: String(task), duration: duration!, predecessors: predecessors.map(String), where: line.no };
}
