import type { DraftPlan } from '../draft';
import { orderByDocument } from '../drafting/document-order';
import { finishMarkdownTask } from '../drafting/markdown-task';
import { Findings } from '../findings';
import { inFile } from '../text/in-file';
import type { PlanDocument } from '../text/plan-document';
import { type BacklogTask, readBacklogTask } from './backlog/read-backlog-task';
import { resolveBacklog } from './backlog/resolve-backlog';
import type { DocumentFormat, FolderFormat, Sureness } from './plan-format';

/**
 * A task file of Backlog.md: one task, its acceptance criteria, and what it waits on.
 *
 * Source: plan-formats 3.15.
 */
export const backlogTask: DocumentFormat = {
  unit: 'document',
  name: 'backlog',
  title: 'Backlog.md task',
  isStrict: false,
  detect: sureness,

  read(document, _limits, findings) {
    return draft([readBacklogTask(document, findings)], false, findings);
  },
};

/** A `backlog` folder: its task files together. */
export const backlogFolder: FolderFormat = {
  unit: 'folder',
  name: 'backlog',
  title: 'Backlog.md folder',
  isStrict: false,

  detect(documents) {
    const found = documents.map(sureness).filter((each) => each !== 'no');
    if (found.length === 0) return 'no';
    const others = documents.filter(({ name, folders }) => name.endsWith('.md') && !folders.some(isBacklog)).length;
    if (found.length * 2 < others) return 'no';
    return found.includes('path') ? 'path' : 'content';
  },

  read(documents, _limits, findings) {
    const tasks = documents
      .filter((document) => sureness(document) !== 'no')
      .map((document) => {
        const own = new Findings();
        const task = readBacklogTask(document, own);
        findings.absorb(own, document.path);
        return task;
      });
    return draft(tasks, true, findings);
  },
};

function sureness(document: PlanDocument): Sureness {
  const { name, folders } = document;
  if (!/\.(?:md|markdown)$/.test(name) && name !== '') return 'no';
  const { fields } = document.frontmatter();
  if (fields.has('prd') || fields.has('depends_on')) return 'no';
  const isId = /^[A-Za-z][A-Za-z0-9]{0,15}-\d{1,6}(?:\.\d{1,6}){0,6}$/.test(fields.get('id')?.value ?? '');
  const keys = [
    'status',
    'dependencies',
    'assignee',
    'labels',
    'created_date',
    'updated_date',
    'parent_task_id',
    'ordinal',
  ];
  const known = keys.filter((key) => fields.has(key)).length;
  const isNamed = /^[a-z][a-z0-9]{0,15}-\d{1,6}(?:\.\d{1,6}){0,6}(?: ?[-_] ?| )/.test(name);
  if (folders.some(isBacklog) && (isNamed || (isId && (known > 0 || fields.has('title'))))) return 'path';
  return isId && (known > 1 || (isNamed && known > 0)) ? 'content' : 'no';
}

const isBacklog = (folder: string): boolean => folder === 'backlog' || folder === '.backlog';

function draft(found: readonly BacklogTask[], isFolder: boolean, findings: Findings): DraftPlan {
  const tasks = resolveBacklog(found, isFolder, findings);
  const inFolder = new Set(tasks.map(({ originalId }) => originalId));
  if (isFolder) {
    orderByDocument(tasks, findings, { isFree: () => true });
  }
  const [first] = tasks;
  return {
    title: isFolder ? 'Backlog' : (first?.title ?? 'Backlog'),
    source: 'TASK_LIST',
    where: isFolder || first === undefined ? { line: 1, column: 1 } : first.where,
    tasks: tasks.map(({ section: _s, isParallel: _p, file, on, parent, phase, writtenId: _w, ...task }) => {
      const whole = {
        ...finishMarkdownTask(task, on),
        ...(phase === undefined ? {} : { phase }),
        ...(parent !== undefined && inFolder.has(parent) ? { parent } : {}),
      };
      return isFolder ? inFile(file, whole) : whole;
    }),
  };
}
