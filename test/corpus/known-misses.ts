import type { Fact } from './score';

/** Why a fact of one file is not what the careful reader wrote down. A miss without such a reason counts as a mistake of ours. */
export interface KnownMiss {
  /** The end of the file's name in the corpus. */
  readonly file: string;
  readonly facts: readonly Fact[];
  /** Only when it is read without a name. */
  readonly isPasted?: true;
  readonly why: string;
}

export const KNOWN_MISSES: readonly KnownMiss[] = [
  {
    file: 'phase5-sync-conflict-resolution-BASE.md',
    facts: ['edges'],
    why: 'task 26 waits on another document, which no task writes; the expected edge takes the number in its name for a task',
  },
  {
    file: 'task-06-footer-widget-update.code-task.md',
    facts: ['verification_count'],
    why: 'its acceptance criteria are 6 numbered items; the expected 9 also counts the 3 numbered steps under "Implementation Approach"',
  },
  {
    file: 'task-06-footer-widget-update.code-task.md',
    facts: ['ids', 'edges', 'done_ids'],
    isPasted: true,
    why: 'a code task has its number in the name of its file only; pasted, it is called "task", and what it waits on as its text says: 3 and 9',
  },
];

/** Undefined for a miss that nobody has explained. */
export function reasonOf(file: string, fact: Fact, isPasted: boolean): string | undefined {
  return KNOWN_MISSES.find(
    (known) => file.endsWith(known.file) && known.facts.includes(fact) && (isPasted || known.isPasted !== true),
  )?.why;
}
