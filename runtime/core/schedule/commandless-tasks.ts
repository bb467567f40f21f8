import type { ExecutionOptions } from '../execution/execution';
import type { ExecutionTask, PlanProblem } from '../plan/plan';
import { chooseAgent } from './choose-agent';

/** The agent that does nothing but run a task's command. */
const RUNS_COMMANDS = 'shell';
/** Of all of them. */
const MOST_NAMED = 10;

/** Tasks still to do that go to an agent which only runs commands, and have none: no try at them can succeed. Linear. */
export function commandlessTasks(
  tasks: readonly ExecutionTask[],
  options: Pick<ExecutionOptions, 'agent'>,
): readonly ExecutionTask[] {
  return tasks.filter(
    (task) =>
      chooseAgent(task, options) === RUNS_COMMANDS &&
      task.status !== 'completed' &&
      task.status !== 'skipped' &&
      (task.command ?? '').trim() === '',
  );
}

/** The one problem that a plan with such tasks has, at the first of them; none without. */
export function commandlessProblems(
  tasks: readonly ExecutionTask[],
  options: Pick<ExecutionOptions, 'agent'>,
): readonly PlanProblem[] {
  const commandless = commandlessTasks(tasks, options);
  const [first] = commandless;
  if (first === undefined) return [];
  return [
    {
      ...first.where,
      code: 'COMMAND_MISSING',
      message: saysWhich(commandless),
      path: first.id,
      hint: 'Give each a command (`run: …`), or name another agent than shell.',
    },
  ];
}

/** `task-001 (Think) has no command, and its agent shell does nothing else`. */
export function saysWhich([first, ...others]: readonly ExecutionTask[]): string {
  const head = `${first!.id} (${first!.title}) has no command, and its agent ${RUNS_COMMANDS} does nothing else`;
  if (others.length === 0) return head;
  const named = others.slice(0, MOST_NAMED).map(({ id }) => id);
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `${head}; so it is with ${named.join(', ')}${more}`;
}
