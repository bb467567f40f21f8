import type { ExecutionTask } from '../plan';
import { withoutNumber } from './outline';
import { type State, stateOf } from './state-words';

/** What is held up and by whom: `Waiting for legal`. */
const HELD = /^(?:awaiting|waiting (?:for|on)) .{1,40}$/;
const WHAT = / (?:tasks?|items?|work|features|cards|aufgaben|tâches|tareas|tarefas|attività|задачи|任务|事项)$/;

/** Characters of a name for a column; what is longer is none. */
const LONGEST = 60;

/** The status of all items below a heading like `In Progress (3)`, `已完成`, `Done tasks`; undefined for other headings. */
export function statusHeading(title: string): ExecutionTask['status'] | undefined {
  const state = columnState(title);
  return state === 'held' ? undefined : state;
}

/** What a person is asked before the items below a heading like `Blocked`, `On Hold (2)`; undefined for other headings. */
export function heldHeading(title: string): string | undefined {
  return columnState(title) === 'held' ? `status: ${title.slice(0, LONGEST)}` : undefined;
}

/** How far what stands below a title like `Todo:` is; undefined when the title is no name for that. */
export function columnState(title: string): State | undefined {
  if (title.length > LONGEST) return undefined;
  const plain = withoutNumber(title.toLowerCase())
    .replace(/\s{0,3}[(（][^)）]{0,30}[)）]$/, '')
    .replace(/[:：]$/, '')
    .trim();
  const state = stateOf(plain) ?? stateOf(plain.replace(WHAT, ''));
  return state ?? (HELD.test(plain) ? 'held' : undefined);
}
