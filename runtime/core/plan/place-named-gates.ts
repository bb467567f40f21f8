import type { DraftPlan, DraftTask } from './draft';
import type { Findings } from './findings';
import { idKey } from './text/id-key';
import { phaseHeading } from './text/phase-heading';
import { plainText } from './text/plain-text';
import { quote } from './text/quote';

/** Sentences looked at, so that a hostile plan costs no more than its length. */
const MOST = 200;
const ID = '#?([a-z]{0,8}-?\\d[\\d.]{0,12}\\d|[a-z]{0,8}-?\\d)';
const WORD = '(task|step|phase|stage|item|story|slice|milestone|sprint)';
const NEEDS =
  "(?:needs?|requires?|must|may|should|can(?:not|'t)?|is not|isn't|has to|waits? (?:for|on)|only (?:after|with)|not (?:before|without))\\b";
/** `Ask me before step 3.` */
export const BEFORE_NUMBER = new RegExp(
  `\\bbefore (?:(?:you|we|starting|running|doing|beginning|start|begin|run|the) ){0,3}${WORD} ${ID}(?: (?:starts|begins|runs))?[.!]?$`,
  'i',
);
/** `Step 3 needs my approval.` */
export const NUMBER_NEEDS = new RegExp(`^${WORD} ${ID},? ${NEEDS}`, 'i');
/** `Publish must not run without Tina's approval.` */
export const TITLE_NEEDS = new RegExp(`^["'“]?(.{2,120}?)["'”]? ${NEEDS}`, 'i');
const FOUND = /^The plan says "(.*)"$/s;

/**
 * Sentences outside of tasks that ask for a person and name the task that they are about, as the one that it is: a person is
 * asked before that one, and not before those that happen to stand below the sentence. What names a phase is asked before
 * each task of it. A sentence that names nothing of the plan stays where it was heard. Cost: linear.
 */
export function placeNamedGates(draft: DraftPlan, findings: Findings): DraftPlan {
  // A plan that is read back says of each task what is asked before it.
  if (draft.tasks.some(({ asksNoMore }) => asksNoMore)) return draft;
  const pieces = draft.humanGate === undefined ? [] : draft.humanGate.split('; ');
  const asked = new Set(pieces);
  for (const { humanGate } of draft.tasks) if (typeof humanGate === 'string') asked.add(humanGate);
  const named = new Map<string, ReadonlySet<number>>();
  for (const gate of [...asked].slice(0, MOST)) {
    const found = namedBy(wordsOf(gate), draft.tasks);
    if (found.size > 0) named.set(gate, found);
  }
  if (named.size === 0) return draft;
  const moved = new Map<number, string>();
  const left = new Set<string>();
  const tasks = draft.tasks.map((task, no): DraftTask => {
    const gate = typeof task.humanGate === 'string' ? task.humanGate : undefined;
    const meant = gate === undefined ? undefined : named.get(gate);
    if (meant === undefined || meant.has(no) || isOwn(task, wordsOf(gate!))) return task;
    left.add(gate!);
    const { humanGate: _, ...rest } = task;
    return rest;
  });
  const kept = pieces.filter((piece) => !named.has(piece));
  for (const piece of pieces) if (named.has(piece)) left.add(piece);
  for (const gate of left) {
    const numbers = named.get(gate)!;
    for (const no of numbers) if (!moved.has(no)) moved.set(no, gate);
    noteNamed(
      wordsOf(gate),
      [...numbers].map((no) => draft.tasks[no]!),
      findings,
    );
  }
  const { humanGate: _, ...rest } = draft;
  return {
    ...rest,
    tasks: tasks.map((task, no) => {
      const gate = moved.get(no);
      return gate === undefined ? task : { ...task, humanGate: task.humanGate || gate };
    }),
    ...(kept.length === 0 ? {} : { humanGate: kept.join('; ') }),
  };
}

const wordsOf = (gate: string): string => FOUND.exec(gate)?.[1] ?? gate;

const isOpen = ({ status }: DraftTask): boolean => status !== 'completed' && status !== 'skipped';

/** What a task says of itself stays with it. */
const isOwn = ({ title, description, subtasks }: DraftTask, words: string): boolean =>
  [title, plainText(description.slice(0, 20_000)), ...subtasks.map((part) => part.title)].some((text) =>
    text.includes(words),
  );

/** The open tasks that a sentence names. */
function namedBy(words: string, tasks: readonly DraftTask[]): ReadonlySet<number> {
  const text = words.slice(0, 300);
  const numbered = BEFORE_NUMBER.exec(text) ?? NUMBER_NEEDS.exec(text);
  const isMeant = numbered === null ? byTitle(text) : byNumber(numbered[1]!, numbered[2]!, tasks);
  const found = new Set<number>();
  for (const [no, task] of tasks.entries()) if (isOpen(task) && isMeant?.(task)) found.add(no);
  return found;
}

function byNumber(word: string, id: string, tasks: readonly DraftTask[]): (task: DraftTask) => boolean {
  const key = idKey(id);
  const isInPhase = ({ phase }: DraftTask): boolean => {
    const heading = phase === undefined ? undefined : phaseHeading(phase);
    return heading !== undefined && heading.word === word.toLowerCase() && idKey(heading.id) === key;
  };
  if (tasks.some(isInPhase)) return isInPhase;
  const keys = new Set([key, idKey(`${word} ${id}`)]);
  // Where phases are groups, the number of one is none of a task.
  if (/^(?:phase|stage|milestone|sprint)$/i.test(word)) keys.delete(key);
  return ({ originalId }) => keys.has(idKey(originalId));
}

function byTitle(text: string): ((task: DraftTask) => boolean) | undefined {
  const title = TITLE_NEEDS.exec(text)?.[1]?.toLowerCase();
  return title === undefined ? undefined : (task) => task.title.toLowerCase() === title;
}

function noteNamed(words: string, tasks: readonly DraftTask[], findings: Findings): void {
  const [first] = tasks;
  if (first === undefined) return;
  const lines = findings.withdraw('NOTE_HUMAN_GATE', quote(words));
  const others = tasks.length === 1 ? '' : ` and ${tasks.length - 1} more`;
  const message = `A person is asked before ${quote(first.title)}${others}, for that is what is named: ${quote(words)}`;
  findings.note('NOTE_HUMAN_GATE', lines[0] ?? first.where, message);
}
