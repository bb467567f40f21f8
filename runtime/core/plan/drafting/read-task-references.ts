import type { DraftReference } from '../draft';
import type { Findings } from '../findings';
import type { Position } from '../plan';
import { cut } from '../text/cut';
import { plainText } from '../text/plain-text';
import { quote } from '../text/quote';
import { readReferences } from '../text/read-references';
import { isHolding } from '../text/waiting-words';
import { asksForPerson } from './asked-dependency';
import type { OpenTask } from './markdown-task';
import { holdUp } from './settle-standings';

const NONE: readonly DraftReference[] = [];

/** What a name finds: the number of a task. */
export interface Finder {
  /** `asking`: the task that names it. */
  find(name: string, asking?: number): number | undefined;
  isUnsure?(name: string, asking: number): boolean;
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
  const to = (target: string, where: Position, asking: number): DraftReference => {
    const no = names?.find(target, asking);
    if (no === undefined) return { target, where };
    if (names!.isUnsure?.(target, asking)) noteUnsure(target, where, tasks[no]!, findings);
    return { target, where, no };
  };
  const isKnown = (name: string): boolean => known?.has(name.toLowerCase()) ?? names!.find(name) !== undefined;
  let count = 0;
  return tasks.map((task, no) => {
    if (task.dependsOn.length === 0) return NONE;
    const references: DraftReference[] = [];
    for (const { expression, where, said } of task.dependsOn) {
      if (count > most) break;
      const whole = plainText(expression);
      if (said !== undefined && holdsUp(whole, said, isKnown)) {
        keepWords(task, said, findings);
        continue;
      }
      const found = isKnown(whole) ? { targets: [whole], remarks: [], isAllBefore: false } : readReferences(expression);
      if (found.isAllBefore)
        for (let before = 0; before < no; before++)
          references.push({ target: tasks[before]!.originalId, where, no: before });
      for (const target of found.targets) {
        if (isKnown(target) || !asksInstead(task, target)) references.push(to(target, where, no));
      }
      for (const remark of found.remarks) {
        if (isKnown(remark)) references.push(to(remark, where, no));
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

/** Says which of several tasks with one id is waited for, where nobody can be sure. */
export function noteUnsure(target: string, where: Position, taken: OpenTask, findings: Findings): void {
  findings.note(
    'NOTE_AMBIGUOUS',
    where,
    `Several tasks are called ${quote(target)}; nightshift waits for ${quote(taken.title)} in line ${taken.where.line}`,
  );
}

/**
 * `(blocked by legal)`, `(needs an API key from ops)`, `(after Joe's OK)`: what is named has neither the form of an id nor the
 * name of a task.
 */
export function holdsUp(expression: string, said: string, isKnown: (name: string) => boolean): boolean {
  if (/\d/.test(expression) || isKnown(expression)) return false;
  const { targets, remarks, isNone, isAllBefore } = readReferences(expression);
  if (targets.some(isKnown)) return false;
  if (isHolding(said)) return true;
  const all = [...targets, ...remarks];
  return !isNone && !isAllBefore && all.length > 0 && !all.some(isKnown);
}

/** Words in brackets that are no dependency stay in the title, and a person is asked: who knows what they wait for. */
export function keepWords(task: OpenTask, said: string, findings: Findings): void {
  task.title += ` (${plainText(said)})`;
  if (task.status !== 'completed' && task.status !== 'skipped' && task.humanGate !== false)
    holdUp(task, said, findings);
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
