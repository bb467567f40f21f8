import type { Client } from 'pg';
import { quantile } from '../figures';
import { answer, begin, exit } from './child';
import { Engine } from './engine';
import { STEPS_BEFORE } from './peers/bullmq';
import { runBullmqWorker } from './peers/bullmq-processes';
import { chain, independent, layered } from './plans';
import { runTwin } from './worker-processes';

const DAG_OF_MANY = 10_000;

export interface Place {
  readonly url: string;
  readonly owner: Client;
  /** This bundle: processes of its own are started from it. */
  readonly bundle: string;
}

/** E2: from a dependency's end to its dependant's start, ms. */
export async function dependencyToStart({ url }: Place, tasks: number) {
  const waits: number[] = [];
  let endedAt = 0;
  const engine = new Engine({
    url,
    slots: 1,
    onStart: (task) => {
      if (task > 0) waits.push(performance.now() - endedAt);
    },
    onEnd: () => {
      endedAt = performance.now();
    },
  });
  await engine.register();
  for (const steps of [STEPS_BEFORE, tasks]) {
    waits.length = 0;
    await engine.run(await engine.submit(chain(steps)));
  }
  await engine.close();
  return { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99) };
}

/** E3, E5: executions of independent tasks side by side; tasks a second. */
export async function tasksPerSecond({ url, owner }: Place, executions: number, tasks: number): Promise<number> {
  const engine = new Engine({ url, slots: 100_000 });
  await engine.register();
  const ids = [];
  for (let no = 0; no < executions; no++) ids.push(await engine.submit(independent(tasks)));
  await owner.query('checkpoint');
  const began = performance.now();
  await Promise.all(ids.map((id) => engine.run(id)));
  const seconds = (performance.now() - began) / 1000;
  await engine.close();
  return (executions * tasks) / seconds;
}

/** E1: how much longer 8 slots take with all records than timers alone, as a share. */
export async function overhead({ url }: Place, tasks: number, taskMs: number): Promise<number> {
  const slots = 8;
  const engine = new Engine({ url, slots, taskMs });
  await engine.register();
  const id = await engine.submit(independent(tasks));
  const began = performance.now();
  await engine.run(id);
  const ours = performance.now() - began;
  await engine.close();
  let next = 0;
  const bare = performance.now();
  await Promise.all(
    Array.from({ length: slots }, async () => {
      while (next++ < tasks) await new Promise((resolve) => setTimeout(resolve, taskMs));
    }),
  );
  const floor = performance.now() - bare;
  return ours / floor - 1;
}

export interface BigRun {
  readonly submitSeconds: number;
  readonly runSeconds: number;
  readonly maxRssMb: number;
  readonly tableMb: number;
}

/** E4, E8: a DAG of many tasks in a process of its own. */
export async function bigDag(place: Place, tasks: number): Promise<BigRun> {
  await place.owner.query('checkpoint');
  const child = begin(place.bundle, 'dag', place.url, String(tasks));
  const [run] = await Promise.all([answer<Omit<BigRun, 'tableMb'>>(child, 'over'), exit(child)]);
  const { rows } = await place.owner.query<{ mb: number }>(
    `select (sum(pg_total_relation_size(c.oid)) / 1e6)::float as mb from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'nightshift' and c.relkind = 'r'`,
  );
  return { ...run, tableMb: rows[0]!.mb };
}

/** E8: as many executions of a DAG of 10,000 tasks as make up so many, one after the other in one process; its memory in MB. */
export async function millionTasks(place: Place, tasks: number): Promise<{ seconds: number; maxRssMb: number }> {
  const child = begin(place.bundle, 'dags', place.url, String(tasks));
  const [run] = await Promise.all([answer<{ seconds: number; maxRssMb: number }>(child, 'over'), exit(child)]);
  return run;
}

async function runDags(url: string, tasks: number, tell: (name: string, value?: unknown) => void): Promise<void> {
  const engine = new Engine({ url, slots: 1_000 });
  await engine.register();
  const began = performance.now();
  for (let left = tasks; left > 0; left -= DAG_OF_MANY)
    await engine.run(await engine.submit(layered(Math.min(left, DAG_OF_MANY))));
  const seconds = (performance.now() - began) / 1_000;
  tell('over', { seconds, maxRssMb: process.resourceUsage().maxRSS / 1_000 });
  await engine.close();
  process.disconnect();
}

/** E7: the engine is killed in the middle of a DAG; ms from the start of the next one to its first dispatch, and tasks done twice. */
export async function killedEngine(place: Place, tasks: number) {
  const first = begin(place.bundle, 'dag', place.url, String(tasks));
  const gone = exit(first);
  const id = await answer<string>(first, 'submitted');
  for (;;) {
    const { rows } = await place.owner.query<{ n: number }>(
      'select completed_tasks as n from nightshift.executions where id = $1',
      [id],
    );
    if (rows[0]!.n > tasks / 2) break;
    await pause(20);
  }
  first.kill('SIGKILL');
  await gone;
  const launcher = new Engine({ url: place.url, slots: 0 });
  await launcher.reportExit(first.pid!);
  await launcher.close();
  const began = performance.now();
  const second = begin(place.bundle, 'resume', place.url, id);
  const over = exit(second);
  await answer(second, 'dispatched');
  const ms = performance.now() - began;
  await over;
  const { rows } = await place.owner.query<{ n: number }>(
    `select count(*)::int as n from (select from nightshift.attempts a where a.execution_id = $1 and a.outcome = 'done'
     group by a.task_no having count(*) > 1) twice`,
    [id],
  );
  return { ms, doneTwice: rows[0]!.n };
}

/** E6: a worker is killed with a task under way; ms until it is started on another one. */
export async function killedWorker(place: Place): Promise<number> {
  const child = begin(place.bundle, 'hold', place.url);
  const gone = exit(child);
  const id = await answer<string>(child, 'holding');
  let started: () => void = () => undefined;
  const takenOver = new Promise<void>((resolve) => {
    started = resolve;
  });
  const engine = new Engine({ url: place.url, slots: 1, name: 'other', onStart: () => started() });
  await engine.register();
  child.kill('SIGKILL');
  await gone;
  const began = performance.now();
  const over = engine.whenOver(id as never);
  const sweeping = setInterval(() => engine.sweep(), 1_000);
  await takenOver;
  const ms = performance.now() - began;
  await over;
  clearInterval(sweeping);
  await engine.close();
  return ms;
}

/** What a process of a measure does; it tells its parent how far it is. */
export async function runProcess([what, url, given, name]: readonly string[]): Promise<void> {
  const tell = (name: string, value?: unknown) => process.send!({ name, value });
  if (what === 'twin') return runTwin(url!, Number(given), name!, tell);
  if (what === 'bullmq') return runBullmqWorker(url!, Number(given), tell);
  if (what === 'dags') return runDags(url!, Number(given), tell);
  if (what === 'hold') {
    const engine = new Engine({ url: url!, slots: 1, doesHold: true });
    await engine.register();
    const id = await engine.submit(independent(1));
    await engine.look(id);
    tell('holding', id);
    setInterval(() => undefined, 1_000);
    return;
  }
  if (what === 'resume') {
    let isFirst = true;
    const onStart = (): void => {
      if (isFirst) tell('dispatched');
      isFirst = false;
    };
    const engine = new Engine({ url: url!, slots: 1_000, name: 'next', onStart });
    await engine.register();
    const over = engine.whenOver(given as never);
    await engine.look(given as never);
    const sweeping = setInterval(() => engine.sweep(), 1_000);
    await over;
    clearInterval(sweeping);
    await engine.close();
    process.disconnect();
    return;
  }
  const engine = new Engine({ url: url!, slots: 1_000 });
  await engine.register();
  const plan = layered(Number(given));
  const began = performance.now();
  const id = await engine.submit(plan);
  const submitted = performance.now();
  tell('submitted', id);
  await engine.run(id);
  const over = performance.now();
  tell('over', {
    submitSeconds: (submitted - began) / 1000,
    runSeconds: (over - submitted) / 1000,
    maxRssMb: process.resourceUsage().maxRSS / 1000,
  });
  await engine.close();
  process.disconnect();
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
