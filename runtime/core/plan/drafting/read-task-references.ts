import type { DraftReference } from '../draft';
import type { Findings } from '../findings';
import type { Position } from '../plan';
import { cut } from '../text/cut';
import { plainText } from '../text/plain-text';
import { quote } from '../text/quote';
import { readReferences } from '../text/read-references';
import { asksForPerson } from './asked-dependency';
import type { OpenTask } from './markdown-task';
import { holdUp } from './settle-standings';

const NONE: readonly DraftReference[] = [];

/** What a name finds: the number of a task. */
export interface Finder {
  find(name: string): number | undefined;
}

/**
 * The tasks that each task says it waits on, with their numbers where `names` knows them; without it, what they are
 * called by decides. Stops when there are more than any limit allows.
 */
export function readTaskReferences(
  tasks: readonly OpenTask[],
  most: number,
  findings: Findings,
  names?: Finder,
): readonly (readonly DraftReference[])[] {
  if (tasks.every(({ dependsOn }) => dependsOn.length === 0)) return tasks.map(() => NONE);
  const known = names === undefined ? namesOf(tasks) : undefined;
  const to = (target: string, where: Position, no = names?.find(target)): DraftReference => {
    return no === undefined ? { target, where } : { target, where, no };
  };
  const isKnown = (name: string): boolean => known?.has(name.toLowerCase()) ?? names!.find(name) !== undefined;
  let count = 0;
  return tasks.map((task, no) => {
    if (task.dependsOn.length === 0) return NONE;
    const references: DraftReference[] = [];
    for (const { expression, where, heldBy } of task.dependsOn) {
      if (count > most) break;
      const whole = plainText(expression);
      if (heldBy !== undefined && holdsUp(whole, isKnown)) {
        holdUp(task, heldBy, findings);
        continue;
      }
      const found = isKnown(whole) ? { targets: [whole], remarks: [], isAllBefore: false } : readReferences(expression);
      if (found.isAllBefore)
        for (let before = 0; before < no; before++) references.push(to(tasks[before]!.originalId, where, before));
      for (const target of found.targets) {
        if (isKnown(target) || !asksInstead(task, target)) references.push(to(target, where));
      }
      for (const remark of found.remarks) {
        if (isKnown(remark)) references.push(to(remark, where));
        else if (!asksInstead(task, remark))
          findings.note(
            'NOTE_NOT_UNDERSTOOD',
            where,
            `${quote(remark)} names no task of this plan; nightshift does not wait for it`,
          );
      }
    }
    count += references.length;
    return references;
  });
}

/** `(blocked by legal)`: what is named has neither the form of an id nor the name of a task. */
export function holdsUp(expression: string, isKnown: (name: string) => boolean): boolean {
  return !/\d/.test(expression) && !isKnown(expression) && !readReferences(expression).targets.some(isKnown);
}

/** `(needs approval)` waits on a person, and on no task of that name. */
export function asksInstead(task: OpenTask, target: string): boolean {
  if (!asksForPerson(target)) return false;
  task.humanGate ??= `It waits on ${quote(cut(target, 200))}`;
  return true;
}

function namesOf(tasks: readonly OpenTask[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { originalId, aliases } of tasks) {
    known.add(originalId.toLowerCase());
    for (const alias of aliases) known.add(alias);
  }
  return known;
}
