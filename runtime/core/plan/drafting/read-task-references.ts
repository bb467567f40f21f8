import type { DraftReference } from '../draft';
import type { Findings } from '../findings';
import { plainText } from '../text/plain-text';
import { quote } from '../text/quote';
import { readReferences } from '../text/read-references';
import type { OpenTask } from './markdown-task';

const NONE: readonly DraftReference[] = [];

/** The tasks that each task says it waits on. Stops when there are more than any limit allows. */
export function readTaskReferences(
  tasks: readonly OpenTask[],
  most: number,
  findings: Findings,
): readonly (readonly DraftReference[])[] {
  if (tasks.every(({ dependsOn }) => dependsOn.length === 0)) return tasks.map(() => NONE);
  const known = new Set<string>();
  tasks.forEach(({ originalId, aliases }) => {
    known.add(originalId.toLowerCase());
    for (const alias of aliases) known.add(alias);
  });
  let count = 0;
  return tasks.map((task, no) => {
    if (task.dependsOn.length === 0) return NONE;
    const references: DraftReference[] = [];
    for (const { expression, where } of task.dependsOn) {
      if (count > most) break;
      const whole = plainText(expression);
      const found = known.has(whole.toLowerCase())
        ? { targets: [whole], remarks: [], isAllBefore: false }
        : readReferences(expression);
      if (found.isAllBefore)
        for (const earlier of tasks.slice(0, no)) references.push({ target: earlier.originalId, where });
      for (const target of found.targets) references.push({ target, where });
      for (const remark of found.remarks) {
        if (known.has(remark.toLowerCase())) references.push({ target: remark, where });
        else
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
