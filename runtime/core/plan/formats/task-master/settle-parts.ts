import { strongComponents } from '../../../schedule/strong-components';
import { asksForPerson } from '../../drafting/asked-dependency';
import type { DataPart } from '../../drafting/data-parts';
import type { Findings } from '../../findings';
import { graphOf } from '../../task-numbers';
import { cut } from '../../text/cut';
import { quote } from '../../text/quote';

interface TaskWithParts {
  readonly id: string;
  readonly parts: readonly DataPart[];
}

export interface SettledParts {
  readonly parts: readonly DataPart[];
  /** Numbers of the other tasks that a part waits on: so its task does. */
  readonly waitsOn: readonly number[];
  /** What a person is asked, where a part waits on that: its task does. */
  readonly humanGate?: string;
}

type Reading = 'sibling' | 'absolute' | 'task' | 'person' | 'missing';

interface Link {
  readonly part: number;
  readonly target: string;
  reading: Reading;
  /** Full id. */
  id: string;
}

/**
 * Says what the dependencies of subtasks mean: a dotted id is absolute, a bare number names a sibling. Where a sibling of
 * that number does not exist, or waiting on it would make a cycle, the task of that number is meant. Each such choice is
 * a note.
 *
 * Cost: linear in tasks, subtasks and their dependencies. Source: plan-formats 3.5.
 */
export function settleParts(tasks: readonly TaskWithParts[], findings: Findings): readonly SettledParts[] {
  const taskNos = new Map(tasks.map(({ id }, no) => [id.toLowerCase(), no]));
  const partTasks = new Map(
    tasks.flatMap(({ parts }, no) => parts.map(({ originalId }) => [originalId.toLowerCase(), no] as const)),
  );
  return tasks.map(({ id, parts }, no) => settleTask({ id, parts, no, taskNos, partTasks, findings }));
}

interface Settling extends TaskWithParts {
  readonly no: number;
  readonly taskNos: ReadonlyMap<string, number>;
  readonly partTasks: ReadonlyMap<string, number>;
  readonly findings: Findings;
}

function settleTask(each: Settling): SettledParts {
  const { parts, taskNos, partTasks } = each;
  const own = new Map(parts.map(({ originalId }, at) => [originalId.toLowerCase(), at]));
  const links = parts.flatMap(({ dependencies = [] }, part) =>
    dependencies.map((target) => linkOf(each, own, part, target)),
  );
  preferTasksInCycles(each, own, links);
  const waitsOn = new Set<number>();
  const written = parts.map((): string[] => []);
  for (const { part, reading, id } of links) {
    const other = reading === 'task' ? taskNos.get(id.toLowerCase()) : partTasks.get(id.toLowerCase());
    if (other !== undefined && other !== each.no) waitsOn.add(other);
    if (id !== '') written[part]!.push(id);
  }
  const asked = links.find(({ reading }) => reading === 'person');
  return {
    waitsOn: [...waitsOn],
    ...(asked === undefined ? {} : { humanGate: `A part of it waits on ${quote(cut(asked.target, 200))}` }),
    parts: parts.map(({ dependencies: _, ...part }, at) => ({
      ...part,
      ...(written[at]!.length === 0 ? {} : { dependencies: [...new Set(written[at])] }),
    })),
  };
}

function linkOf(each: Settling, own: ReadonlyMap<string, number>, part: number, target: string): Link {
  const { taskNos, partTasks, parts } = each;
  const of = parts[part]!.of;
  const sibling = `${of}.${target}`;
  const isBare = !target.includes('.');
  if (isBare && own.has(sibling.toLowerCase())) {
    const link: Link = { part, target, reading: 'sibling', id: sibling };
    if (own.get(sibling.toLowerCase()) === part) meanTask(each, link, 'itself');
    return link;
  }
  if (partTasks.has(target.toLowerCase())) {
    const link: Link = { part, target, reading: 'absolute', id: target };
    if (own.get(target.toLowerCase()) === part) meanTask(each, link, 'itself');
    return link;
  }
  if (taskNos.has(target.toLowerCase())) {
    const link: Link = { part, target, reading: 'missing', id: '' };
    meanTask(each, link, isBare ? 'no sibling' : 'a task');
    return link;
  }
  if (asksForPerson(target)) {
    each.findings.note(
      'NOTE_HUMAN_GATE',
      parts[part]!.where!,
      `A person is asked before the task of ${quote(parts[part]!.originalId)}: that waits on ${quote(cut(target, 200))}, which is no task`,
    );
    return { part, target, reading: 'person', id: '' };
  }
  each.findings.note(
    'NOTE_MISSING_DEPENDENCY',
    parts[part]!.where!,
    `The subtask ${quote(parts[part]!.originalId)} waits on ${quote(target)}, which is not in the plan; nightshift does not wait for it`,
  );
  return { part, target, reading: 'missing', id: isBare ? sibling : target };
}

/** Reads a link as one to a task of that number, or drops it where that is no other task. */
function meanTask(
  { parts, no, taskNos, findings }: Settling,
  link: Link,
  why: 'itself' | 'no sibling' | 'a cycle' | 'a task',
): void {
  const task = taskNos.get(link.target.toLowerCase());
  const isOther = task !== undefined && task !== no;
  link.reading = isOther ? 'task' : 'missing';
  link.id = isOther ? link.target : '';
  if (why === 'a task') return;
  const because =
    why === 'no sibling'
      ? 'there is no such subtask beside it'
      : `as a subtask that would be ${why === 'itself' ? 'itself' : 'a cycle'}`;
  const meaning = isOther ? `the task ${quote(link.target)} is meant` : 'that is left out';
  findings.note(
    'NOTE_SUBTASK_DEPENDENCY',
    parts[link.part]!.where!,
    `The subtask ${quote(parts[link.part]!.originalId)} waits on ${quote(link.target)}; ${because}: ${meaning}`,
  );
}

/** Bare numbers that close a cycle among siblings mean tasks. */
function preferTasksInCycles(each: Settling, own: ReadonlyMap<string, number>, links: readonly Link[]): void {
  const inside = links.filter(
    ({ reading, id }) => (reading === 'sibling' || reading === 'absolute') && own.has(id.toLowerCase()),
  );
  if (inside.length < 2) return;
  const on = each.parts.map((): number[] => []);
  for (const { part, id } of inside) on[part]!.push(own.get(id.toLowerCase())!);
  const component = strongComponents(graphOf(on));
  for (const link of inside)
    if (link.reading === 'sibling' && component[link.part] === component[own.get(link.id.toLowerCase())!])
      if (each.taskNos.has(link.target.toLowerCase())) meanTask(each, link, 'a cycle');
}
