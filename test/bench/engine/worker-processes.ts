import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionId, WorkerId } from '../../../runtime/core/ids';
import { deciderOf } from '../../../runtime/core/schedule/decider-of';
import { quantile } from '../figures';
import { answer, begin, exit } from './child';
import { Engine } from './engine';
import type { Place } from './measures';
import { STEPS_BEFORE } from './peers/bullmq';
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

/** E2 with each dependant in another process than its dependency, told through that one's socket, ms. */
export async function stepBetweenProcesses(place: Place, tasks: number) {
  const plan = chain(STEPS_BEFORE + tasks);
  const turns = { ...plan, tasks: plan.tasks.map((task, no) => ({ ...task, capability: TWINS[no % 2]! })) };
  const { seen } = await withTwins(place, 1, (engine) => engine.submit(turns).then((id) => [id]));
  const [started, ended] = [merged(seen, 'started'), merged(seen, 'ended')];
  const waits = Array.from({ length: tasks - 1 }, (_, at) => {
    const no = STEPS_BEFORE + at;
    return started[no + 1]! - ended[no]!;
  });
  return { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99) };
}

/** E3 through two worker processes, which share each execution; tasks a second. */
export async function tasksPerSecondOfTwo(place: Place, executions: number, tasks: number): Promise<number> {
  const { seconds } = await withTwins(place, SLOTS_OF_EACH, async (engine) => {
    const ids: ExecutionId[] = [];
    for (let no = 0; no < executions; no++) ids.push(await engine.submit(independent(tasks)));
    await place.owner.query('checkpoint');
    return ids;
  });
  return (executions * tasks) / seconds;
}

/**
 * Two worker processes, and one that hands over and sweeps as a gateway does. As in one process, who decides on an execution takes
 * its first steps.
 */
async function withTwins(place: Place, slots: number, submit: (engine: Engine) => Promise<readonly ExecutionId[]>) {
  const children = TWINS.map((name) => begin(place.bundle, 'twin', place.url, String(slots), name));
  const gone = children.map(exit);
  const failed = Promise.race(gone).then(() =>
    Promise.reject(new Error('a worker of the bench ended before its work')),
  );
  // In the end they do end.
  failed.catch(() => undefined);
  const workers = await Promise.all(children.map((child) => answer<WorkerId>(child, 'ready')));
  const engine = new Engine({ url: place.url, slots: 0, hasSocket: true });
  await engine.register();
  const ids = await submit(engine);
  const sweeping = setInterval(() => engine.sweep(), SWEEP_EVERY_MS);
  const began = performance.now();
  for (const id of ids) children[workers.indexOf(deciderOf(id, workers)!)]!.send({ look: id });
  await Promise.race([over(place, ids), failed]);
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(sweeping);
  const seen = await Promise.all(children.map(report));
  await Promise.all(gone);
  await engine.close();
  return { seconds, seen };
}

/** The process of one of them: works until it is asked what it saw. */
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
    process.on('message', (message: { readonly look: ExecutionId } | 'report') => {
      if (message === 'report') resolve();
      else void engine.look(message.look);
    }),
  );
  tell('report', seen);
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
