import { nfc } from '../text/nfc';
import { letterNames } from './letter-names';
import type { OpenTask } from './markdown-task';
import type { TitleIndex } from './title-index';
import { type Meant, Twins } from './twins';

/** Finds a task by what others may call it: its id, `#3` for the third, its letter, its title; in any case. The first that fits. */
export class TaskNames {
  private ids: Map<string, number> | undefined;
  /** Ids in lower case, of those that are written otherwise. */
  private readonly lowered = new Map<string, number>();
  private letters: ReadonlyMap<string, number> | undefined;
  private lastName: string | undefined;
  private lastFound: number | undefined;
  private twins: Twins | undefined;

  constructor(
    private readonly tasks: readonly OpenTask[],
    private readonly titles: TitleIndex,
  ) {}

  /** `asking`: the task that names it, for of several with one id it means the one of its section. */
  find(name: string, asking?: number): number | undefined {
    return (asking === undefined ? undefined : this.meant(name, asking)?.no) ?? this.findAny(name);
  }

  /** Whether several have the name, and none of them is nearest. */
  isUnsure(name: string, asking: number): boolean {
    return this.meant(name, asking)?.isUnsure === true;
  }

  private meant(name: string, asking: number): Meant | undefined {
    this.twins ??= new Twins(this.tasks);
    return this.twins.find(name, asking);
  }

  private findAny(name: string): number | undefined {
    // Whether a name is known is mostly asked just before it is looked up.
    if (name !== this.lastName) {
      this.lastName = name;
      this.lastFound = this.lookUp(name);
    }
    return this.lastFound;
  }

  private lookUp(name: string): number | undefined {
    this.ids ??= this.readIds();
    const lower = name.toLowerCase();
    const id = this.ids.get(nfc(name)) ?? this.ids.get(lower);
    if (id !== undefined) return id;
    const byId = earlier(this.lowered.get(lower), this.byNumber(name));
    return earlier(byId, earlier(this.titles.find(lower), this.byLetter(lower)));
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
    if (!name.startsWith('#')) return undefined;
    const number = /^#([1-9]\d{0,8})$/.exec(name)?.[1];
    return number === undefined || Number(number) > this.tasks.length ? undefined : Number(number) - 1;
  }

  private byLetter(name: string): number | undefined {
    if (name.length > 6) return undefined;
    const letter = /^(?:(?:task|step) )?([a-z])$/.exec(name)?.[1];
    if (letter === undefined) return undefined;
    this.letters ??= letterNames(this.tasks);
    return this.letters.get(letter);
  }
}

/** The smaller of two numbers of tasks, where there are two. */
function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined) return other;
  return other === undefined || one < other ? one : other;
}
