import type { DraftTask } from '../../draft';
import { type GsdPlan, readGsdPlan } from '../../drafting/gsd/read-gsd-plan';
import { Findings } from '../../findings';
import type { Subtask } from '../../plan';
import { cut } from '../../text/cut';
import { inFile } from '../../text/in-file';
import type { PhaseFile } from './phase-files';

/** A plan of a phase as one task, before it is known what it waits on. */
export interface PhasePlan {
  readonly file: PhaseFile;
  readonly plan: GsdPlan;
  readonly task: DraftTask;
}

/** Characters of a question to a person. */
const LONGEST_GATE = 1_500;
/** Characters of the tasks of a plan that its description has in full. */
const LONGEST_WORK = 24_000;

/** Reads one plan of a folder: its tasks are subtasks, and what any of them asks a person is asked before it starts. */
export function readPhasePlan(file: PhaseFile, originalId: string, isDone: boolean, findings: Findings): PhasePlan {
  const { document } = file;
  const own = new Findings();
  const plan = readGsdPlan(document, own);
  const where = { line: 1, column: 1 };
  const isEmpty = plan.tasks.length === 0;
  document.ledger.mark(1, 'task');
  if (isEmpty)
    own.note(
      'NOTE_NO_TASKS',
      where,
      `The plan ${originalId} has no task; it stands for itself${isDone ? '' : ', and a person is asked'}`,
    );
  const asked = [
    plan.gate,
    isEmpty ? 'The plan has no task' : undefined,
    ...plan.tasks.flatMap(({ humanGate }) => (typeof humanGate === 'string' ? [humanGate] : [])),
  ].filter((each) => each !== undefined);
  const criteria = [...plan.tasks.flatMap((task) => task.criteria), ...plan.criteria];
  const task: DraftTask = {
    originalId,
    aliases: [],
    title: plan.title,
    description: descriptionOf(plan, document.path),
    where,
    dependencies: [],
    follows: [],
    criteria: criteria,
    files: [...plan.head.files, ...plan.tasks.flatMap((each) => each.files)],
    status: isDone ? 'completed' : 'pending',
    subtasks: subtasksOf(plan, originalId, isDone),
    ...(asked.length === 0 ? {} : { humanGate: cut([...new Set(asked)].join('; '), LONGEST_GATE) }),
  };
  findings.absorb(own, document.path);
  return { file, plan, task: inFile(document.path, task) };
}

/** The tasks with all that they say; only their titles where that is long, since the file says it too. */
function descriptionOf({ purpose, tasks }: GsdPlan, path: string): string {
  const names = tasks.map(({ title }, no) => `${no + 1}. ${title}`);
  const bodies = tasks.map(({ description }, no) => [names[no]!, ...description].join('\n'));
  const length = bodies.reduce((sum, body) => sum + body.length, 0);
  const work = length > LONGEST_WORK ? names.join('\n') : bodies.join('\n\n');
  return [`Do what ${path} says, task by task.`, purpose, work].filter((part) => part !== '').join('\n\n');
}

function subtasksOf({ tasks }: GsdPlan, originalId: string, isDone: boolean): readonly Subtask[] {
  return tasks.map((task, no) => ({
    originalId: `${originalId}/${task.originalId === '' ? no + 1 : task.originalId}`,
    title: task.title,
    isDone,
    where: task.where,
  }));
}
