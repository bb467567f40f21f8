import type { DraftPlan, DraftTask } from '../../draft';
import { finishMarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { append } from '../../text/append';
import { draftInFile, inFile, placeIn } from '../../text/in-file';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { statusOf } from '../../text/status-words';
import { readEpics } from './read-epics';
import { readSprint } from './read-sprint';
import { readStory, type Story } from './read-story';
import { storyNumber } from './story-key';

export interface BmadParts {
  readonly sprint: PlanDocument | undefined;
  readonly epics: readonly PlanDocument[];
  readonly stories: readonly PlanDocument[];
}

interface StoryFile {
  readonly story: Story;
  readonly document: PlanDocument;
}

/**
 * Reads a project: the sprint lists the stories, else the epics do, else the story files themselves. What a story file or
 * an epic says of a story is added: its parts, criteria and description.
 */
export function readBmadFolder(
  { sprint, epics, stories }: BmadParts,
  limits: PlanLimits,
  findings: Findings,
): DraftPlan | undefined {
  const files = stories.map((document): StoryFile => {
    const own = new Findings();
    const story = readStory(document, own);
    findings.absorb(own, document.path);
    return { story, document };
  });
  const plans = [sprint, ...epics].flatMap((document) => {
    if (document === undefined) return [];
    const own = new Findings();
    const plan = document === sprint ? readSprint(document, limits, own) : readEpics(document, limits, own);
    findings.absorb(own, document.path);
    return plan === undefined ? [] : [draftInFile(document.path, plan)];
  });
  const [list, ...others] = plans;
  const byKey = new Map(files.map((file) => [keyOf(file.document), file]));
  const byNumber = new Map(files.flatMap((file) => pair(storyNumber(keyOf(file.document)), file)));
  const described = new Map(
    others.flatMap(({ tasks }) => tasks.flatMap((task) => pair(storyNumber(task.originalId), task))),
  );
  if (list === undefined) return planOfFiles(files);
  const used = new Set<StoryFile>();
  const tasks = list.tasks.map((task) => {
    const number = storyNumber(task.originalId) ?? '';
    const file = byKey.get(task.originalId.toLowerCase()) ?? byNumber.get(number);
    if (file !== undefined) used.add(file);
    return joined(task, file, described.get(number), findings);
  });
  for (const file of files) {
    if (used.has(file)) continue;
    findings.note(
      'NOTE_LEFT_OUT',
      placeIn(file.document.path, file.story.where),
      'The story is not in the list of stories, and so not run',
    );
  }
  return { ...list, tasks };
}

/** A story of the list, with what else is known of it. The status that is not done counts. */
function joined(
  task: DraftTask,
  file: StoryFile | undefined,
  epic: DraftTask | undefined,
  findings: Findings,
): DraftTask {
  const known = file === undefined ? epic : inFile(file.document.path, taskOf(file));
  if (known === undefined) return task;
  const said = file?.story.status ?? '';
  const other = said === '' ? undefined : statusOf(said);
  const isConflict = other !== undefined && (other === 'completed') !== (task.status === 'completed');
  if (isConflict)
    findings.note(
      'NOTE_STATUS_CONFLICT',
      task.where,
      `${task.originalId} is ${quote(said)} in its own file, and not so here; it counts as not done`,
    );
  const gate = known.humanGate ?? task.humanGate;
  return {
    ...task,
    title: known.title === '' ? task.title : known.title,
    description: known.description === '' ? (epic?.description ?? '') : known.description,
    criteria: known.criteria.length > 0 ? known.criteria : (epic?.criteria ?? []),
    files: known.files,
    subtasks: known.subtasks,
    dependencies: [...task.dependencies, ...(epic?.dependencies ?? [])],
    status:
      isConflict && task.status === 'completed' ? (other === 'in_progress' ? 'in_progress' : 'pending') : task.status,
    ...(gate === undefined ? {} : { humanGate: gate }),
  };
}

function planOfFiles(files: readonly StoryFile[]): DraftPlan {
  const sorted = files.toSorted((a, b) => keyOf(a.document).localeCompare(keyOf(b.document), 'en', { numeric: true }));
  return {
    title: 'Stories',
    source: 'TASK_LIST',
    where: { line: 1, column: 1 },
    tasks: sorted.map((file, no) => ({ ...inFile(file.document.path, taskOf(file)), follows: no > 0 ? [no - 1] : [] })),
  };
}

/** A story as one task: its tasks are its parts. */
function taskOf({ story, document }: StoryFile): DraftTask {
  const task = newMarkdownTask(keyOf(document), story.title || keyOf(document), story.where);
  task.description.push(story.description);
  append(task.criteria, story.criteria);
  task.status = story.status === '' ? 'pending' : (statusOf(story.status) ?? 'pending');
  const number = storyNumber(keyOf(document));
  if (number !== undefined) task.aliases.push(number);
  for (const part of story.tasks) {
    const isDone = part.status === 'completed';
    task.subtasks.push({ originalId: part.originalId, title: part.title, isDone, where: part.where }, ...part.subtasks);
    if (typeof part.humanGate === 'string' && !isDone) task.humanGate ??= part.humanGate;
  }
  if (story.humanGate !== undefined) task.humanGate = story.humanGate;
  return finishMarkdownTask(task, []);
}

/** The file's name without its ending. */
function keyOf({ name }: PlanDocument): string {
  return name.replace(/\.md$/, '').replace(/^story-/, '');
}

function pair<Value>(key: string | undefined, value: Value): readonly (readonly [string, Value])[] {
  return key === undefined ? [] : [[key, value]];
}
