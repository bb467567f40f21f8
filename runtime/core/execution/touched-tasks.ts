import { type ExecutionEvent, isTaskEvent } from './event';

/** The tasks that events name, each once, in the order in which they first do: no other can have changed. */
export function touchedTasks(events: readonly Pick<ExecutionEvent, 'body'>[]): ReadonlySet<number> {
  const touched = new Set<number>();
  for (const { body } of events) if (isTaskEvent(body)) touched.add(body.task);
  return touched;
}
