import { type DataMap, type DataNode, entryOf, textOf } from '../data/data-node';
import type { Findings } from '../findings';
import type { Position } from '../plan';
import { append } from '../text/append';
import { cut } from '../text/cut';
import { idKey } from '../text/id-key';
import { quote } from '../text/quote';
import { asksForPerson } from './asked-dependency';
import { dependenciesIn, saysWhatItWaitsOn } from './data-dependencies';
import type { DataTask } from './data-task';
import { followAbove } from './follow-above';
import { followAll } from './follow-all';

/** Tasks that stand together: a phase, an epic, or the whole list. */
export interface DataGroup {
  readonly name?: string;
  /** What the list says of the group itself, and of the groups around it; innermost first. */
  readonly maps?: readonly DataMap[];
  readonly items: readonly DataNode[];
}

/** Tasks up to which what a group waits on is written of each of its tasks, as many as a task may name. */
const MOST_WRITTEN = 64;

/**
 * Lets the tasks of a group follow those of the groups that it says it waits on, by id, number or name. True when any
 * group says so: then one whose field is empty waits on none, and one without that field on those before it. Otherwise they
 * follow the order of the document (`orderByDocument`).
 *
 * Cost: groups times the tasks that they wait on, and tasks times {@link MOST_WRITTEN}.
 */
export function orderGroups(
  groups: readonly DataGroup[],
  members: readonly (readonly number[])[],
  tasks: readonly DataTask[],
  findings: Findings,
): boolean {
  const named = namesOf(groups);
  let saysSo = false;
  groups.forEach(({ maps = [] }, no) => {
    const seen = new Set<number>();
    const last: number[] = [];
    let from: Position | undefined;
    for (const { text, where } of maps.flatMap(dependenciesIn)) {
      saysSo = true;
      const others = named.get(idKey(text)) ?? named.get(idKey(text.replace(/^phase[ _-]{0,3}/i, '')));
      if (others === undefined && asksForPerson(text)) {
        askForGroup(tasks, members[no]!, text);
        findings.note(
          'NOTE_HUMAN_GATE',
          where,
          `A person is asked before the tasks of a group: it waits on ${quote(cut(text, 200))}, which is no task`,
        );
      } else if (others === undefined) {
        const message = `A group waits on ${quote(text)}, which is not in the plan; nightshift does not wait for it`;
        findings.note('NOTE_MISSING_DEPENDENCY', where, message);
      } else if (others.includes(no)) {
        findings.note('NOTE_SELF_DEPENDENCY', where, `The group ${quote(text)} waits on itself; that is left out`);
      } else {
        findings.note('NOTE_GROUP_DEPENDENCY', where, `All tasks of this group follow those of ${quote(text)}`);
        from ??= where;
        for (const other of others) {
          if (seen.has(other)) continue;
          seen.add(other);
          append(last, members[other]!);
        }
      }
    }
    if (last.length > MOST_WRITTEN || from === undefined) followAll(tasks, members[no]!, last);
    else for (const task of members[no]!) waitFor(tasks[task]!, last, from);
  });
  if (!saysSo) return false;
  const above = followAbove(groups.length, (no) => (groups[no]!.maps ?? []).some(saysWhatItWaitsOn));
  for (const [no, others] of above.entries())
    followAll(
      tasks,
      members[no]!,
      others.flatMap((other) => members[other]!),
    );
  return true;
}

/** The numbers of the groups of each name; a phase of several batches has several. */
function namesOf(groups: readonly DataGroup[]): ReadonlyMap<string, readonly number[]> {
  const named = new Map<string, number[]>();
  groups.forEach(({ maps = [], name }, no) => {
    const names = maps.flatMap((map) =>
      ['id', 'phase', 'number', 'name', 'title'].flatMap((key) => textOf(entryOf(map, key)?.value) ?? []),
    );
    for (const key of new Set([...names, ...(name === undefined ? [] : [name])].map(idKey))) {
      const numbers = named.get(key);
      if (numbers === undefined) named.set(key, [no]);
      else numbers.push(no);
    }
  });
  return named;
}

/** What a group waits on is a person's yes: so do all its tasks. */
function askForGroup(tasks: readonly DataTask[], members: readonly number[], text: string): void {
  for (const task of members) tasks[task]!.humanGate ||= `It waits on ${quote(cut(text, 200))}`;
}

/** What the group says is written of each of its tasks. */
function waitFor(task: DataTask, others: readonly number[], where: Position): void {
  for (const no of others) task.references.push({ target: '', where, no, isOfGroup: true });
}
