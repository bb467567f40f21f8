import type { TaskId } from '../../ids';
import type { ExecutionTask } from '../plan';

/** A line of a picture, between tasks or junctions. */
export interface PictureEdge {
  readonly from: number;
  readonly to: number;
  /** Nobody wrote it: the order of the document implies it. */
  readonly isImplied: boolean;
  readonly isCritical: boolean;
}

/** What is drawn of a plan: tasks are numbers 0 … count-1 in document order, junctions the numbers behind them. */
export interface PictureGraph {
  readonly edges: readonly PictureEdge[];
  /** For each junction the tasks that it leads to. */
  readonly junctions: readonly (readonly number[])[];
  /** Written dependencies that are not drawn, because they follow from others; only in large plans. */
  readonly left: number;
}

/** In plans of more tasks, written dependencies that follow from others would hide the rest. */
const MANY_TASKS = 40;

/**
 * The dependencies of a plan as few lines as say it. Every written one is drawn, up to 40 tasks. Of the implied ones,
 * those are left out that follow from others; where several tasks follow the same several tasks, the lines meet in a junction.
 *
 * Cost: tasks × (tasks / 32 + dependencies of a task).
 */
export function pictureGraph(tasks: readonly ExecutionTask[], criticalPath: readonly TaskId[]): PictureGraph {
  const numberOf = new Map(tasks.map(({ id }, no) => [id, no]));
  const nos = (ids: readonly TaskId[]): number[] => ids.map((id) => numberOf.get(id)!);
  const critical = new Set(
    criticalPath.slice(1).map((id, at) => `${numberOf.get(criticalPath[at]!)} ${numberOf.get(id)}`),
  );
  const isCritical = (from: number, to: number): boolean => critical.has(`${from} ${to}`);
  const isAncestor = ancestors(tasks.map(({ dependencies }) => nos(dependencies)));
  const edges: PictureEdge[] = [];
  let left = 0;
  const groups = new Map<string, { readonly on: readonly number[]; readonly tasks: number[] }>();

  tasks.forEach(({ dependencies, impliedDependencies = [] }, no) => {
    const implied = new Set(impliedDependencies);
    const all = nos(dependencies);
    for (const id of dependencies) {
      if (implied.has(id)) continue;
      const from = numberOf.get(id)!;
      if (tasks.length > MANY_TASKS && all.some((each) => isAncestor(from, each))) {
        left++;
        continue;
      }
      edges.push({ from, to: no, isImplied: false, isCritical: isCritical(from, no) });
    }
    const on = nos(impliedDependencies).filter((other) => !all.some((each) => isAncestor(other, each)));
    if (on.length === 0) return;
    const key = on.join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { on, tasks: [no] });
    else group.tasks.push(no);
  });

  const junctions: (readonly number[])[] = [];
  for (const { on, tasks: to } of groups.values()) {
    if (on.length < 2 || to.length < 2) {
      for (const task of to)
        for (const from of on) edges.push({ from, to: task, isImplied: true, isCritical: isCritical(from, task) });
      continue;
    }
    const junction = tasks.length + junctions.length;
    junctions.push(to);
    for (const from of on)
      edges.push({ from, to: junction, isImplied: true, isCritical: to.some((task) => isCritical(from, task)) });
    for (const task of to)
      edges.push({ from: junction, to: task, isImplied: true, isCritical: on.some((from) => isCritical(from, task)) });
  }
  return { edges, junctions, left };
}

/** Whether one task comes before another, over any number of steps. */
function ancestors(dependencies: readonly (readonly number[])[]): (before: number, after: number) => boolean {
  const words = Math.ceil(dependencies.length / 32);
  const bits = new Uint32Array(words * dependencies.length);
  const has = (before: number, after: number): boolean =>
    (bits[after * words + (before >> 5)]! & (1 << (before & 31))) !== 0;
  for (const no of inOrder(dependencies)) {
    for (const on of dependencies[no]!) {
      for (let word = 0; word < words; word++) bits[no * words + word]! |= bits[on * words + word]!;
      bits[no * words + (on >> 5)]! |= 1 << (on & 31);
    }
  }
  return has;
}

/** Every task behind those that it waits on. */
function inOrder(dependencies: readonly (readonly number[])[]): readonly number[] {
  const left = dependencies.map((on) => new Set(on).size);
  const dependents = dependencies.map((): number[] => []);
  dependencies.forEach((on, no) => {
    for (const other of new Set(on)) dependents[other]!.push(no);
  });
  const order = dependencies.flatMap((_, no) => (left[no] === 0 ? [no] : []));
  for (let at = 0; at < order.length; at++)
    for (const no of dependents[order[at]!]!) if (--left[no]! === 0) order.push(no);
  return order;
}
