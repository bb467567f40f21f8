import { findCycle } from '../schedule/find-cycle';
import { strongComponents } from '../schedule/strong-components';
import type { DraftPlan } from './draft';
import { graphOf } from './task-numbers';
import { untangleOrder } from './untangle-order';

// What tasks wait on, as lists of numbers: ascending, without repeats, by the number of the task.

export const NONE: readonly number[] = [];

/** Those that are not named. */
export function without(on: readonly number[], named: readonly number[]): readonly number[] {
  if (named.length === 0) return on;
  if (named === on || named.length === on.length) return NONE;
  const isNamed = new Set(named);
  return on.filter((other) => !isNamed.has(other));
}

/** Whether every task waits on earlier ones only: then no cycle is possible, and no graph is needed to know it. */
export function pointsBack(dependencies: readonly (readonly number[])[]): boolean {
  for (let no = 0; no < dependencies.length; no++) for (const on of dependencies[no]!) if (on >= no) return false;
  return true;
}

/** Tasks in the longest chain, where all point back. */
export function longestChain(dependencies: readonly (readonly number[])[]): number {
  const depth = new Int32Array(dependencies.length);
  let longest = 0;
  for (let no = 0; no < dependencies.length; no++) {
    let before = 0;
    for (const on of dependencies[no]!) if (depth[on]! > before) before = depth[on]!;
    depth[no] = before + 1;
    if (before >= longest) longest = before + 1;
  }
  return longest;
}

/**
 * Adds the order of the document, as far as it closes no cycle; it goes on through tasks that are left out, and what is
 * waited for already through a dependency that is written is not said twice. An order that a printed plan says (`implied`)
 * is taken as it is, unless it closes a cycle itself.
 */
export function withDocumentOrder(
  draft: DraftPlan,
  written: readonly (readonly number[])[],
  implied: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const isLeftOut = (no: number): boolean => draft.tasks[no]?.status === 'skipped';
  const said = implied.every((on) => on.length === 0)
    ? written
    : written.map((on, no) =>
        joined(
          on,
          implied[no]!.filter((other) => !isLeftOut(other)),
        ),
      );
  const isSaid = said === written || pointsBack(said) || findCycle(graphOf(said)).length === 0;
  const named = isSaid ? said : written;
  // What a task that is left out would have followed is followed by those behind it.
  const through = new Map<number, readonly number[]>();
  const follows = draft.tasks.map((task, no) => {
    const all = implied[no]!.length === 0 ? task.follows : [...task.follows, ...implied[no]!];
    const own = all.some(isLeftOut)
      ? all.flatMap((other) => (isLeftOut(other) ? (through.get(other) ?? []) : [other]))
      : all;
    if (isLeftOut(no)) through.set(no, joined(named[no]!, own));
    return own;
  });
  const all = follows.map((on, no) => joined(named[no]!, on));
  if (all.every((on, no) => on === named[no])) return all;
  if (pointsBack(all)) return withoutRepeats(all, named);
  const knotOf = strongComponents(graphOf(all));
  const open = untangleOrder({ named, follows, knotOf });
  return withoutRepeats(
    open.map((on, no) => joined(named[no]!, on)),
    named,
  );
}

/**
 * Without those of `all` that nobody wrote and that another one waits on as well, when one of these two is named: the
 * order is the same without them. Linear in the lists of those that are named.
 */
function withoutRepeats(
  all: readonly (readonly number[])[],
  named: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const mayRepeat = (on: readonly number[], no: number): boolean => on.length > 1 && on.length !== named[no]!.length;
  if (!all.some(mayRepeat)) return all;
  return all.map((on, no) => (mayRepeat(on, no) ? withoutReached(no, all, named) : on));
}

function withoutReached(
  no: number,
  all: readonly (readonly number[])[],
  named: readonly (readonly number[])[],
): readonly number[] {
  const [on, own] = [all[no]!, named[no]!];
  const isReached = new Set<number>();
  for (const other of on) for (const next of named[other]!) isReached.add(next);
  for (const other of own) for (const next of all[other]!) isReached.add(next);
  if (isReached.size === 0) return on;
  const isNamed = new Set(own);
  const kept = on.filter((other) => isNamed.has(other) || !isReached.has(other));
  return kept.length === on.length ? on : kept;
}

/** Both lists as one, ascending and without repeats. */
export function joined(on: readonly number[], follows: readonly number[]): readonly number[] {
  if (follows.length === 0) return on;
  if (on.length === 0 && isAscending(follows)) return follows;
  return [...new Set([...on, ...follows])].sort((a, b) => a - b);
}

function isAscending(nos: readonly number[]): boolean {
  for (let at = 1; at < nos.length; at++) if (nos[at]! <= nos[at - 1]!) return false;
  return true;
}
