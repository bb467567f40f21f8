import type { EventBody } from '../execution/event';
import type { Execution } from '../execution/execution';

/** What a message asks a person to decide; from it links are made where the gateway is reachable. */
export type Asked =
  | {
      readonly type: 'answer';
      readonly epoch: number;
      readonly task: number;
      readonly taskId: string;
      readonly token: number;
      readonly criteria: readonly string[];
    }
  | { readonly type: 'control'; readonly epoch: number };

/** What an event asks; undefined where it asks nothing. @param execution - After the event. */
export function askedOf({ plan, tasks, epoch }: Execution, body: EventBody): Asked | undefined {
  if (body.type === 'execution-paused') return { type: 'control', epoch };
  if (body.type !== 'task-waiting') return undefined;
  return {
    type: 'answer',
    epoch,
    task: body.task,
    taskId: plan.tasks[body.task]!.id,
    token: tasks.at(body.task)!.token,
    criteria: body.question.criteria,
  };
}
