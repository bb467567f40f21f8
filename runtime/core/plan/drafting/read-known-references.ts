import type { DraftReference } from '../draft';
import type { Findings } from '../findings';
import { idKey } from '../text/id-key';
import { plainText } from '../text/plain-text';
import { quote } from '../text/quote';
import { readReferences } from '../text/read-references';
import type { MarkdownTask } from './markdown-task';
import { asksInstead, holdsUp, keepWords, noteUnsure } from './read-task-references';
import { Twins } from './twins';

/**
 * The tasks that each task says it waits on, for documents whose `Dependencies:` may also name packages, files and
 * people: what is no task and has not the form of an id of this plan is noted, and is no missing task.
 *
 * Stops when there are more than any limit allows. Linear.
 */
export function readKnownReferences(
  tasks: readonly MarkdownTask[],
  most: number,
  findings: Findings,
): readonly (readonly DraftReference[])[] {
  const known = new Set(
    tasks.flatMap(({ originalId, aliases }) => [originalId.toLowerCase(), idKey(originalId), ...aliases]),
  );
  const twins = new Twins(tasks);
  const forms = new Set(tasks.map(({ originalId }) => formOf(originalId)));
  let count = 0;
  return tasks.map((task, no) => {
    const references: DraftReference[] = [];
    for (const { expression, where, said } of task.dependsOn) {
      if (count > most) break;
      if (said !== undefined && holdsUp(plainText(expression), said, (name) => known.has(name.toLowerCase()))) {
        keepWords(task, said, findings);
        continue;
      }
      const found = readReferences(expression);
      const add = (target: string): void => {
        const meant = twins.find(target, no);
        if (meant !== undefined) {
          if (meant.isUnsure) noteUnsure(target, where, tasks[meant.no]!, findings);
          references.push({ target, where, no: meant.no });
        } else if (known.has(target.toLowerCase()) || known.has(idKey(target)) || forms.has(formOf(target)))
          references.push({ target, where });
        else if (!asksInstead(task, target)) note(target, where, findings);
      };
      const whole = plainText(expression).toLowerCase();
      if (known.has(whole) && twins.find(whole, no) === undefined) {
        references.push({ target: whole, where });
        continue;
      }
      if (found.isAllBefore)
        for (const { originalId } of tasks.slice(0, no)) references.push({ target: originalId, where });
      for (const target of found.targets) add(target);
      for (const remark of found.remarks) {
        if (known.has(remark.toLowerCase())) references.push({ target: remark, where });
        else if (!asksInstead(task, remark)) note(remark, where, findings);
      }
    }
    count += references.length;
    return references;
  });
}

/** `T004` and `T17` have one form, `4` and `react` have none in common. */
function formOf(id: string): string {
  return id.toLowerCase().replace(/\d{1,20}/g, '0');
}

function note(target: string, where: DraftReference['where'], findings: Findings): void {
  findings.note(
    'NOTE_NOT_UNDERSTOOD',
    where,
    `${quote(target)} names no task of this plan; nightshift does not wait for it`,
  );
}

/** Only those that name a task of the plan. */
export function knownOnly(
  tasks: readonly MarkdownTask[],
  references: readonly (readonly DraftReference[])[],
): readonly (readonly DraftReference[])[] {
  const known = new Set(
    tasks.flatMap(({ originalId, aliases }) => [originalId.toLowerCase(), idKey(originalId), ...aliases]),
  );
  const isKnown = (name: string): boolean => known.has(name.toLowerCase()) || known.has(idKey(name));
  return references.map((each) => each.filter(({ target, no }) => no !== undefined || isKnown(target)));
}

/** Whether a task says that it waits on something. */
export const isSaid = ({ dependsOn }: MarkdownTask): boolean =>
  dependsOn.some(({ expression }) => !readReferences(expression).isNone);

/** A task whose dependencies name nothing of the plan is not free for that: it has its place in the order, as if it said nothing. */
export function forgetUnresolved(
  tasks: readonly MarkdownTask[],
  references: readonly (readonly DraftReference[])[],
): void {
  const known = knownOnly(tasks, references);
  for (const [no, task] of tasks.entries()) if (isSaid(task) && (known[no] ?? []).length === 0) task.dependsOn = [];
}
