import type { OpenTask } from './markdown-task';

/** Which of several tasks a name means. */
export interface Meant {
  readonly no: number;
  /** More than one could be meant. */
  readonly isUnsure: boolean;
}

/** An id that stood twice, as it is read. */
const COPY = /^(.{1,500})#(?:[2-9]|[1-9]\d{1,8})$/s;

/**
 * Tasks that wrote one id, where numbering begins again in each section: there `1` is the one of the same section; else the
 * nearest above is meant, or the first below, and nobody can be sure. Linear.
 */
export class Twins {
  /** By their id as written, in lower case; then those of each section. */
  private readonly groups = new Map<string, Group>();

  constructor(private readonly tasks: readonly (OpenTask & { readonly section?: number })[]) {
    const copies = tasks.flatMap(({ originalId }) => COPY.exec(originalId)?.[1]?.toLowerCase() ?? []);
    if (copies.length === 0) return;
    const written = new Set(copies);
    tasks.forEach(({ originalId, section }, no) => {
      const id = originalId.toLowerCase();
      const key = written.has(id) ? id : COPY.exec(id)?.[1];
      if (key === undefined) return;
      const group = this.groups.get(key) ?? { all: [], near: new Map<number | undefined, number[]>() };
      this.groups.set(key, group);
      group.all.push(no);
      const near = group.near.get(section);
      if (near === undefined) group.near.set(section, [no]);
      else near.push(no);
    });
  }

  /** The task that `name` means to the task `asking`; undefined for a name of one task, or none. */
  find(name: string, asking: number): Meant | undefined {
    if (this.groups.size === 0) return undefined;
    const group = this.groups.get(name.toLowerCase());
    if (group === undefined || group.all.length < 2) return undefined;
    const near = nearestOf(group.near.get(this.tasks[asking]!.section) ?? [], asking);
    if (near !== undefined) return { no: near.no, isUnsure: near.others > 1 };
    const any = nearestOf(group.all, asking);
    return any === undefined ? undefined : { no: any.no, isUnsure: true };
  }
}

interface Group {
  readonly all: number[];
  readonly near: Map<number | undefined, number[]>;
}

/** The last number below `asking`, else the first above; undefined where `asking` stands alone. Numbers are ascending. */
function nearestOf(
  numbers: readonly number[],
  asking: number,
): { readonly no: number; readonly others: number } | undefined {
  let from = 0;
  for (let to = numbers.length; from < to; ) {
    const middle = (from + to) >> 1;
    if (numbers[middle]! < asking) from = middle + 1;
    else to = middle;
  }
  const isOne = numbers[from] === asking;
  const no = numbers[from - 1] ?? numbers[isOne ? from + 1 : from];
  return no === undefined ? undefined : { no, others: numbers.length - (isOne ? 1 : 0) };
}
