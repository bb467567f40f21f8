import type { DraftReference, DraftTask } from '../../draft';
import { followAbove } from '../../drafting/follow-above';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { finishMarkdownTask, type MarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { type FilePart, readTaskFile } from '../../drafting/task-file';
import type { Findings } from '../../findings';
import { append } from '../../text/append';
import { noteFrontmatter } from '../../text/frontmatter';
import { gateOfStatus } from '../../text/held-status';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { statusOf } from '../../text/status-words';

export interface CodeTask extends MarkdownTask {
  readonly file: string;
  readonly on: readonly DraftReference[];
}

/** The id of a task without a number: that stands in the name of its file only, and others may be called 1. */
const NAMELESS = 'task';

export function readCodeTask(document: PlanDocument, findings: Findings): CodeTask {
  const frontmatter = document.frontmatter();
  const { fields } = frontmatter;
  noteFrontmatter(frontmatter, findings);
  const file = readTaskFile(document, partOf);
  const number = /task-(\d{1,4}[a-z]?)(?![0-9])/.exec(document.name)?.[1];
  const id = number ?? NAMELESS;
  const task: CodeTask = {
    ...newMarkdownTask(id, file.title || id, file.where),
    description: [file.description],
    criteria: [...file.criteria],
    files: [...file.files],
    file: document.path,
    on: file.dependencies.flatMap(({ text, where }) => {
      const found = /^(?:\*\*)?task[ #-]{0,2}(\d{1,4}[a-z]?)\b/i.exec(text)?.[1];
      if (found !== undefined) return [{ target: found.padStart(number?.length ?? 0, '0'), where }];
      if (!/^(?:none|nothing|n\/a|no\b|-)/i.test(plainText(text)))
        findings.note(
          'NOTE_EXTERNAL_DEPENDENCY',
          where,
          `It also needs ${quote(plainText(text))}, which is no task; nightshift does not wait for it`,
        );
      return [];
    }),
  };
  const word = fields.get('status')?.value || file.status;
  const status = word === '' ? undefined : statusOf(word);
  if (word !== '' && status === undefined)
    findings.note('NOTE_NOT_UNDERSTOOD', file.where, `The status ${quote(word)} is not known; the task counts as open`);
  task.status = status ?? 'pending';
  const asked = frontmatterGate(fields) ?? gateOfStatus(word);
  if (asked !== undefined) task.humanGate = asked;
  return task;
}

/** The tasks by number; a task that says nothing follows those before. What is not here lies outside. */
export function finishCodeTasks(
  found: readonly CodeTask[],
): readonly { readonly file: string; readonly task: DraftTask }[] {
  const tasks = found.toSorted(
    (a, b) => Number.parseInt(a.originalId, 10) - Number.parseInt(b.originalId, 10) || (a.file < b.file ? -1 : 1),
  );
  const ids = new Set(tasks.map(({ originalId }) => originalId));
  const above = followAbove(tasks.length, (no) => tasks[no]!.on.length > 0);
  return tasks.map(({ file, on, ...task }, no) => {
    append(task.follows, above[no]!);
    const references = on.map((each) => (ids.has(each.target) ? each : { ...each, isExternal: true as const }));
    return { file, task: finishMarkdownTask(task, references) };
  });
}

function partOf(heading: string): FilePart | undefined {
  if (/^acceptance criteria/i.test(heading)) return 'criteria';
  if (/^dependencies/i.test(heading)) return 'dependencies';
  return 'text';
}
