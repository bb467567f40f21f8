import { nfc } from '../text/nfc';
import { letterNames } from './letter-names';
import type { OpenTask } from './markdown-task';
import type { TitleIndex } from './title-index';

/** Finds a task by what others may call it: its id, `#3` for the third, its letter, its title; in any case. The first that fits. */
export class TaskNames {
  private ids: Map<string, number> | undefined;
  /** Ids in lower case, of those that are written otherwise. */
  private readonly lowered = new Map<string, number>();
  private letters: ReadonlyMap<string, number> | undefined;

  constructor(
    private readonly tasks: readonly OpenTask[],
    private readonly titles: TitleIndex,
  ) {}

  find(name: string): number | undefined {
    this.ids ??= this.readIds();
    const lower = name.toLowerCase();
    const id = this.ids.get(nfc(name)) ?? this.ids.get(lower);
    if (id !== undefined) return id;
    const found = [this.lowered.get(lower), this.byNumber(name), this.titles.find(lower), this.byLetter(lower)];
    return found.reduce((first, no) => (no === undefined || (first !== undefined && first < no) ? first : no));
  }

  private readIds(): Map<string, number> {
    const ids = new Map<string, number>();
    this.tasks.forEach(({ originalId }, no) => {
      const id = nfc(originalId);
      if (!ids.has(id)) ids.set(id, no);
      const lower = originalId.toLowerCase();
      if (lower !== id && !this.lowered.has(lower)) this.lowered.set(lower, no);
    });
    return ids;
  }

  private byNumber(name: string): number | undefined {
    const number = /^#([1-9]\d{0,8})$/.exec(name)?.[1];
    return number === undefined || Number(number) > this.tasks.length ? undefined : Number(number) - 1;
  }

  private byLetter(name: string): number | undefined {
    const letter = /^(?:(?:task|step) )?([a-z])$/.exec(name)?.[1];
    if (letter === undefined) return undefined;
    this.letters ??= letterNames(this.tasks);
    return this.letters.get(letter);
  }
}
