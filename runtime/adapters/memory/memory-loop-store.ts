import type { ExecutionId } from '../../core/ids';
import type { Loop, LoopCall, LoopStore, WaitKey, Wake } from '../../ports/loop-store';
import type { MemoryDatabase, MemoryLoop } from './memory-database';

/** Loops in memory. */
export class MemoryLoopStore implements LoopStore {
  constructor(private readonly database: MemoryDatabase) {}

  get(id: ExecutionId): Promise<Loop | undefined> {
    return this.database.call('loop', () => loopOf(this.database.loops.get(id)));
  }

  drivenBy(caller: Pick<LoopCall, 'n8nExecutionId' | 'workflowId'>): Promise<Loop | undefined> {
    return this.database.call('driven-by', () => {
      const [newest] = [...this.database.loops.values()]
        .filter(
          ({ kind, n8nExecutionId, workflowId }) =>
            kind === 'workflow' && n8nExecutionId === caller.n8nExecutionId && workflowId === caller.workflowId,
        )
        .sort((a, b) => ((a.lastCallAt ?? '') < (b.lastCallAt ?? '') ? 1 : -1));
      return loopOf(newest);
    });
  }

  enter(call: LoopCall): Promise<'current' | 'stale'> {
    return this.database.call('enter', () => {
      const loop = this.database.loops.get(call.executionId);
      if (!loop || loop.kind === 'none' || loop.generation !== call.generation) return 'stale';
      const isBound = loop.n8nExecutionId !== undefined;
      if (isBound ? loop.n8nExecutionId !== call.n8nExecutionId : loop.startKey !== call.startKey) return 'stale';
      Object.assign(loop, {
        n8nExecutionId: call.n8nExecutionId,
        workflowId: call.workflowId,
        lastCallAt: this.database.nowIso,
        isWaitOpen: false,
        isDue: false,
        resumeUrl: undefined,
        startKey: undefined,
      } satisfies Partial<MemoryLoop>);
      return 'current';
    });
  }

  wait(call: LoopCall & { readonly resumeUrl: string; readonly isDue: boolean }): Promise<number | 'stale'> {
    return this.database.call('wait', () => {
      const loop = this.database.loops.get(call.executionId);
      if (
        !loop ||
        loop.kind === 'none' ||
        loop.generation !== call.generation ||
        loop.n8nExecutionId !== call.n8nExecutionId
      )
        return 'stale';
      for (const other of this.database.loops.values()) {
        const isEarlier = other !== loop && other.kind === 'inline' && other.n8nExecutionId === call.n8nExecutionId;
        if (isEarlier && other.isWaitOpen)
          Object.assign(other, { isWaitOpen: false, isDue: false, resumeUrl: undefined });
      }
      Object.assign(loop, {
        wait: loop.wait + 1,
        isWaitOpen: true,
        isDue: loop.isDue || call.isDue,
        resumeUrl: call.resumeUrl,
        turns: loop.turns + 1,
        lastCallAt: this.database.nowIso,
        nextWakeAtMs: this.database.nowMs,
        wakeTries: 0,
      } satisfies Partial<MemoryLoop>);
      if (loop.isDue) this.database.notify('wake');
      return loop.wait;
    });
  }

  markDue(ids: readonly ExecutionId[]): Promise<void> {
    return this.database.call('mark-due', () => this.database.markDue(ids));
  }

  dueWakes(limit: number): Promise<readonly Wake[]> {
    return this.database.call('due-wakes', () =>
      [...this.database.loops.values()]
        .filter(
          (loop) =>
            ((loop.isWaitOpen && loop.isDue) || loop.startKey !== undefined) &&
            loop.nextWakeAtMs <= this.database.nowMs,
        )
        .sort((a, b) => a.nextWakeAtMs - b.nextWakeAtMs)
        .slice(0, limit)
        .map(wakeOf),
    );
  }

  wakeTried(key: WaitKey, isTaken: boolean): Promise<void> {
    return this.database.call('wake-tried', () => {
      const loop = this.find(key);
      if (!loop) return;
      if (isTaken) loop.takenWait = loop.wait;
      if (isTaken && loop.lastCallAt !== undefined) loop.lastCallAt = this.database.nowIso;
      const pauseMs = Math.min(20 * 2 ** Math.min(loop.wakeTries, 20), 5_000);
      loop.nextWakeAtMs = this.database.nowMs + Math.max(pauseMs, loop.startKey === undefined ? 0 : 2_000);
      loop.wakeTries += 1;
    });
  }

  openLoops(): Promise<readonly Loop[]> {
    return this.database.call('open-loops', () =>
      [...this.database.loops.values()]
        .filter(
          (loop) =>
            (loop.kind === 'workflow' || !loop.isEnded) &&
            this.database.executions.get(loop.executionId)?.execution.endedAt === undefined,
        )
        .map((loop) => loopOf(loop)),
    );
  }

  servesSince(): Promise<Date> {
    return this.database.call('serves-since', () => new Date(this.database.upSinceMs));
  }

  restart(id: ExecutionId, seenGeneration: number, reason: string): Promise<Loop | undefined> {
    return this.database.call('restart', () => {
      const loop = this.database.loops.get(id);
      const seq = this.database.executions.get(id)?.execution.lastSeq;
      if (!loop || seq === undefined || loop.kind === 'none' || loop.generation !== seenGeneration) return undefined;
      const generation = loop.generation + 1;
      Object.assign(loop, {
        generation,
        createdAt: this.database.nowIso,
        turns: 0,
        isWaitOpen: false,
        isDue: false,
        resumeUrl: undefined,
        startKey: `start-${id}-${generation}-${reason.length}`,
        nextWakeAtMs: this.database.nowMs,
        wakeTries: 0,
        restarts: loop.restarts + 1,
        isEnded: false,
        deathsInARow: seq > loop.seqAtStart ? 0 : loop.deathsInARow + 1,
        seqAtStart: seq,
      } satisfies Partial<MemoryLoop>);
      delete loop.n8nExecutionId;
      delete loop.lastCallAt;
      this.database.notify('wake');
      return loopOf(loop);
    });
  }

  end(id: ExecutionId): Promise<void> {
    return this.database.call('end', () => {
      const loop = this.database.loops.get(id);
      if (loop)
        Object.assign(loop, {
          isEnded: true,
          isWaitOpen: false,
          isDue: false,
          resumeUrl: undefined,
          startKey: undefined,
        });
    });
  }

  async listen(onChange: () => void): Promise<{ close(): Promise<void> }> {
    return this.database.listen('wake', onChange);
  }

  private find({ executionId, generation, wait }: WaitKey): MemoryLoop | undefined {
    const loop = this.database.loops.get(executionId);
    return loop?.generation === generation && loop.wait === wait ? loop : undefined;
  }
}

function loopOf(loop: MemoryLoop): Loop;
function loopOf(loop: MemoryLoop | undefined): Loop | undefined;
function loopOf(loop: MemoryLoop | undefined): Loop | undefined {
  if (!loop) return undefined;
  const { resumeUrl: _url, startKey: _key, nextWakeAtMs: _next, takenWait, ...seen } = loop;
  return { ...seen, isDue: loop.isDue && loop.isWaitOpen, isWakeTaken: loop.isWaitOpen && takenWait === loop.wait };
}

function wakeOf(loop: MemoryLoop): Wake {
  const { executionId, generation, wait, wakeTries: tries } = loop;
  const key = { executionId, generation, wait, tries };
  if (loop.isWaitOpen && loop.resumeUrl !== undefined) return { ...key, type: 'resume', resumeUrl: loop.resumeUrl };
  return {
    ...key,
    type: 'start',
    key: loop.startKey ?? '',
    ...(loop.workflowId === undefined ? {} : { workflowId: loop.workflowId }),
  };
}
