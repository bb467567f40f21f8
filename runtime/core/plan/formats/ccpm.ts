import type { DraftPlan } from '../draft';
import { Findings } from '../findings';
import { inFile } from '../text/in-file';
import type { PlanDocument } from '../text/plan-document';
import { readHeading } from '../text/read-heading';
import { type CcpmTask, finishCcpm, readCcpmTask } from './ccpm/read-ccpm-task';
import { readEpic } from './ccpm/read-epic';
import type { DocumentFormat, FolderFormat, Sureness } from './plan-format';

/**
 * A task file of Claude Code PM (`.claude/epics/<epic>/001.md`), or the `epic.md` that lists them.
 *
 * Source: plan-formats 3.16.
 */
export const ccpmFile: DocumentFormat = {
  unit: 'document',
  name: 'ccpm',
  title: 'CCPM task or epic',
  isStrict: false,

  detect(document) {
    const task = taskSureness(document);
    const epic = epicSureness(document);
    return task === 'path' || (task === 'content' && epic !== 'path') ? task : epic;
  },

  read(document, limits, findings) {
    const isTask = taskSureness(document) !== 'no' || epicSureness(document) === 'no';
    return isTask
      ? draft([readCcpmTask(document, findings)], undefined, findings)
      : readEpic(document, limits, findings);
  },
};

/** The folder of an epic: its task files together. */
export const ccpmFolder: FolderFormat = {
  unit: 'folder',
  name: 'ccpm',
  title: 'CCPM epic folder',
  isStrict: false,

  detect(documents) {
    const found = documents.map(taskSureness).filter((each) => each !== 'no');
    if (found.length === 0) return 'no';
    return found.includes('path') || documents.some((document) => epicSureness(document) === 'path')
      ? 'path'
      : 'content';
  },

  read(documents, _limits, findings) {
    const tasks = documents
      .filter((document) => taskSureness(document) !== 'no')
      .map((document) => {
        const own = new Findings();
        const task = readCcpmTask(document, own);
        findings.absorb(own, document.path);
        return task;
      });
    const epic = documents.find((document) => epicSureness(document) !== 'no');
    return draft(tasks, epic?.frontmatter().fields.get('name')?.value ?? 'Epic', findings);
  },
};

function draft(found: readonly CcpmTask[], epic: string | undefined, findings: Findings): DraftPlan {
  const tasks = finishCcpm(found, epic !== undefined, findings);
  const [first] = found;
  return {
    title: epic ?? first?.title ?? 'Epic',
    source: 'TASK_LIST',
    where: epic !== undefined || first === undefined ? { line: 1, column: 1 } : first.where,
    tasks: tasks.map(({ file, task }) => (epic === undefined ? task : inFile(file, task))),
  };
}

function taskSureness(document: PlanDocument): Sureness {
  const { name, folders } = document;
  const { fields } = document.frontmatter();
  if (name !== '' && !name.endsWith('.md')) return 'no';
  const own = ['depends_on', 'parallel', 'conflicts_with'].filter((key) => fields.has(key)).length;
  const isPlan = fields.has('phase') || fields.has('plan') || fields.has('wave') || fields.has('prd');
  if (isPlan || !(fields.has('name') || fields.has('title'))) return 'no';
  // In its folder the number is the sign: a file there need not say more than its name.
  if (folders.includes('epics') && /^\d{1,6}\.md$/.test(name)) return 'path';
  return own > 0 && fields.has('name') && fields.has('status') ? 'content' : 'no';
}

function epicSureness(document: PlanDocument): Sureness {
  const { name, folders } = document;
  const { fields } = document.frontmatter();
  if (name !== '' && !name.endsWith('.md')) return 'no';
  if (folders.includes('epics') && name === 'epic.md') return 'path';
  if (!fields.has('name') || !fields.has('status') || fields.has('depends_on')) return 'no';
  const titles = document
    .markdown()
    .lines.filter(({ kind }) => kind === 'heading')
    .map(({ content }) => readHeading(content).text);
  const isEpic = titles.some((title) => /^Epic: /.test(title));
  return isEpic && titles.some((title) => /^(?:Tasks Created|Task Breakdown)/i.test(title)) ? 'content' : 'no';
}
