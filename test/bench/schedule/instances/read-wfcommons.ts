import type { Instance } from './instance';
import { InstanceError } from './instance-error';
import { instanceOf, type NamedTask } from './named-tasks';

const WHAT = 'WfCommons JSON (WfFormat 1.0–1.5)';
const RUNTIMES = ['runtimeInSeconds', 'runtime'];

/**
 * Reads an instance of WfCommons: WfFormat 1.5 keeps a workflow's tasks in `workflow.specification` and their runtimes in
 * `workflow.execution`, older ones have both in `workflow.tasks` or `workflow.jobs`. Parents and children are followed,
 * by id or by name; tasks are called by whichever they use themselves. Files carry no time: what moves them is no task.
 *
 * @throws {InstanceError} with the line where it is no JSON, else with the place in the JSON.
 */
export function readWfcommons(text: string): Instance {
  const workflow = objectAt(objectAt(parse(text), '', WHAT)['workflow'], 'workflow', 'an object with the tasks');
  const isSplit = workflow['specification'] !== undefined;
  const place = isSplit ? 'workflow.specification.tasks' : workflow['jobs'] ? 'workflow.jobs' : 'workflow.tasks';
  const holder = isSplit ? objectAt(workflow['specification'], 'workflow.specification', WHAT) : workflow;
  const tasks = listAt(holder[place.slice(place.lastIndexOf('.') + 1)], place).map((task, no) =>
    rawTask(task, `${place}[${no}]`),
  );
  const runtimes = isSplit ? runtimesOf(workflow) : undefined;
  const key = keyOf(tasks);
  const names = new Map(tasks.flatMap((task) => [task.name, task.id].map((name) => [name ?? '', task[key] ?? ''])));
  for (const task of tasks) names.set(task[key] ?? '', task[key] ?? '');
  const before = new Map<string, string[]>(tasks.map((task) => [task[key] ?? '', []]));
  for (const task of tasks) {
    const known = (other: string): string => {
      const name = names.get(other);
      if (name === undefined)
        throw new InstanceError(task.where, `it names ${other}, which is not there`, 'tasks of this file');
      return name;
    };
    for (const parent of task.parents) before.get(task[key]!)!.push(known(parent));
    for (const child of task.children) before.get(known(child))!.push(task[key]!);
  }
  return instanceOf(
    tasks.map((task): NamedTask => {
      const duration = task.runtime ?? runtimes?.get(task.id ?? '') ?? runtimes?.get(task.name ?? '');
      if (duration === undefined) {
        const allowed = `a number of seconds, as ${isSplit ? 'workflow.execution.tasks[].runtimeInSeconds' : 'its runtimeInSeconds'}`;
        throw new InstanceError(task.where, `task ${task[key]} has no runtime`, allowed);
      }
      return { id: task[key]!, duration, predecessors: before.get(task[key]!)!, where: task.where };
    }),
  );
}

interface RawTask {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly runtime: number | undefined;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly where: string;
}

/** What tasks call each other by: names only where ids do not fit what they say. */
function keyOf(tasks: readonly RawTask[]): 'id' | 'name' {
  const ids = new Set(tasks.map(({ id }) => id));
  const hasIds = !ids.has(undefined);
  const used = tasks.flatMap(({ parents, children }) => [...parents, ...children]);
  return hasIds && (used.length === 0 || used.some((name) => ids.has(name))) ? 'id' : 'name';
}

function rawTask(value: unknown, where: string): RawTask {
  const task = objectAt(value, where, 'an object');
  const id = textAt(task['id'], `${where}.id`);
  const name = textAt(task['name'], `${where}.name`);
  if (id === undefined && name === undefined)
    throw new InstanceError(where, 'a task without id and name', 'one of them');
  return {
    id: id ?? name,
    name: name ?? id,
    runtime: runtimeAt(task, where),
    parents: textsAt(task['parents'], `${where}.parents`),
    children: textsAt(task['children'], `${where}.children`),
    where,
  };
}

function runtimesOf(workflow: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const place = 'workflow.execution.tasks';
  const execution = objectAt(workflow['execution'], 'workflow.execution', 'an object with the runtimes of the tasks');
  const runtimes = new Map<string, number>();
  for (const [no, value] of listAt(execution['tasks'], place).entries()) {
    const where = `${place}[${no}]`;
    const task = objectAt(value, where, 'an object');
    const name = textAt(task['id'], `${where}.id`) ?? textAt(task['name'], `${where}.name`);
    const runtime = runtimeAt(task, where);
    if (name !== undefined && runtime !== undefined) runtimes.set(name, runtime);
  }
  return runtimes;
}

function runtimeAt(task: Readonly<Record<string, unknown>>, where: string): number | undefined {
  const field = RUNTIMES.find((name) => task[name] !== undefined && task[name] !== null);
  if (field === undefined) return undefined;
  const value = task[field];
  if (typeof value !== 'number') throw new InstanceError(`${where}.${field}`, 'no number', 'seconds, 0 or more');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    const line = at === undefined ? text.split('\n').length : text.slice(0, Number(at)).split('\n').length;
    throw new InstanceError(line, 'this is no JSON', WHAT);
  }
}

function objectAt(value: unknown, where: string, allowed: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InstanceError(where || 'the document', 'no object', allowed);
}

function listAt(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InstanceError(where, 'no list', 'a list of tasks');
}

function textAt(value: unknown, where: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new InstanceError(where, 'no text', 'a text');
}

function textsAt(value: unknown, where: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((one, no) => textAt(one, `${where}[${no}]`) ?? '');
  throw new InstanceError(where, 'no list', 'a list of tasks');
}
