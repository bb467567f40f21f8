import type { Answer, ShownPlan } from '../../runtime/index';

type PlanAnswer = Extract<ShownPlan, { type: 'plan' }>;
type Preview = PlanAnswer['preview'];
type Task = Preview['tasks'][number];
type PlannedTask = PlanAnswer['plan']['tasks'][number];

/**
 * A plan's preview as a person reads it in an item: a sentence, the waves and the longest chain by the ids of the file,
 * then the tasks with what they wait on (`implied` is what only the order of the document says), their files and criteria, what
 * was left out or decided, what the file says in its own ids, and two pictures. Problems stay as they are, with what was
 * understood all the same. Times are minutes.
 */
export function previewItem(answer: ShownPlan): Answer {
  if (answer.type === 'problems') {
    const { problems, total, notes, facts, format = null, type } = answer;
    return { problems, total, format, notes: notes.map(noteOf), facts, type };
  }
  const { plan } = answer;
  const { title, format, tasks, waves, criticalPath, criticalMinutes, notes } = answer.preview;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const find = (ids: readonly Task['id'][]): readonly Task[] => ids.flatMap((id) => byId.get(id) ?? []);
  return {
    title,
    summary: summaryOf(answer),
    criticalPath: find(criticalPath).map(nameOf).join(' → '),
    criticalMinutes,
    ...(answer.releases === undefined ? {} : { times: timesOf(answer.releases) }),
    waves: Object.fromEntries(waves.map((wave, index) => [`Wave ${index + 1}`, find(wave).map(nameOf)])),
    tasks: tasks.map((task, no) => row(task, plan.tasks[no]!, find)),
    phases: [...new Set(tasks.flatMap(({ phase }) => phase ?? []))],
    missing: (plan.missingDependencies ?? []).map(
      ({ task, target }) =>
        `${find([task])
          .map(({ originalId }) => originalId)
          .join('')} waits on ${target}`,
    ),
    notes: notes.map(noteOf),
    problems: [],
    facts: answer.facts,
    mermaid: answer.mermaid,
    svg: answer.svg,
    format,
    type: answer.type,
  };
}

const noteOf = ({ line, column, message, code }: Preview['notes'][number]): string =>
  `Line ${line}, column ${column}: ${message} [${code}]`;

/** Minutes with so many tasks at a time, as tasks get free and in strict waves. */
const timesOf = ({ slots, rolling, barrier }: NonNullable<PlanAnswer['releases']>) => ({
  tasksAtATime: slots,
  rollingMinutes: rolling,
  barrierMinutes: barrier,
});

function summaryOf({ preview: { tasks, waves, criticalMinutes }, releases }: PlanAnswer): string {
  const open = tasks.filter(({ minutes }) => minutes > 0);
  const alone = open.reduce((sum, { minutes }) => sum + minutes, 0);
  const done = tasks.length - open.length;
  const asked = tasks.filter(({ humanGate, manualCriteria }) => humanGate !== undefined || manualCriteria > 0).length;
  return [
    `${count(tasks.length, 'task')} in ${count(waves.length, 'wave')}`,
    ...(done > 0 ? [`${done} done already`] : []),
    `at least ${criticalMinutes} min along the critical path, ${alone} min one after the other`,
    ...(releases === undefined ? [] : [releasesWords(releases)]),
    ...(asked > 0 ? [`a person is asked at ${count(asked, 'task')}`] : []),
  ].join('; ');
}

function releasesWords({ slots, rolling, barrier }: NonNullable<PlanAnswer['releases']>): string {
  const waves = barrier > rolling ? `, ${Math.round(barrier)} min in strict waves` : '';
  return `about ${Math.round(rolling)} min with ${slots} tasks at a time${waves}`;
}

function row(shown: Task, task: PlannedTask, find: (ids: readonly Task['id'][]) => readonly Task[]): Answer {
  const { originalId, title, status, wave, minutes, contextTier, autoCriteria, manualCriteria } = shown;
  const isImplied = new Set(task.impliedDependencies);
  const ids = (nos: readonly Task['id'][]): string =>
    find(nos)
      .map((other) => other.originalId)
      .join(', ');
  return {
    task: originalId,
    title,
    wave,
    waitsOn: ids(task.dependencies.filter((id) => !isImplied.has(id))),
    implied: ids(task.dependencies.filter((id) => isImplied.has(id))),
    minutes,
    isCritical: shown.onCriticalPath,
    checks: checksOf(autoCriteria, manualCriteria),
    criteria: task.verification.map(({ criterion, command = criterion }) =>
      criterion.includes(command) ? criterion : `${criterion} (${command})`,
    ),
    files: task.files,
    context: `${contextTier}k tokens`,
    line: task.where.line,
    ...(task.where.file === undefined ? {} : { file: task.where.file }),
    ...(shown.phase === undefined ? {} : { phase: shown.phase }),
    ...(status === 'pending' ? {} : { status }),
    ...(task.command === undefined ? {} : { command: task.command }),
    ...(task.subtasks.length === 0 ? {} : { subtasks: task.subtasks.map(partOf) }),
    ...(shown.humanGate === undefined ? {} : { startsAfter: shown.humanGate }),
  };
}

const partOf = ({ originalId, title, isDone }: PlannedTask['subtasks'][number]): string =>
  `${isDone ? '[x]' : '[ ]'} ${originalId === '' ? '' : `${originalId} `}${title}`;

function checksOf(byCommand: number, byPerson: number): string {
  const parts = [
    ...(byCommand > 0 ? [`${byCommand} by command`] : []),
    ...(byPerson > 0 ? [`${byPerson} by a person`] : []),
  ];
  return parts.join(', ') || 'none';
}

const nameOf = ({ originalId, title }: Task): string => `${originalId} ${title}`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
