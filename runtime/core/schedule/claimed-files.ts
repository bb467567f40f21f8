import type { Execution } from '../execution/execution';
import type { TaskIndex } from '../execution/task-index';
import { ALL_FILES, nameable } from '../verify/undeclared-writes';

type Paths = readonly string[];

const NOTHING: Paths = [];
const EVERYTHING: Paths = [ALL_FILES];

/**
 * The files that each task of an execution keeps from others: what it declares, and what an attempt of it wrote besides. One that
 * declares none keeps everything where the hand-off says so and there is a repository; else what its attempt changed, until that is
 * merged or dropped.
 */
export function claimedFiles(execution: Execution): readonly Paths[] {
  return execution.plan.tasks.map((_, no) => claimOf(execution, no));
}

function claimOf(execution: Execution, no: number): Paths {
  const first = firstClaimOf(execution, no);
  const written = writtenBesides(execution, no);
  return written === undefined ? first : [...first, ...nameable(written)];
}

/** What a task keeps before its first attempt. */
function firstClaimOf({ options, plan }: Execution, no: number): Paths {
  const { files } = plan.tasks[no]!;
  if (files.length > 0) return files;
  return options.unknownFiles === 'alone' && options.projectId !== undefined ? EVERYTHING : NOTHING;
}

/** What an attempt wrote besides; of a task that declares no files, what a result changed that is judged or merged. The same list while it is so. */
function writtenBesides({ plan, tasks }: Execution, no: number): Paths | undefined {
  const { status, attempt, undeclared } = tasks.at(no)!;
  if (plan.tasks[no]!.files.length > 0) return undeclared;
  const isOpen = status === 'verifying' || status === 'waiting' || status === 'integrating';
  return isOpen && attempt?.tree !== undefined ? attempt.changedFiles : undefined;
}

/** `claimedFiles`, kept from decision to decision in one list, in which what changed is replaced. */
export class ClaimedFiles {
  readonly list: Paths[];
  /** What was written besides, by the tasks of which anything was. */
  private readonly written = new Map<number, Paths>();
  private readonly areAnyFirst: boolean;

  constructor(execution: Execution) {
    this.list = execution.plan.tasks.map((_, no) => firstClaimOf(execution, no));
    this.areAnyFirst = this.list.some(({ length }) => length > 0);
  }

  /** True when some task keeps any. */
  get areAny(): boolean {
    return this.areAnyFirst || this.written.size > 0;
  }

  /** @returns the tasks that keep other files than before. Cost: what is in progress, and what wrote more than it declares. */
  follow(execution: Execution, index: TaskIndex): readonly number[] {
    const changed: number[] = [];
    for (const no of new Set([...this.written.keys(), ...index.undeclared, ...index.inProgress()])) {
      const written = writtenBesides(execution, no);
      if (written === this.written.get(no)) continue;
      if (written === undefined) this.written.delete(no);
      else this.written.set(no, written);
      this.list[no] = claimOf(execution, no);
      changed.push(no);
    }
    return changed;
  }
}
