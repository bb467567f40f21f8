import type { ExecutionEvent } from '../../runtime/core/execution/event';

interface BenchTask {
  readonly id: string;
  readonly title: string;
  readonly dependencies?: readonly string[];
  readonly command: string;
  readonly files: readonly string[];
}

/** A task of the path benchmarks: a command that writes one file of its own. */
export const benchTask = (id: string, dependencies?: readonly string[]): BenchTask => ({
  id,
  title: `Write ${id}`,
  command: `echo ${id} > out-${id}.txt`,
  files: [`out-${id}.txt`],
  ...(dependencies === undefined ? {} : { dependencies }),
});

/** A plan of tasks that wait on each other, one by one. */
export const chainOf = (length: number) => ({
  title: 'Chain',
  tasks: Array.from({ length }, (_, n) => benchTask(`t${n}`, n === 0 ? undefined : [`t${n - 1}`])),
});

/** What lies between two neighbours of a chain, ms. */
export interface Step {
  /** Attempt of the dependency ended → attempt of the dependant started. */
  readonly endToStart: number;
  readonly judged: number;
  readonly merged: number;
  readonly assigned: number;
}

export const LABELS: Readonly<Record<keyof Step, string>> = {
  endToStart: 'dependency ended → dependant started',
  judged: '  ended → approved and merge handed out',
  merged: '  … → merged',
  assigned: '  … → dependant assigned and started',
};

/** The steps between neighbours of a chain of so many tasks, from their events. */
export function stepsOf(events: readonly ExecutionEvent[], tasks: number): Step[] {
  const at = new Map<string, number>();
  for (const { body, at: when } of events) if ('task' in body) at.set(`${body.type}/${body.task}`, Date.parse(when));
  return Array.from({ length: tasks - 1 }, (_, n) => {
    const time = (type: string, no: number) => at.get(`${type}/${no}`) ?? Number.NaN;
    const [ended, approved, completed, started] = [
      time('attempt-ended', n),
      time('task-approved', n),
      time('task-completed', n),
      time('attempt-started', n + 1),
    ];
    return {
      endToStart: started - ended,
      judged: approved - ended,
      merged: completed - approved,
      assigned: started - completed,
    };
  });
}
