import { type Execution, isSettled } from '../execution/execution';
import type { WorkerId } from '../ids';

interface Candidate {
  readonly id: WorkerId;
  readonly host: string;
  readonly capabilities: readonly string[];
}

/**
 * The workers without those that did not start what this execution assigned them, as long as another one of their host can
 * do all that they can. A process that hangs keeps its lock, and so looks alive: else it would be given the same task for ever.
 *
 * @param missed - Tasks that a worker did not start, at least; all are looked at unless given.
 */
export function answeringWorkers<W extends Candidate>(
  { tasks }: Execution,
  workers: readonly W[],
  missed: Iterable<number> = tasks.keys(),
): readonly W[] {
  const silent = new Set<WorkerId>();
  for (const no of missed) {
    const { status, missedBy } = tasks.at(no)!;
    if (missedBy !== undefined && !isSettled(status)) for (const id of missedBy) silent.add(id);
  }
  if (silent.size === 0) return workers;
  const answering = workers.filter(({ id }) => !silent.has(id));
  return workers.filter((worker) => !silent.has(worker.id) || !answering.some((other) => canReplace(other, worker)));
}

const canReplace = (other: Candidate, { host, capabilities }: Candidate): boolean =>
  other.host === host && capabilities.every((capability) => other.capabilities.includes(capability));
