import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionId, WorkerId } from '../../../runtime/core/ids';
import { deciderOf } from '../../../runtime/core/schedule/decider-of';
import { quantile } from '../figures';
import { answer, begin, exit } from './child';
import { Engine } from './engine';
import type { Place } from './measures';
import { STEPS_BEFORE } from './peers/bullmq';
import type { PeerFigures } from './peers/peer-figures';
import { chain, independent } from './plans';

/** What one worker process saw: the machine's steady clock, ms, at each start and each end, by task. */
interface Seen {
  readonly started: Readonly<Record<number, number>>;
  readonly ended: Readonly<Record<number, number>>;
}

/** Names of the two workers, which are also what their tasks need. */
const TWINS = ['bench-0', 'bench-1'] as const;
/** As the one process has. */
const SLOTS_OF_EACH = 100_000;
const LOOK_EVERY_MS = 10;
const SWEEP_EVERY_MS = 1_000;

/**
 * E2 and E3 through two worker processes. E2, ms: each dependant in another process than its dependency, told through that one's socket.
 * E3, tasks a second: both share the executions. As in one process, E3 comes after E2.
 */
export async function throughTwoProcesses(
  place: Place,
  chainLength: number,
  executions: number,
  tasks: number,
): Promise<PeerFigures> {
  return withTwins(place, async ({ engine, run, seen }) => {
    const plan = chain(STEPS_BEFORE + chainLength);
    const turns = { ...plan, tasks: plan.tasks.map((task, no) => ({ ...task, capability: TWINS[no % 2]! })) };
    await run([await engine.submit(turns)]);
    const all = await seen();
    const [started, ended] = [merged(all, 'started'), merged(all, 'ended')];
    const waits = Array.from({ length: chainLength - 1 }, (_, at) => {
      const no = STEPS_BEFORE + at;
      return started[no + 1]! - ended[no]!;
    });
    const ids: ExecutionId[] = [];
    for (let no = 0; no < executions; no++) ids.push(await engine.submit(independent(tasks)));
    await place.owner.query('checkpoint');
    const seconds = await run(ids);
    return {
      p50: quantile(waits, 0.5),
      p99: quantile(waits, 0.99),
      tasksPerSecond: (executions * tasks) / seconds,
    };
  });
}

interface Twins {
  /** Hands over and sweeps, as a gateway does. */
  readonly engine: Engine;
  /** Has who decides on each execution take its first steps, as in one process; seconds until all are over. */
  readonly run: (ids: readonly ExecutionId[]) => Promise<number>;
  readonly seen: () => Promise<readonly Seen[]>;
}

/** Two worker processes, and one that hands over and sweeps. */
async function withTwins<T>(place: Place, work: (twins: Twins) => Promise<T>): Promise<T> {
  const children = TWINS.map((name) => begin(place.bundle, 'twin', place.url, String(SLOTS_OF_EACH), name));
  const gone = children.map(exit);
  const failed = Promise.race(gone).then(() =>
    Promise.reject(new Error('a worker of the bench ended before its work')),
  );
  // In the end they do end.
  failed.catch(() => undefined);
  const workers = await Promise.all(children.map((child) => answer<WorkerId>(child, 'ready')));
  const engine = new Engine({ url: place.url, slots: 0, hasSocket: true });
  await engine.register();
  const sweeping = setInterval(() => engine.sweep(), SWEEP_EVERY_MS);
  const run = async (ids: readonly ExecutionId[]): Promise<number> => {
    const began = performance.now();
    for (const id of ids) children[workers.indexOf(deciderOf(id, workers)!)]!.send({ look: id });
    await Promise.race([over(place, ids), failed]);
    return (performance.now() - began) / 1_000;
  };
  const result = await work({ engine, run, seen: () => Promise.all(children.map(report)) });
  clearInterval(sweeping);
  for (const child of children) child.send('stop');
  await Promise.all(gone);
  await engine.close();
  return result;
}

/** The process of one of them: works until it is told to stop. */
export async function runTwin(url: string, slots: number, name: string, tell: (name: string, value?: unknown) => void) {
  const seen = { started: {} as Record<number, number>, ended: {} as Record<number, number> };
  const engine = new Engine({
    url,
    slots,
    name,
    capabilities: [name],
    hasSocket: true,
    onStart: (task) => {
      seen.started[task] = steadyMs();
    },
    onEnd: (task) => {
      seen.ended[task] = steadyMs();
    },
  });
  await engine.register();
  tell('ready', engine.deps.worker);
  await new Promise<void>((resolve) =>
    process.on('message', (message: { readonly look: ExecutionId } | 'report' | 'stop') => {
      if (message === 'stop') resolve();
      else if (message === 'report') tell('report', seen);
      else void engine.look(message.look);
    }),
  );
  await engine.close();
  process.disconnect();
}

function report(child: ChildProcess): Promise<Seen> {
  const seen = answer<Seen>(child, 'report');
  child.send('report');
  return seen;
}

async function over({ owner }: Place, ids: readonly ExecutionId[]): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ n: number }>(
      'select count(*)::int as n from nightshift.executions where id = any ($1) and ended_at is null',
      [ids],
    );
    if (rows[0]!.n === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
}

const merged = (seen: readonly Seen[], what: keyof Seen): Record<number, number> =>
  Object.assign({}, ...seen.map((one) => one[what]));
/** The same in all processes of a machine. */
const steadyMs = (): number => Number(process.hrtime.bigint()) / 1e6;
