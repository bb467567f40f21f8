import type { Findings } from '../findings';
import { append } from '../text/append';
import { besideNames, MAY_BE_BESIDE, saidBeside } from '../text/beside-words';
import { cut } from '../text/cut';
import { quote } from '../text/quote';
import { traitsOf, WAITS } from '../text/traits';
import { targetsOf } from './hear-dependencies';
import type { OpenTask } from './markdown-task';
import type { Finder } from './read-task-references';
import { TaskNames } from './task-names';
import { TitleIndex } from './title-index';

/** What tasks may run beside: by the number of the later of two the numbers of the earlier ones. */
export type Beside = ReadonlyMap<number, readonly number[]>;

interface Said {
  readonly no: number;
  readonly said: string;
  readonly names: readonly string[];
  /** The title without it; absent where a line below says it. */
  readonly title?: string;
  readonly isLoose?: true;
}

/**
 * Which tasks say that they may run beside others, in their titles or on a line of their own below: `UI (parallel with 2)`. It counts when
 * all that is named is a task of the plan, leaves the title, and is noted; else it stays, which is noted too. Linear.
 */
export function hearBeside(tasks: readonly OpenTask[], findings: Findings): Beside {
  const said: Said[] = [];
  for (let no = 0; no < tasks.length; no++) append(said, saidBy(tasks[no]!, no));
  const beside = new Map<number, number[]>();
  if (said.length === 0) return beside;
  const finder = finderOf(tasks);
  const heard = said.map((each) => ({ ...each, targets: targetsOf(each.names, each.no, finder)?.targets }));
  for (const { no, said: words, names, targets, title, isLoose } of heard) {
    const task = tasks[no]!;
    const shown = quote(cut(words, 200));
    if (targets === undefined && isLoose && !names.some((name) => /\d/.test(name))) continue;
    if (targets === undefined) {
      const message = `${shown} names no task of this plan that ${quote(task.title)} could run beside; the order of the document counts`;
      findings.note('NOTE_NOT_UNDERSTOOD', task.where, message);
      continue;
    }
    if (title !== undefined) task.title = title;
    findings.note(
      'NOTE_DEPENDENCY_READ',
      task.where,
      `${shown} is read as what ${quote(task.title)} does not wait for`,
    );
    for (const other of targets) {
      const [first, later] = other < no ? [other, no] : [no, other];
      beside.set(later, [...(beside.get(later) ?? []), first]);
    }
  }
  return beside;
}

function saidBy({ title, traits, description }: OpenTask, no: number): readonly Said[] {
  const inTitle = traitsOf(title, traits).may(WAITS) ? saidBeside(title) : undefined;
  if (inTitle !== undefined) return [{ no, ...inTitle }];
  if (description.length === 0) return NONE;
  return description.flatMap((text) => (MAY_BE_BESIDE.test(text) ? saidIn(text, no) : NONE));
}

const NONE: readonly Said[] = [];

function saidIn(text: string, no: number): readonly Said[] {
  return text.split('\n').flatMap((line) => {
    const said = line.slice(0, 500).replace(/^\s{0,40}(?:[-*+] )?[(（]?|[)）]?\s{0,4}$/g, '');
    const names = besideNames(said);
    return names === undefined ? [] : [{ no, said, names }];
  });
}

function finderOf(tasks: readonly OpenTask[]): Finder {
  const titles = new TitleIndex(tasks.length);
  for (const { title, traits } of tasks) titles.add(traitsOf(title, traits));
  return new TaskNames(tasks, titles);
}
