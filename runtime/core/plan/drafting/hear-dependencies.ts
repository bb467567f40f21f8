import type { Findings } from '../findings';
import { findHumanGate } from '../gates/find-human-gate';
import { readAttribute } from '../text/attributes';
import { cut } from '../text/cut';
import { quote } from '../text/quote';
import { readReferences } from '../text/read-references';
import { maySpeak, type SpokenDependency, spokenDependencies, spokenLine } from '../text/spoken-dependency';
import { TAGS } from '../text/tags';
import { numberInWords } from '../text/task-numbers-in-words';
import { traitsOf, WAITS } from '../text/traits';
import { askedBeside } from './asked-dependency';
import { added, type OpenTask } from './markdown-task';
import { type Finder, noteUnsure } from './read-task-references';
import { holdUp } from './settle-standings';

/** `Task 3`, `#4`, `steps 1-3`: whatever else stands in a piece makes it prose. */
const REFERENCE =
  /^(?:(?:tasks?|steps?|phases?|stages?|items?|stor(?:y|ies)|no\.?|number|schritte?|aufgaben?|tareas?|tarefas?|pasos?|tâches?|étapes?|задач[аиуей]{0,2}|шаг[аоуи]{0,2}|任务|タスク|步骤)\s{0,2})?#?[A-Za-z]{0,12}[-_]?\d[\w.-]{0,40}(?:\s{0,2}(?:-|–|—|to|through|bis)\s{0,2}#?[A-Za-z]{0,12}[-_]?\d[\w.-]{0,40})?$/i;

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
  const speakers: Speaker[] = [];
  tasks.forEach(({ title, traits }, no) => {
    const clauses = traitsOf(title, traits).may(WAITS) ? spokenDependencies(title) : [];
    if (clauses.length > 0) speakers.push({ no, clauses });
  });
  const known = withShortTitles(tasks, speakers, names);
  const heard = speakers.map(({ no, clauses }) => inTitle(no, clauses, known));
  for (let no = 0; no < tasks.length; no++) below(no, tasks, known, findings);
  // Titles change last: until then others may be named by the whole of them.
  speakers.forEach(({ no, clauses }, at) => {
    const found = heard[at];
    const task = tasks[no]!;
    if (found === undefined) unheard(task, clauses, findings);
    else {
      task.title = found.clause.title;
      waitOn(task, found, found.clause.said, tasks, findings);
    }
  });
  return known;
}

/** The tasks that words name. */
interface Named {
  readonly targets: readonly number[];
  /** Names of several tasks, with the one that is taken. */
  readonly unsure: readonly (readonly [name: string, no: number])[];
}

interface Heard extends Named {
  readonly clause: SpokenDependency;
}

function inTitle(no: number, clauses: readonly SpokenDependency[], names: Finder): Heard | undefined {
  for (const clause of clauses) {
    const named = targetsOf(clause.names, no, names);
    if (named !== undefined) return { clause, ...named };
  }
  return undefined;
}

/** `Depends on Task 2.` on a line of its own below the task. */
function below(no: number, tasks: readonly OpenTask[], names: Finder, findings: Findings): void {
  const task = tasks[no]!;
  if (task.description.length === 0) return;
  const before = task.dependsOn.length;
  const heard = new Set<string>();
  for (const text of task.description) {
    if (!maySpeak(text)) continue;
    for (const line of sentencesIn(text)) {
      const said = line.trim().slice(0, 600);
      // A field is read as one.
      const pieces = readAttribute(said.replace(/^[-*+] /, ''))?.name === 'depends' ? undefined : spokenLine(said);
      const named = pieces === undefined ? undefined : targetsOf(pieces, no, names);
      if (named === undefined) continue;
      waitOn(task, named, said.replace(/^[-*+] /, ''), tasks, findings);
      heard.add(line);
    }
  }
  if (heard.size > 0 && task.humanGate === undefined && !asksElse(task, heard, before)) task.isHeard = true;
}

/** The lines of a text, and the sentences in them. */
function sentencesIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.includes('. ') ? line.split(/(?<=\.) /) : [line]));
}

/** Whether a person is asked for by anything but lines like `Blocked by: 1`, which name tasks and nobody. */
function asksElse(
  { title, description, subtasks, dependsOn }: OpenTask,
  heard: ReadonlySet<string>,
  own: number,
): boolean {
  const lines = description.flatMap(sentencesIn).filter((line) => !heard.has(line));
  const body = [...lines, ...subtasks.map((part) => part.title)].join('\n');
  if (findHumanGate(title, body) !== undefined) return true;
  return dependsOn
    .slice(0, own)
    .some(({ expression, said }) => said !== undefined || askedBeside(expression, []) !== undefined);
}

function waitOn(
  task: OpenTask,
  { targets, unsure }: Named,
  said: string,
  tasks: readonly OpenTask[],
  findings: Findings,
): void {
  const message = `${quote(cut(said, 200))} is read as what ${quote(task.title)} waits on`;
  findings.note('NOTE_DEPENDENCY_READ', task.where, message);
  for (const [name, no] of unsure) noteUnsure(name, task.where, tasks[no]!, findings);
  const own = new Set(task.dependsOn.map(({ expression }) => expression));
  for (const target of targets) {
    const expression = tasks[target]!.originalId;
    if (!own.has(expression)) task.dependsOn = added(task.dependsOn, { expression, where: task.where });
  }
}

/** The numbers of the tasks that are named; undefined when any piece is none, or the task itself. */
export function targetsOf(pieces: readonly string[], own: number, names: Finder): Named | undefined {
  if (pieces.length === 0) return undefined;
  const whole = pieces.length > 1 ? names.find(pieces.join(' and '), own) : undefined;
  const unsure: [string, number][] = [];
  const find = (name: string): number | undefined => {
    const no = names.find(name, own);
    if (no !== undefined && names.isUnsure?.(name, own)) unsure.push([name, no]);
    return no;
  };
  const found = whole === undefined ? pieces.map((piece) => numbersOf(piece, find)) : [[whole]];
  const targets = found.flatMap((numbers) => numbers ?? []);
  return found.includes(undefined) || targets.includes(own) ? undefined : { targets, unsure };
}

function numbersOf(piece: string, find: (name: string) => number | undefined): readonly number[] | undefined {
  const whole = find(piece);
  if (whole !== undefined) return [whole];
  const name = numberInWords(piece) ?? piece;
  if (!REFERENCE.test(name)) return undefined;
  const numbers = readReferences(name).targets.map(find);
  return numbers.length === 0 || numbers.includes(undefined) ? undefined : (numbers as number[]);
}

/** `Task 9`, `step three`: who says that means a task, if one that is missing. */
function namesTask(name: string): boolean {
  return numberInWords(name) !== undefined || (/^(?:task|step|phase|stage)s?\s/i.test(name) && REFERENCE.test(name));
}

/** `depends on T099` names a task, if one that is missing; `depends on the weather` names none. */
function unheard(task: OpenTask, clauses: readonly SpokenDependency[], findings: Findings): void {
  const plain = clauses.find(({ isPlain }) => isPlain) ?? clauses.find(({ names }) => names.some(namesTask));
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
  // Then a person is asked.
  if (!plain.isNegated && findHumanGate(task.title, '') !== undefined) return;
  const why = plain.isNegated ? 'says that nothing is waited for' : 'names no task of this plan';
  findings.note('NOTE_NOT_UNDERSTOOD', task.where, `${shown} ${why}; nightshift does not wait for it`);
}

/**
 * Finds tasks also by what stands in their title before such words, before names and tags, and before a remark in brackets: `Pot` of
 * `Pot @ann — depends on 2`, and of `Pot (blue)`; an article in front of a name means nothing.
 */
function withShortTitles(tasks: readonly OpenTask[], speakers: readonly Speaker[], names: Finder): Finder {
  let short: ReadonlyMap<string, number> | undefined;
  const shortened = (name: string): number | undefined => {
    short ??= shortTitles(tasks, speakers);
    const bare = name.toLowerCase().replace(ARTICLE, '');
    return short.get(name.toLowerCase()) ?? (bare === '' ? undefined : (short.get(bare) ?? names.find(bare)));
  };
  return {
    find: (name, asking) => names.find(name, asking) ?? shortened(name),
    isUnsure: (name, asking) => names.isUnsure?.(name, asking) === true,
  };
}

const ARTICLE = /^(?:(?:the|der|die|das|den|dem|la|le|les|el|los|las|o|a|os|as|il|lo|gli)\s{1,2}|l['’])(?=\S)/;
const REMARK = /\s{1,4}[(（][^()（）]{1,100}[)）]$/;

function shortTitles(tasks: readonly OpenTask[], speakers: readonly Speaker[]): ReadonlyMap<string, number> {
  const short = new Map<string, number>();
  const add = (title: string, no: number): void => {
    const name = title.toLowerCase();
    if (!short.has(name)) short.set(name, no);
  };
  for (const { no, clauses } of speakers) add(clauses[0]!.title.replace(TAGS, ''), no);
  tasks.forEach(({ title }, no) => {
    if (title.includes(' @') || title.includes(' #')) add(title.replace(TAGS, ''), no);
    if (/[)）]$/.test(title)) add(title.replace(REMARK, ''), no);
  });
  return short;
}
