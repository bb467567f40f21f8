import { canonicalJson } from '../../core/execution/canonical-json';
import { sha256 } from '../../core/execution/hash-event';
import type { StoredHead, StoredLoop } from '../../core/execution/stored-execution';
import type { ExecutionId } from '../../core/ids';
import type { StoredMoment, StoredMoments } from '../../ports/stored-moments';
import type { MemoryDatabase, MemoryExecution, MemoryLoop } from './memory-database';

/** Reads the stores in memory for `fsck`. A moment lasts as long as nobody writes. */
export class MemoryStoredMoments implements StoredMoments {
  constructor(private readonly database: MemoryDatabase) {}

  look<T>(at: (moment: StoredMoment) => Promise<T>): Promise<T> {
    return at(momentOf(this.database));
  }
}

function momentOf(database: MemoryDatabase): StoredMoment {
  const row = (id: ExecutionId): MemoryExecution | undefined => database.executions.get(id);
  return {
    executionIds: async () => [...database.executions.keys()],
    head: async (id) => headOf(row(id)),
    async *events(id) {
      yield row(id)?.events ?? [];
    },
    async *tasks(id) {
      yield (row(id)?.execution.tasks ?? []).map((state, task) => ({
        task,
        status: state.status,
        token: state.token,
        state: canonicalJson(state),
      }));
    },
    async *attempts(id) {
      yield [...(row(id)?.attempts.values() ?? [])].map(({ ended, ...attempt }) => ({
        ...attempt,
        ...(ended === undefined ? {} : { ended: canonicalJson(ended) }),
      }));
    },
    async *messages(id) {
      yield [...database.outbox.values()]
        .filter(({ message }) => message.executionId === id)
        .map(({ message: { seq, topic, key }, state, dueAtMs }) => ({
          seq,
          topic,
          key,
          state,
          ...(state === 'pending' ? { dueAt: new Date(dueAtMs).toISOString() } : {}),
        }));
    },
    loop: async (id) => loopOf(database.loops.get(id)),
    leases: async (id) => [...database.leases.values()].filter(({ executionId }) => executionId === id),
    capacity: async () => database.capacity,
    missingArtifacts: async (digests) => digests.filter((digest) => !database.artifacts.has(digest)),
    damagedArtifacts: async () =>
      [...database.artifacts].filter(([digest, bytes]) => sha256(bytes) !== digest).map(([digest]) => digest),
    doubles: async () => doublesOf([...database.executions.values()]),
    // Patterns in memory are kept by their id, in a store of their own.
    patternDoubles: async () => [],
    // Nothing in memory grows old.
    overdue: async () => [],
    excessRights: async () => [],
    async *texts() {
      for (const { message } of database.outbox.values())
        yield { where: `Message ${message.key}`, text: JSON.stringify(message) };
      for (const [digest, bytes] of database.artifacts)
        yield { where: `The output ${digest}`, text: Buffer.from(bytes).toString() };
      for (const { text } of database.logTails.values()) yield { where: 'The end of a log', text };
    },
    orphans: async () =>
      [...database.leases.values()]
        .filter(({ executionId }) => !database.executions.has(executionId))
        .map(({ executionId }) => `A lease of execution ${executionId}, which does not exist`),
  };
}

function loopOf(loop: MemoryLoop | undefined): StoredLoop | undefined {
  return (
    loop && {
      kind: loop.kind,
      generation: loop.generation,
      wait: loop.wait,
      isWaitOpen: loop.isWaitOpen,
      isDue: loop.isDue,
      isBound: loop.n8nExecutionId !== undefined,
      canBeResumed: loop.resumeUrl !== undefined,
      canBeStarted: loop.startKey !== undefined,
      seqAtStart: loop.seqAtStart,
      nextWakeAt: new Date(loop.nextWakeAtMs).toISOString(),
    }
  );
}

function doublesOf(rows: readonly MemoryExecution[]): readonly string[] {
  const ids = new Map<string, ExecutionId[]>();
  for (const { execution, idempotencyKey } of rows) {
    for (const what of [`the idempotency key ${idempotencyKey}`, `plan ${execution.plan.id}`])
      ids.set(what, [...(ids.get(what) ?? []), execution.id]);
  }
  return [...ids]
    .filter(([, sharing]) => sharing.length > 1)
    .map(([what, sharing]) => `Executions ${sharing.sort().join(', ')} share ${what}`);
}

function headOf(row: MemoryExecution | undefined): StoredHead | undefined {
  if (!row) return undefined;
  const { plan, options, tasks, ...state } = row.execution;
  return {
    id: state.id,
    plan,
    options,
    digest: row.receipt.sha256,
    idempotencyKey: row.idempotencyKey,
    receipt: row.receipt.receipt,
    submittedAt: state.submittedAt,
    status: state.status,
    epoch: state.epoch,
    lastSeq: state.lastSeq,
    lastHash: state.lastHash,
    completedTasks: tasks.filter(({ status }) => status === 'completed').length,
    failedTasks: tasks.filter(({ status }) => status === 'failed').length,
    state: canonicalJson(state),
    isInputIntact: true,
  };
}
