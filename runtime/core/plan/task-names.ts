import type { DraftPlan } from './draft';
import type { Findings } from './findings';
import { cut } from './text/cut';
import { idKey } from './text/id-key';
import { nearest } from './text/nearest';
import { nfc } from './text/nfc';
import { quote } from './text/quote';

/** Finds a task by what the plan calls it. Each index is made when a name is asked for that the one before does not have. */
export class TaskNames {
  /** As written; of two with one id the first. */
  private ids: ReadonlyMap<string, number> | undefined;
  /** In lower case, with all by which others may point to a task. */
  private others: ReadonlyMap<string, number> | undefined;
  /** By `idKey`; -1 where two tasks share a key. */
  private keys: ReadonlyMap<string, number> | undefined;
  /** Those that have the same numbers. */
  private byDigits: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(
    private readonly draft: DraftPlan,
    private readonly isStrict: boolean,
    findings: Findings,
  ) {
    // Elsewhere ids twice are no problem.
    if (isStrict) this.ids = this.idsOnce(findings);
  }

  /** As written; in formats that are not ours also in another case, else by its only fit without zero padding. */
  find(target: string): number | undefined {
    this.ids ??= this.idsOnce();
    const exact = this.ids.get(nfc(target));
    if (exact !== undefined || this.isStrict) return exact;
    const name = target.toLowerCase();
    this.others ??= this.otherNames();
    const other = this.ids.get(name) ?? this.others.get(name);
    if (other !== undefined) return other;
    this.keys ??= this.looseKeys();
    const found = this.keys.get(idKey(target));
    return found === -1 ? undefined : found;
  }

  /** What `target` of the task `no` most probably meant. Another number is no slip of the pen, and no task means itself. */
  nearest(target: string, no: number): string | undefined {
    this.byDigits ??= this.idsByDigits();
    const own = this.draft.tasks[no]!.originalId;
    const names = this.byDigits.get(digitsOf(target)) ?? [];
    return nearest(
      target,
      names.filter((name) => name !== own),
    );
  }

  private idsOnce(findings?: Findings): ReadonlyMap<string, number> {
    const ids = new Map<string, number>();
    this.draft.tasks.forEach(({ originalId, where }, no) => {
      const key = nfc(originalId);
      const first = ids.get(key);
      if (first === undefined) ids.set(key, no);
      else
        findings?.problem(
          'PLAN_DUPLICATE_ID',
          where,
          `The id ${quote(originalId)} stands in lines ${this.draft.tasks[first]!.where.line} and ${where.line}`,
          { path: cut(originalId, 100), hint: 'Give each task an id of its own' },
        );
    });
    return ids;
  }

  private otherNames(): ReadonlyMap<string, number> {
    const names = new Map<string, number>();
    this.draft.tasks.forEach(({ originalId, aliases }, no) => {
      const id = originalId.toLowerCase();
      if (!names.has(id)) names.set(id, no);
      for (const alias of aliases) if (!names.has(alias)) names.set(alias, no);
    });
    return names;
  }

  private idsByDigits(): ReadonlyMap<string, readonly string[]> {
    const names = new Map<string, string[]>();
    for (const { originalId } of this.draft.tasks) {
      const digits = digitsOf(originalId);
      const same = names.get(digits);
      if (same === undefined) names.set(digits, [originalId]);
      else same.push(originalId);
    }
    return names;
  }

  private looseKeys(): ReadonlyMap<string, number> {
    const keys = new Map<string, number>();
    this.draft.tasks.forEach(({ originalId }, no) => {
      const key = idKey(originalId);
      keys.set(key, (keys.get(key) ?? no) === no ? no : -1);
    });
    return keys;
  }
}

/** The numbers in a name, without zero padding. */
function digitsOf(name: string): string {
  return (name.match(/[1-9]\d{0,20}|\b0\b/g) ?? []).join('.');
}
