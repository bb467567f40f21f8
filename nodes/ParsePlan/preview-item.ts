import type { Answer, PreviewAnswer } from '../../runtime/index';

type PlanAnswer = Extract<PreviewAnswer, { type: 'plan' }>;
type Preview = PlanAnswer['preview'];
type Task = Preview['tasks'][number];

/**
 * A plan's preview as a person reads it in an item: a sentence, the waves and the longest chain by the ids of the file,
 * then the tasks, what was left out or decided, what the file says in its own ids, and a chart. Problems stay as they
 * are, with what was understood all the same. Times are minutes.
 */
export function previewItem(answer: PreviewAnswer): Answer {
  if (answer.type === 'problems') {
    const { problems, total, notes, facts, format = null, type } = answer;
    return { problems, total, format, notes: notes.map(noteOf), facts, type };
  }
  const { title, format, tasks, waves, criticalPath, criticalMinutes, notes } = answer.preview;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const find = (ids: readonly Task['id'][]): readonly Task[] => ids.flatMap((id) => byId.get(id) ?? []);
  return {
    title,
    summary: summaryOf(answer.preview),
    criticalPath: find(criticalPath).map(nameOf).join(' → '),
    criticalMinutes,
    waves: Object.fromEntries(waves.map((wave, index) => [`Wave ${index + 1}`, find(wave).map(nameOf)])),
    tasks: tasks.map((task) => row(task, find(task.dependencies))),
    notes: notes.map(noteOf),
    problems: [],
    facts: answer.facts,
    mermaid: answer.mermaid,
    format,
    type: answer.type,
  };
}

const noteOf = ({ line, column, message, code }: Preview['notes'][number]): string =>
  `Line ${line}, column ${column}: ${message} [${code}]`;

function summaryOf({ tasks, waves, criticalMinutes }: Preview): string {
  const open = tasks.filter(({ minutes }) => minutes > 0);
  const alone = open.reduce((sum, { minutes }) => sum + minutes, 0);
  const done = tasks.length - open.length;
  const asked = tasks.filter(({ humanGate, manualCriteria }) => humanGate !== undefined || manualCriteria > 0).length;
  return [
    `${count(tasks.length, 'task')} in ${count(waves.length, 'wave')}`,
    ...(done > 0 ? [`${done} done already`] : []),
    `at least ${criticalMinutes} min along the critical path, ${alone} min one after the other`,
    ...(asked > 0 ? [`a person is asked at ${count(asked, 'task')}`] : []),
  ].join('; ');
}

function row(task: Task, waitsOn: readonly Task[]): Answer {
  const { originalId, title, status, wave, minutes, contextTier, autoCriteria, manualCriteria, subtasks } = task;
  return {
    task: originalId,
    title,
    wave,
    waitsOn: waitsOn.map((dependency) => dependency.originalId).join(', '),
    minutes,
    isCritical: task.onCriticalPath,
    checks: checksOf(autoCriteria, manualCriteria),
    context: `${contextTier}k tokens`,
    ...(task.phase === undefined ? {} : { phase: task.phase }),
    ...(status === 'pending' ? {} : { status }),
    ...(subtasks > 0 ? { subtasks } : {}),
    ...(task.humanGate === undefined ? {} : { startsAfter: task.humanGate }),
  };
}

function checksOf(byCommand: number, byPerson: number): string {
  const parts = [
    ...(byCommand > 0 ? [`${byCommand} by command`] : []),
    ...(byPerson > 0 ? [`${byPerson} by a person`] : []),
  ];
  return parts.join(', ') || 'none';
}

const nameOf = ({ originalId, title }: Task): string => `${originalId} ${title}`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
