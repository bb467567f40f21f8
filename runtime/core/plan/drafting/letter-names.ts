import { spokenDependencies } from '../text/spoken-dependency';
import type { OpenTask } from './markdown-task';

/** `A. Boil`, `B) Lid`, `Task C: Whistle`; also `Do D`. */
const FIRST = /^(?:(?:task|step) )?([A-Z])(?:[.):]|\s[-–—])\s/i;
const LAST = /\s([A-Z])$/;

/** The letters that tasks are called by, in lower case, each with the number of its task; a letter of several is none. */
export function letterNames(tasks: readonly OpenTask[]): ReadonlyMap<string, number> {
  const first = lettersBy(FIRST, tasks);
  return first.size > 1 ? first : lettersBy(LAST, tasks);
}

function lettersBy(form: RegExp, tasks: readonly OpenTask[]): ReadonlyMap<string, number> {
  const letters = new Map<string, number>();
  const twice = new Set<string>();
  tasks.forEach(({ title }, no) => {
    const [clause] = spokenDependencies(title);
    const letter = form.exec(clause?.title ?? title)?.[1]?.toLowerCase();
    if (letter === undefined) return;
    if (letters.has(letter)) twice.add(letter);
    letters.set(letter, no);
  });
  for (const letter of twice) letters.delete(letter);
  return letters;
}
