import { messageOf } from '../core/errors';
import { isStray, type WorkingProcess } from '../core/execution/working-process';
import { asExecutionId, UUID } from '../core/ids';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { WorkProcesses } from '../ports/work-processes';
import type { ExecutionCache } from './execution-cache';

interface StrayDeps {
  readonly processes: WorkProcesses;
  readonly cache: Pick<ExecutionCache, 'refresh'>;
  readonly clock: Pick<Clock, 'steady'>;
  readonly log: Log;
}

/** Milliseconds that a worker has to end by itself what is not wanted any more. */
const GRACE_MS = 4_000;

/**
 * Ends what works on this host although nobody waits for it: its execution is over, or its attempt was ended or taken over, and the
 * worker that should end it stands still. What an execution does that this nightshift does not know is left alone.
 *
 * Source: I8, I20.
 */
export class StrayGuard {
  /** Since when each is seen as a stray, by its name; steady time. */
  private since = new Map<string, number>();

  constructor(private readonly deps: StrayDeps) {}

  /** One look. Safe to repeat, and in several processes at once. */
  async look(): Promise<void> {
    const { processes, clock, log } = this.deps;
    const strays = await this.strays();
    const now = clock.steady();
    this.since = new Map(strays.map((one) => [nameOf(one), this.since.get(nameOf(one)) ?? now]));
    const due = strays.filter((one) => now - this.since.get(nameOf(one))! >= GRACE_MS);
    if (due.length === 0) return;
    for (const { pid, executionId, task, token } of due)
      log.warn('a process is ended that nobody waits for; its worker did not', { pid, executionId, task, token });
    await processes.end(due);
  }

  private async strays(): Promise<readonly WorkingProcess[]> {
    const found = await this.deps.processes.list();
    const strays: WorkingProcess[] = [];
    for (const id of new Set(found.map(({ executionId }) => executionId))) {
      const execution = await this.known(id);
      if (execution)
        strays.push(...found.filter((process) => process.executionId === id && isStray(process, execution)));
    }
    return strays;
  }

  private async known(id: string) {
    if (!UUID.test(id)) return undefined;
    try {
      return (await this.deps.cache.refresh(asExecutionId(id))).execution;
    } catch (error) {
      this.deps.log.debug('a process works at what is not known here', { executionId: id, error: messageOf(error) });
      return undefined;
    }
  }
}

const nameOf = ({ pid, startedAt }: WorkingProcess): string => `${pid} ${startedAt}`;
