import { Client } from 'pg';
import { fsck } from '../../runtime/app/fsck';
import { isNightshiftError } from '../../runtime/core/errors';
import { canonicalJson } from '../../runtime/core/execution/canonical-json';
import type { Execution } from '../../runtime/core/execution/execution';
import type { CommitResult, Receipt } from '../../runtime/ports/execution-store';
import type { Loop, LoopCall } from '../../runtime/ports/loop-store';
import { makeScenario } from '../simulation/make-scenario';
import { runScenario } from '../simulation/run-scenario';
import { Tape, type Taped } from '../simulation/tape';
import { openPostgresStores, type PostgresStores } from '../support/postgres-stores';
import { verifies } from '../support/verifies';

/** Seeds whose runs meet, between them, every kind of answer in `MET`. */
const SEEDS = [2, 8, 23, 59, 71, 83, 116, 118];
const MET = [
  'commit committed',
  'commit guard',
  'commit capacity',
  'commitLocked',
  'enter stale',
  'restart',
  'restart late',
  'HANDOFF_KEY_REUSED',
];

/** What a run fills. */
const TABLES = [
  'conversations',
  'plans',
  'executions',
  'execution_tasks',
  'attempts',
  'execution_events',
  'capacity',
  'outbox',
  'deliveries',
  'leases',
  'loops',
  'artifacts',
  'artifact_uses',
];

/**
 * The simulation rests on the stores in memory. What they answered in a run, Postgres must answer too, transaction for
 * transaction, and hold the same in the end.
 */
describe('Postgres', () => {
  let stores: PostgresStores;
  let owner: Client;
  const met = new Set<string>();
  beforeAll(async () => {
    stores = await openPostgresStores();
    owner = new Client({ connectionString: stores.server.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner?.end();
    await stores?.close();
  });

  it.each(SEEDS)(
    `answers every call of simulation %s as memory did${verifies('I1', 'I2', 'I4', 'I5', 'I11', 'I13')}`,
    async (seed) => {
      const tape = new Tape();
      const { found } = await runScenario(makeScenario(seed), { tape });
      expect(found).toEqual([]);

      await owner.query(`truncate ${TABLES.map((table) => `nightshift.${table}`).join(', ')}`);
      for (const [no, call] of tape.calls.entries()) {
        met.add(kindOf(call));
        for (const [key, limit] of call.limits) await stores.workers.setCapacity(key, limit);
        expect([no, call.method, await replayed(call)]).toEqual([
          no,
          call.method,
          essence(call, call.answer, call.error),
        ]);
      }
      expect((await fsck(stores)).violations).toEqual([]);
    },
    120_000,
  );

  it('met commits, refusals, locks, stale loops and restarts in them', () => {
    expect([...met]).toEqual(expect.arrayContaining(MET));
  });

  async function replayed(call: Taped): Promise<unknown> {
    const port = stores[call.port] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    try {
      return essence(call, await port[call.method]!(...(await argumentsOf(call))));
    } catch (error) {
      if (!isNightshiftError(error)) throw error;
      return essence(call, undefined, error.code);
    }
  }

  async function argumentsOf({ method, args, decided }: Taped): Promise<readonly unknown[]> {
    if (method === 'commitLocked') return [args[0], () => decided];
    if (method !== 'enter') return args;
    // Each store makes a key of its own for the loop that is to be started: whoever had the right one has it here too.
    const call = args[0] as LoopCall;
    if (call.startKey === undefined) return args;
    const { rows } = await owner.query<{ start_key: string | null; generation: number }>(
      'select start_key, generation from nightshift.loops where execution_id = $1',
      [call.executionId],
    );
    const isCurrent = rows[0]?.generation === call.generation && rows[0].start_key !== null;
    return [{ ...call, startKey: isCurrent ? rows[0]!.start_key : call.startKey }];
  }
});

function kindOf({ method, answer, error }: Taped): string {
  if (error !== undefined) return error;
  if (method === 'commit') {
    const result = answer as CommitResult;
    return `commit ${result.type === 'committed' ? 'committed' : result.why}`;
  }
  if (method === 'enter') return `enter ${String(answer)}`;
  return method === 'restart' && answer === undefined ? 'restart late' : method;
}

/** What of an answer both stores must agree in: everything but times. */
function essence({ method }: Pick<Taped, 'method'>, answer: unknown, error?: string): unknown {
  if (error !== undefined) return { error };
  switch (method) {
    case 'submit':
    case 'findReceipt':
      return answer as Receipt | undefined;
    case 'commit': {
      const result = answer as CommitResult;
      return result.type === 'committed' ? result : { ...result, losers: [...result.losers].sort() };
    }
    case 'load':
    case 'loadLight':
    case 'commitLocked':
      return answer === undefined ? undefined : canonicalJson(answer as Execution);
    case 'get':
    case 'restart':
      return answer === undefined ? undefined : loopOf(answer as Loop);
    case 'openLoops':
      return (answer as readonly Loop[]).map(loopOf).sort((a, b) => (a.executionId < b.executionId ? -1 : 1));
    default:
      return answer;
  }
}

/** Wakes go by time, and are not on the tape: nor is what became of them. */
function loopOf({ createdAt: _created, lastCallAt, wakeTries: _tries, isWakeTaken: _taken, ...loop }: Loop) {
  return { ...loop, hasCalled: lastCallAt !== undefined };
}
