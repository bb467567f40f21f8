import { messageOf } from '../core/errors';
import type { HealthView } from '../core/report/service-views';
import { LEAST_FREE_BYTES } from '../core/verify/disk-gate';
import type { Clock } from '../ports/clock';
import type { Disk } from '../ports/disk';
import type { ExecutionStore } from '../ports/execution-store';
import type { LoopHost } from '../ports/loop-host';
import type { WorkerStore } from '../ports/worker-store';

export interface HealthDeps {
  readonly store: Pick<ExecutionStore, 'now'>;
  readonly host: Pick<LoopHost, 'isReady'>;
  readonly workers: Pick<WorkerStore, 'list'>;
  readonly disk: Disk;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly version: string;
}

type Part = HealthView['parts'][number];
type Answer = Omit<Part, 'name'>;

/** Longer may no part take to answer: a check that hangs says nothing. */
const PATIENCE_MS = 3_000;

/** Asks every part, all at once; what does not answer within 3 s is not well, with the reason. Never throws. */
export async function checkHealth({ store, host, workers, disk, clock, version }: HealthDeps): Promise<HealthView> {
  const enough = new AbortController();
  const late = clock
    .sleep(PATIENCE_MS, enough.signal)
    .then(() => ({ isOk: false, detail: `no answer within ${PATIENCE_MS} ms` }));
  const ask = (name: string, look: () => Promise<Answer>) => answerOf(name, look, late);
  const parts = await Promise.all([
    ask('postgres', async () => {
      await store.now();
      return { isOk: true };
    }),
    ask('n8n', async () => ({ isOk: await host.isReady() })),
    ask('workers', async () => {
      const all = await workers.list();
      const slots = all.reduce((sum, worker) => sum + worker.slots, 0);
      return { isOk: all.length > 0, detail: `${all.length} with ${slots} slots` };
    }),
    ask('disk', async () => {
      const freeBytes = await disk.freeBytes();
      if (freeBytes === undefined) return { isOk: false, detail: 'the folder of nightshift is gone' };
      return { isOk: freeBytes >= LEAST_FREE_BYTES, detail: `${Math.floor(freeBytes / 1e6)} MB free` };
    }),
  ]);
  enough.abort();
  return { isReady: parts.every(({ isOk }) => isOk), version, parts };
}

async function answerOf(name: string, look: () => Promise<Answer>, late: Promise<Answer>): Promise<Part> {
  try {
    return { name, ...(await Promise.race([look(), late])) };
  } catch (error) {
    return { name, isOk: false, detail: messageOf(error) };
  }
}
