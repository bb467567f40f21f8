import type { DraftTask } from '../../draft';

/**
 * Ids of a list whose tasks also say by what id another file knew them: `id: task-002`, `originalId: "1.2"`. The tasks of
 * the list name each other by `id`; people see `originalId`. An id twice stays one: it is found when dependencies are
 * resolved.
 */
export class OriginalIds {
  private readonly originals = new Map<string, string>();

  /** Call for every task, in order. */
  add(id: string, originalId: string | undefined): void {
    if (originalId === undefined || originalId.trim() === '' || originalId === id) return;
    if (!this.originals.has(id)) this.originals.set(id, originalId);
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
