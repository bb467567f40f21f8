import type { DraftTask } from '../../draft';
import type { Findings } from '../../findings';
import type { Position } from '../../plan';
import { quote } from '../../text/quote';

/**
 * Ids of a list whose tasks also say by what id another file knew them: `id: task-002`, `originalId: "1.2"`. The tasks of
 * the list name each other by `id`; people see `originalId`.
 */
export class OriginalIds {
  private readonly originals = new Map<string, string>();
  private readonly seen = new Map<string, Position>();

  constructor(private readonly findings: Findings) {}

  /** Call for every task, in order. */
  add(id: string, originalId: string | undefined, where: Position): void {
    const first = this.seen.get(id);
    const isRenamed = (originalId ?? id) !== (this.originals.get(id) ?? id);
    // Two with one id and one name are found when the dependencies are resolved.
    if (first !== undefined && isRenamed) {
      const message = `The id ${quote(id)} stands in lines ${first.line} and ${where.line}`;
      const rest = { path: id.slice(0, 100), hint: 'Give each task an id of its own' };
      this.findings.problem('PLAN_DUPLICATE_ID', where, message, rest);
    }
    if (first === undefined) this.seen.set(id, where);
    if (originalId !== undefined && originalId.trim() !== '' && originalId !== id) this.originals.set(id, originalId);
  }

  /** What people call the task with this id. */
  of(id: string): string {
    return this.originals.get(id) ?? id;
  }

  /** The tasks by the ids that people see. */
  settle(tasks: DraftTask[]): DraftTask[] {
    if (this.originals.size === 0) return tasks;
    return tasks.map((task) => ({
      ...task,
      originalId: this.of(task.originalId),
      dependencies: task.dependencies.map((reference) => ({ ...reference, target: this.of(reference.target) })),
    }));
  }
}
