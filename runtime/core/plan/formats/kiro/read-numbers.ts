import type { DraftReference } from '../../draft';
import type { MarkdownTask } from '../../drafting/markdown-task';
import { holdsUp, keepWords } from '../../drafting/read-task-references';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { plainText } from '../../text/plain-text';
import { quote } from '../../text/quote';
import { readReferences } from '../../text/read-references';

/** Words for a task that stand directly before its number. */
const TASK_WORD = /(?:タスク|任务|任務|태스크|작업|المهمة|مهمة)\s{0,3}(?=[\dA-Z])/g;

/** What tasks say that they wait on, by number: a part `2.1` of another task stands for that task. Linear. */
export function readNumbers(
  tasks: readonly MarkdownTask[],
  limits: PlanLimits,
  findings: Findings,
): readonly (readonly DraftReference[])[] {
  const known = new Set(tasks.map(({ originalId }) => originalId.toLowerCase()));
  const titles = new Map(tasks.map(({ title, originalId }) => [title.toLowerCase(), originalId]));
  let count = 0;
  return tasks.map((task, no) => {
    const references = new Map<string, DraftReference>();
    for (const { expression, where, said } of task.dependsOn) {
      if (count > limits.edges) break;
      const titled = said === undefined ? undefined : titles.get(plainText(expression).toLowerCase());
      if (titled !== undefined && titled !== task.originalId) {
        references.set(titled, { target: titled, where });
        continue;
      }
      if (said !== undefined && holdsUp(plainText(expression), said, (name) => known.has(name.toLowerCase()))) {
        keepWords(task, said, findings);
        continue;
      }
      const plain = expression.replaceAll('_', '').replace(TASK_WORD, ' ');
      const names = plain.split(/[,，、;；]/).map((name) => name.trim());
      // `1-2` is a task where there is one, else a range.
      const { targets, isAllBefore, remarks } = names.every((name) => known.has(name.toLowerCase()))
        ? { targets: names, isAllBefore: false, remarks: [] }
        : readReferences(plain);
      if (isAllBefore)
        for (const { originalId } of tasks.slice(0, no)) references.set(originalId, { target: originalId, where });
      for (const target of targets) {
        const top = /^(\d{1,4})\.\d/.exec(target)?.[1];
        const name = known.has(target.toLowerCase()) || top === undefined || !known.has(top) ? target : top;
        // Between its own parts, a task waits on nobody.
        if (name !== task.originalId) references.set(name, { target: name, where });
      }
      for (const remark of remarks) {
        const message = `${quote(remark)} names no task of this plan; nightshift does not wait for it`;
        findings.note('NOTE_NOT_UNDERSTOOD', where, message);
      }
    }
    count += references.size;
    return [...references.values()];
  });
}
