import type { DraftPlan } from '../draft';
import { Findings } from '../findings';
import { inFile } from '../text/in-file';
import type { PlanDocument } from '../text/plan-document';
import { readHeading } from '../text/read-heading';
import { type CodeTask, finishCodeTasks, readCodeTask } from './code-task/read-code-task';
import type { DocumentFormat, FolderFormat, Sureness } from './plan-format';

/**
 * A `*.code-task.md`: one task, with requirements and criteria in numbered lists.
 *
 * Source: plan-formats 3.16.
 */
export const codeTaskFile: DocumentFormat = {
  unit: 'document',
  name: 'code-task',
  title: 'Code task',
  isStrict: false,
  detect: sureness,

  read(document, _limits, findings) {
    return draft([readCodeTask(document, findings)], false);
  },
};

/** Several code tasks that wait on each other. */
export const codeTaskFolder: FolderFormat = {
  unit: 'folder',
  name: 'code-task',
  title: 'Folder of code tasks',
  isStrict: false,

  detect(documents) {
    return documents.some((document) => sureness(document) === 'path') ? 'path' : 'no';
  },

  read(documents, _limits, findings) {
    const tasks = documents
      .filter((document) => sureness(document) !== 'no')
      .map((document) => {
        const own = new Findings();
        const task = readCodeTask(document, own);
        findings.absorb(own, document.path);
        return task;
      });
    return draft(tasks, true);
  },
};

function draft(found: readonly CodeTask[], isFolder: boolean): DraftPlan {
  const [first] = found;
  return {
    title: isFolder ? 'Code tasks' : (first?.title ?? 'Code task'),
    source: 'TASK_LIST',
    where: isFolder || first === undefined ? { line: 1, column: 1 } : first.where,
    tasks: finishCodeTasks(found).map(({ file, task }) => (isFolder ? inFile(file, task) : task)),
  };
}

function sureness(document: PlanDocument): Sureness {
  const { name } = document;
  if (name.endsWith('.code-task.md')) return 'path';
  const { fields } = document.frontmatter();
  if ((name !== '' && !name.endsWith('.md')) || fields.has('name') || fields.has('id')) return 'no';
  if (!fields.has('status') || !fields.has('created') || !(fields.has('started') || fields.has('completed')))
    return 'no';
  const titles = document
    .markdown()
    .lines.filter(({ kind }) => kind === 'heading')
    .map(({ content }) => readHeading(content).text);
  const isTask = titles.some((title) => /^Task: /.test(title));
  return isTask && titles.some((title) => /^Acceptance Criteria/i.test(title)) ? 'content' : 'no';
}
