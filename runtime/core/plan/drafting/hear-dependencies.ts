import type { Findings } from '../findings';
import { readAttribute } from '../text/attributes';
import { cut } from '../text/cut';
import { findHumanGate } from '../text/find-human-gate';
import { quote } from '../text/quote';
import { readReferences } from '../text/read-references';
import { maySpeak, type SpokenDependency, spokenDependencies, spokenLine } from '../text/spoken-dependency';
import { askedBeside } from './asked-dependency';
import { added, type OpenTask } from './markdown-task';
import type { Finder } from './read-task-references';
import { holdUp } from './settle-standings';

/** `Task 3`, `#4`, `steps 1-3`: whatever else stands in a piece makes it prose. */
const REFERENCE =
  /^(?:(?:tasks?|steps?|phases?|stages?|items?|stor(?:y|ies)|no\.?|number|schritte?|aufgaben?)\s{0,2})?#?[A-Za-z]{0,12}[-_]?\d[\w.-]{0,40}(?:\s{0,2}(?:-|–|—|to|through|bis)\s{0,2}#?[A-Za-z]{0,12}[-_]?\d[\w.-]{0,40})?$/i;

/** A task that may say in words what it waits on. */
interface Speaker {
  readonly no: number;
  readonly clauses: readonly SpokenDependency[];
}

/**
 * Lets tasks wait on what their titles, or lines of their own below, say in words: `Lid — depends on 2`, `Lid after Task 3`.
 * It is a dependency when all that is named is a task of the plan, and leaves the title; else it is a remark, and noted.
 * Gives what finds tasks also by their shorter titles.
 *
 * Linear in the text.
 */
export function hearDependencies(tasks: readonly OpenTask[], names: Finder, findings: Findings): Finder {
  const speakers = tasks.flatMap(({ title }, no): readonly Speaker[] => {
    const clauses = spokenDependencies(title);
    return clauses.length === 0 ? [] : [{ no, clauses }];
  });
  const known = withShortTitles(speakers, names);
  const heard = speakers.map(({ no, clauses }) => inTitle(no, clauses, known));
  for (let no = 0; no < tasks.length; no++) below(no, tasks, known, findings);
  // Titles change last: until then others may be named by the whole of them.
  speakers.forEach(({ no, clauses }, at) => {
    const found = heard[at];
    const task = tasks[no]!;
    if (found === undefined) unheard(task, clauses, findings);
    else {
      task.title = found.clause.title;
      waitOn(task, found.targets, found.clause.said, tasks, findings);
    }
  });
  return known;
}

interface Heard {
  readonly clause: SpokenDependency;
  readonly targets: readonly number[];
}

function inTitle(no: number, clauses: readonly SpokenDependency[], names: Finder): Heard | undefined {
  for (const clause of clauses) {
    const targets = targetsOf(clause.names, no, names);
    if (targets !== undefined) return { clause, targets };
  }
  return undefined;
}

/** `Depends on Task 2.` on a line of its own below the task. */
function below(no: number, tasks: readonly OpenTask[], names: Finder, findings: Findings): void {
  const task = tasks[no]!;
  const before = task.dependsOn.length;
  const heard = new Set<string>();
  for (const text of task.description) {
    if (!maySpeak(text)) continue;
    for (const line of text.split('\n')) {
      const said = line.trim().slice(0, 600);
      // A field is read as one.
      const named = readAttribute(said.replace(/^[-*+] /, ''))?.name === 'depends' ? undefined : spokenLine(said);
      const targets = named === undefined ? undefined : targetsOf(named, no, names);
      if (targets === undefined) continue;
      waitOn(task, targets, said.replace(/^[-*+] /, ''), tasks, findings);
      heard.add(line);
    }
  }
  if (heard.size > 0 && task.humanGate === undefined && !asksElse(task, heard, before)) task.humanGate = false;
}

/** Whether a person is asked for by anything but lines like `Blocked by: 1`, which name tasks and nobody. */
function asksElse(
  { title, description, subtasks, dependsOn }: OpenTask,
  heard: ReadonlySet<string>,
  own: number,
): boolean {
  const lines = description.flatMap((text) => text.split('\n')).filter((line) => !heard.has(line));
  const body = [...lines, ...subtasks.map((part) => part.title)].join('\n');
  if (findHumanGate(title, body) !== undefined) return true;
  return dependsOn
    .slice(0, own)
    .some(({ expression, said }) => said !== undefined || askedBeside(expression, []) !== undefined);
}

function waitOn(
  task: OpenTask,
  targets: readonly number[],
  said: string,
  tasks: readonly OpenTask[],
  findings: Findings,
): void {
  const message = `${quote(cut(said, 200))} is read as what ${quote(task.title)} waits on`;
  findings.note('NOTE_DEPENDENCY_READ', task.where, message);
  const own = new Set(task.dependsOn.map(({ expression }) => expression));
  for (const target of targets) {
    const expression = tasks[target]!.originalId;
    if (!own.has(expression)) task.dependsOn = added(task.dependsOn, { expression, where: task.where });
  }
}

/** The numbers of the tasks that are named; undefined when any piece is none, or the task itself. */
function targetsOf(pieces: readonly string[], own: number, names: Finder): readonly number[] | undefined {
  if (pieces.length === 0) return undefined;
  const whole = pieces.length > 1 ? names.find(pieces.join(' and ')) : undefined;
  const found = whole === undefined ? pieces.map((piece) => numbersOf(piece, names)) : [[whole]];
  const targets = found.flatMap((numbers) => numbers ?? []);
  return found.includes(undefined) || targets.includes(own) ? undefined : targets;
}

function numbersOf(piece: string, names: Finder): readonly number[] | undefined {
  const whole = names.find(piece);
  if (whole !== undefined) return [whole];
  if (!REFERENCE.test(piece)) return undefined;
  const numbers = readReferences(piece).targets.map((target) => names.find(target));
  return numbers.length === 0 || numbers.includes(undefined) ? undefined : (numbers as number[]);
}

/** `depends on T099` names a task, if one that is missing; `depends on the weather` names none. */
function unheard(task: OpenTask, clauses: readonly SpokenDependency[], findings: Findings): void {
  const plain = clauses.find(({ isPlain }) => isPlain);
  if (plain === undefined || task.status === 'completed') return;
  const shown = quote(cut(plain.said, 200));
  if (plain.isSure && plain.names.length > 0 && plain.names.every((name) => REFERENCE.test(name))) {
    for (const name of plain.names) task.dependsOn = added(task.dependsOn, { expression: name, where: task.where });
    return;
  }
  if (plain.isHeld) {
    holdUp(task, plain.said, findings);
    return;
  }
  const why = plain.isNegated ? 'says that nothing is waited for' : 'names no task of this plan';
  findings.note('NOTE_NOT_UNDERSTOOD', task.where, `${shown} ${why}; nightshift does not wait for it`);
}

/** Finds tasks also by what stands in their title before such words: `Pot` of `Pot — depends on 2`. */
function withShortTitles(speakers: readonly Speaker[], names: Finder): Finder {
  if (speakers.length === 0) return names;
  const short = new Map<string, number>();
  for (const { no, clauses } of speakers) {
    const title = clauses[0]!.title.toLowerCase();
    if (!short.has(title)) short.set(title, no);
  }
  return { find: (name) => names.find(name) ?? short.get(name.toLowerCase()) };
}
