import { counted } from '../counted';
import { checkPath } from './check-path';
import type { DraftCriterion, DraftFile, DraftTask } from './draft';
import type { Findings } from './findings';
import { limitCriteria } from './limit-criteria';
import type { PlanLimits } from './plan';
import { cut } from './text/cut';
import { quote } from './text/quote';

/** Characters of a criterion. */
export const LONGEST_CRITERION = 4_000;
/** Characters of a question to a person. */
const LONGEST_GATE = 1_500;

/**
 * A task of a foreign plan as it fits: such plans were made for other tools in good faith, so a text, a list of criteria
 * or of files that is too long is cut, and before a task that names a protected path a person is asked, instead of the
 * plan being refused. Each of that is noted. The same object when there is nothing to fit.
 */
export function fitTask(task: DraftTask, limits: PlanLimits, findings: Findings): DraftTask {
  if (fits(task, limits)) return task;
  const description = fitDescription(task, limits, findings);
  const criteria = fitCriteria(task, limits, findings);
  const { files, humanGate } = fitFiles(task, limits, findings);
  const isSame = description === task.description && criteria === task.criteria && files === task.files;
  if (isSame && humanGate === task.humanGate) return task;
  return { ...task, description, criteria, files, ...(humanGate === undefined ? {} : { humanGate }) };
}

function fits({ title, description, criteria, files }: DraftTask, limits: PlanLimits): boolean {
  return (
    title.length <= limits.titleLength &&
    description.length <= limits.descriptionLength &&
    criteria.length <= limits.checksPerTask &&
    files.length <= limits.filesPerTask &&
    !criteria.some(isLong) &&
    !files.some(isProtected)
  );
}

/** A long title goes into the description as well; see `TaskCheck`. */
function fitDescription({ title, description, where }: DraftTask, limits: PlanLimits, findings: Findings): string {
  const most = limits.descriptionLength - (title.length > limits.titleLength ? title.length + 1 : 0);
  if (description.length <= most) return description;
  findings.note(
    'NOTE_SHORTENED',
    where,
    `The description of ${quote(title)} has ${description.length} characters; ${most > 0 ? `what comes after the first ${most}` : 'all of it'} is in the file only`,
  );
  return `${cut(description, Math.max(0, most - 1)).trimEnd()}…`;
}

function fitCriteria(
  { criteria }: DraftTask,
  { checksPerTask }: PlanLimits,
  findings: Findings,
): readonly DraftCriterion[] {
  const few = criteria.length > checksPerTask ? limitCriteria(criteria, checksPerTask, findings) : criteria;
  if (!few.some(isLong)) return few;
  return few.map((each) => {
    if (!isLong(each)) return each;
    findings.note('NOTE_SHORTENED', each.where, 'The criterion is long; it is cut');
    return { ...each, criterion: `${cut(each.criterion, LONGEST_CRITERION - 1).trimEnd()}…` };
  });
}

/** The files without those that are protected or too many; the task may still not write the former. */
function fitFiles(
  task: DraftTask,
  { filesPerTask }: PlanLimits,
  findings: Findings,
): Pick<DraftTask, 'files' | 'humanGate'> {
  const theirs = task.files.filter(isProtected);
  const own = theirs.length === 0 ? task.files : task.files.filter((file) => !isProtected(file));
  const files = own.length <= filesPerTask ? own : own.slice(0, filesPerTask);
  if (files.length < own.length)
    findings.note(
      'NOTE_PATH',
      own[filesPerTask]!.where,
      `${quote(task.title)} names ${counted(own.length, 'file')}; those behind the first ${filesPerTask} are left out`,
    );
  if (theirs.length === 0) return task.humanGate === undefined ? { files } : { files, humanGate: task.humanGate };
  const paths = [...new Set(theirs.map(({ path }) => path))];
  const names = `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ' …' : ''}`;
  findings.note(
    'NOTE_PROTECTED_PATH',
    theirs[0]!.where,
    `What ${quote(task.title)} wants to write decides what runs outside the sandbox: ${names}; a person is asked first`,
    theirs.map(({ where }) => where.line),
  );
  const gate = cut(`It wants to write ${names}`, LONGEST_GATE);
  const isAsked = typeof task.humanGate === 'string' && task.humanGate !== '';
  return { files, humanGate: isAsked ? `${task.humanGate}; ${gate}` : gate };
}

function isLong({ criterion }: DraftCriterion): boolean {
  return criterion.length > LONGEST_CRITERION;
}

function isProtected({ path }: DraftFile): boolean {
  const checked = checkPath(path);
  return checked.type === 'refused' && checked.code === 'PLAN_PROTECTED_PATH';
}
