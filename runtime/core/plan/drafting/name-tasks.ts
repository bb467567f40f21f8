import type { Findings } from '../findings';
import { quote } from '../text/quote';
import { traitsOf } from '../text/traits';
import { hearDependencies } from './hear-dependencies';
import { letterNames } from './letter-names';
import type { OpenTask } from './markdown-task';
import { settleDurations } from './settle-durations';
import { settleStandings } from './settle-standings';
import { takeCodes } from './take-codes';
import { TaskNames } from './task-names';
import { TitleIndex } from './title-index';

/**
 * Each task gets the id that it wrote, else its number; an id twice gets `#2`. What titles say of their
 * status, and in words of what they wait on, is heard. Where any task says what it waits on, all get the names `#3`, their letter and their title besides. Linear,
 * however often one id is written.
 */
export function nameTasks(tasks: readonly OpenTask[], findings: Findings): void {
  settleStandings(tasks, findings);
  const titles = identifyTasks(tasks, findings);
  hearDependencies(tasks, new TaskNames(tasks, titles), findings);
  addNames(tasks, titles);
}

/** The names of `nameTasks`, for lists that have fields for what their tasks wait on: their titles are titles. */
export function nameListed(tasks: readonly OpenTask[], findings: Findings): void {
  addNames(tasks, identifyTasks(tasks, findings));
}

function addNames(tasks: readonly OpenTask[], titles: TitleIndex): void {
  if (tasks.every(({ dependsOn }) => dependsOn.length === 0)) return;
  tasks.forEach((task, no) => {
    const named = titles.find(task.title) ?? no;
    const names = named === no ? [`#${no + 1}`, task.title.toLowerCase()] : [`#${no + 1}`];
    task.aliases = task.aliases.length === 0 ? names : [...task.aliases, ...names];
  });
  for (const [letter, no] of letterNames(tasks)) tasks[no]!.aliases = [...tasks[no]!.aliases, letter, `task ${letter}`];
}

/** Gives the ids of `nameTasks`, and no other names; the titles of all tasks, by their number. */
export function identifyTasks(tasks: readonly OpenTask[], findings: Findings): TitleIndex {
  takeCodes(tasks);
  settleDurations(tasks);
  const written = new Set<string>();
  for (const { originalId } of tasks) if (originalId !== '') written.add(originalId);
  const taken = written.size === 0 ? undefined : new Taken(findings);
  const titles = new TitleIndex(tasks.length);
  tasks.forEach((task, no) => {
    const number = String(no + 1);
    const own = task.originalId !== '' ? task.originalId : written.has(number) ? `#${number}` : number;
    task.originalId = taken === undefined ? own : taken.nameOf(own, task);
    task.traits = traitsOf(task.title, task.traits);
    const twin = titles.add(task.traits);
    if (twin === undefined) return;
    findings.note(
      'NOTE_DUPLICATE_TITLE',
      task.where,
      `The title ${quote(task.title)} stands in line ${tasks[twin]!.where.line} already; both are run`,
    );
  });
  return titles;
}

/** The names that are given, and where. */
class Taken {
  private readonly owners = new Map<string, OpenTask>();
  /** The number of the last copy of a name. */
  private readonly copies = new Map<string, number>();

  constructor(private readonly findings: Findings) {}

  nameOf(own: string, task: OpenTask): string {
    const first = this.owners.get(own);
    let name = own;
    let copy = this.copies.get(own) ?? 1;
    while (this.owners.has(name)) name = `${own}#${++copy}`;
    this.owners.set(name, task);
    if (first === undefined) return name;
    this.copies.set(own, copy);
    this.findings.note(
      'NOTE_DUPLICATE_ID',
      task.where,
      `The id ${quote(own)} stands in line ${first.where.line} already; here it is read as ${name}`,
    );
    return name;
  }
}
