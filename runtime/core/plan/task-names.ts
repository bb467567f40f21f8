import type { DraftPlan } from './draft';
import type { Findings } from './findings';
import { cut } from './text/cut';
import { idKey } from './text/id-key';
import { nearest } from './text/nearest';
import { quote } from './text/quote';

/** Finds a task by what the plan calls it. */
export class TaskNames {
  private readonly exact = new Map<string, number>();
  /** By `idKey`; -1 where two tasks share a key. */
  private readonly loose = new Map<string, number>();
  private isFilled = false;

  constructor(
    private readonly draft: DraftPlan,
    private readonly isStrict: boolean,
    private readonly findings: Findings,
  ) {
    // Ids twice are a problem of our own schema only: elsewhere the names wait until somebody asks for one.
    if (isStrict) this.fill();
  }

  private fill(): void {
    this.isFilled = true;
    const { draft, isStrict, findings } = this;
    draft.tasks.forEach(({ originalId, where }, no) => {
      const key = originalId.normalize('NFC');
      const first = this.exact.get(key);
      if (first === undefined) this.exact.set(key, no);
      else if (isStrict) {
        const line = draft.tasks[first]!.where.line;
        findings.problem(
          'PLAN_DUPLICATE_ID',
          where,
          `The id ${quote(originalId)} stands in lines ${line} and ${where.line}`,
          { path: cut(originalId, 100), hint: 'Give each task an id of its own' },
        );
      }
    });
    if (isStrict) return;
    draft.tasks.forEach(({ originalId, aliases }, no) => {
      for (const name of [originalId.toLowerCase(), ...aliases]) if (!this.exact.has(name)) this.exact.set(name, no);
      const key = idKey(originalId);
      this.loose.set(key, (this.loose.get(key) ?? no) === no ? no : -1);
    });
  }

  /** As written; in formats that are not ours also in another case, else by its only fit without zero padding. */
  find(target: string): number | undefined {
    if (!this.isFilled) this.fill();
    const exact = this.exact.get(target.normalize('NFC'));
    if (exact !== undefined || this.isStrict) return exact;
    const other = this.exact.get(target.toLowerCase()) ?? this.loose.get(idKey(target));
    return other === -1 ? undefined : other;
  }

  nearest(target: string): string | undefined {
    const names = this.isStrict ? this.exact.keys() : this.draft.tasks.map(({ originalId }) => originalId);
    return nearest(target, names);
  }
}
