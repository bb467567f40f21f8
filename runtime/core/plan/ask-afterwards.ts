import type { DraftCriterion, DraftPlan, DraftTask } from './draft';
import { isCheckpointTitle } from './drafting/after-checkpoints';
import type { Findings } from './findings';
import { asksAfterwards, asksBeforeItself, saysBefore } from './gates/asks-afterwards';
import { findHumanGate } from './gates/find-human-gate';
import { mayAsk } from './gates/may-ask';
import { type YesOfWork, yesOfWork } from './gates/yes-of-work';
import type { Position } from './plan';
import { cut } from './text/cut';
import { plainText } from './text/plain-text';
import { quote } from './text/quote';

/** Characters of what a person is asked. */
const LONGEST = 300;
/** What readers write before the words that they found in a task. */
const FOUND = /^(?:The plan|A part of it) says "/;

interface Checkpoint {
  readonly text: string;
  readonly where: Position;
  /** Work of the task stands behind it: the person is asked before the task as well, since nothing stops in its middle. */
  readonly isAmidst: boolean;
  /** Work that needs a yes, not the yes itself: a person is asked before it, and behind it as well where it ends in asking. */
  readonly yes: YesOfWork | undefined;
}

/**
 * Checkpoints that are written inside a task and stand behind its work: a person judges the result of the task, so that what
 * comes behind waits for that, and is not asked about work that is not done yet. A checkpoint that is left over in a task
 * that is done is asked before the next one.
 *
 * Cost: linear.
 */
export function askAfterwards(draft: DraftPlan, findings: Findings): DraftPlan {
  let leftOver: string | undefined;
  // Mostly no task changes: then the list stays, too.
  let changed: DraftTask[] | undefined;
  for (let no = 0; no < draft.tasks.length; no++) {
    const task = draft.tasks[no]!;
    if (task.status === 'skipped') continue;
    if (task.status === 'completed') {
      leftOver = openCheckpoints(task)[0]?.text ?? leftOver;
      continue;
    }
    const asked = leftOver;
    leftOver = undefined;
    if (task.asksNoMore || (asked === undefined && !asksInside(task))) continue;
    const next = asked === undefined ? task : { ...task, humanGate: task.humanGate || `The plan says "${asked}"` };
    changed ??= [...draft.tasks];
    changed[no] = asksInside(next) ? withCheckpoints(next, findings) : next;
  }
  return changed === undefined ? draft : { ...draft, tasks: changed };
}

function withCheckpoints(task: DraftTask, findings: Findings): DraftTask {
  const first = task.subtasks.find(({ isDone }) => !isDone);
  const parts = openCheckpoints(task);
  const lines = linesAfterwards(task).filter(({ text }) => !isOneOf(parts, text));
  const isBefore = ({ where, text, yes }: Checkpoint): boolean =>
    yes !== undefined || where === first?.where || asksBeforeItself(text);
  const checkpoints = [...parts.filter((part) => !isBefore(part) || part.yes === 'both'), ...lines];
  const leading = parts.find(isBefore);
  // A task of which only the checkpoint is left waits for the person, not for its result.
  const own =
    leading === undefined ? task : { ...task, humanGate: task.humanGate || `A part of it says "${leading.text}"` };
  if (checkpoints.length === 0) return own;
  for (const { text, where } of checkpoints) {
    const message = `A person is asked behind ${quote(task.title)}, before what waits on it: ${quote(text)}`;
    findings.note('NOTE_HUMAN_GATE', where, message);
  }
  const isJudged = new Set(own.criteria.map(({ criterion }) => criterion));
  const asked = checkpoints
    .filter(({ text }) => !isJudged.has(text))
    .map(({ text, where }): DraftCriterion => ({ criterion: text, where, isExtra: true }));
  return { ...own, criteria: [...own.criteria, ...asked], ...gateBefore(own, checkpoints) };
}

/** Whether anything besides its title may ask for a person: mostly nothing does. */
const asksInside = ({ subtasks, description }: DraftTask): boolean =>
  (description !== '' && mayAsk(description)) || (subtasks.length > 0 && subtasks.some(({ title }) => mayAsk(title)));

const NO_CHECKPOINTS: readonly Checkpoint[] = [];

/** Parts that are a person's yes, or need one, and are still to do. */
function openCheckpoints({ subtasks, where, originalId }: DraftTask): readonly Checkpoint[] {
  if (subtasks.length === 0) return NO_CHECKPOINTS;
  return subtasks.flatMap(({ title, isDone, where: place = where }, no) => {
    const asks = !isDone && (isCheckpointTitle(title) || findHumanGate('', title) !== undefined);
    if (!asks) return [];
    const yes = yesOfPart(title, originalId);
    const isAmidst =
      yes === 'both' || subtasks.slice(no + 1).some((part) => !part.isDone && !isCheckpointTitle(part.title));
    return [{ text: cut(plainText(title), LONGEST), where: place, isAmidst, yes }];
  });
}

/** `Ask Bob before drilling` is asked before the drilling that stands above it, and behind it as well: who knows which is meant. */
function yesOfPart(title: string, originalId: string): YesOfWork | undefined {
  if (asksAfterwards(title, originalId)) return undefined;
  if (saysBefore(title)) return 'both';
  return isCheckpointTitle(title) ? undefined : yesOfWork(title);
}

function linesAfterwards({ description, originalId, where }: DraftTask): readonly Checkpoint[] {
  return description.split('\n').flatMap((line) => {
    const words = line.slice(0, 2_000);
    const asks = findHumanGate('', words) !== undefined && asksAfterwards(words, originalId);
    return asks ? [{ text: cut(plainText(line), LONGEST), where, isAmidst: false, yes: undefined }] : [];
  });
}

/** Also behind a box, or a name of a step. */
const isOneOf = (checkpoints: readonly Checkpoint[], words: string): boolean =>
  checkpoints.some(({ text }) => words.endsWith(text));

/** Nobody is asked before the task as well, when nothing else in it asks for that. */
function gateBefore(
  { humanGate, title, description, subtasks }: DraftTask,
  checkpoints: readonly Checkpoint[],
): Pick<DraftTask, 'humanGate'> {
  const [amidst] = checkpoints.filter(({ isAmidst }) => isAmidst);
  if (amidst !== undefined) return { humanGate: humanGate || `A part of it says "${amidst.text}"` };
  const others = [...description.split('\n'), ...subtasks.map((part) => part.title)].filter(
    (text) => !isOneOf(checkpoints, cut(plainText(text), LONGEST)),
  );
  const isTheirs = humanGate === undefined || (typeof humanGate === 'string' && FOUND.test(humanGate));
  const isAskedElse = findHumanGate(title, others.join('\n')) !== undefined;
  return isTheirs && !isAskedElse ? { humanGate: false } : humanGate === undefined ? {} : { humanGate };
}
