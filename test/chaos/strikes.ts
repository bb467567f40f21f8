import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../simulation/random';
import type { Nightshift, PartOf } from '../support/nightshift';
import { familyOf, isRunning, killHard } from '../support/processes';
import type { RedisServer } from '../support/redis-server';
import { addWorkerPatiently, boot, describeBoot, drawBoot } from './boot';
import { Deck, ROUND } from './deck';
import type { Fault, Target } from './fault';

/** Workers beside the one that the launcher keeps. */
const EXTRA_WORKERS = 2;
/** Milliseconds in which what has just come back is let alone: others need it to come back themselves. */
const CALM_MS: { readonly [target in Target]?: number } = { postgres: 12_000, redis: 8_000, n8n: 10_000 };
/** Others are struck meanwhile; once nothing is, a part must be back in `SETTLES_MS`. */
const BACK_MS = 3_600_000;
const SETTLES_MS = 120_000;
/** Strikes at the whole machine leave everything else alone until it is up again. */
const PARTS: readonly PartOf[] = ['worker', 'gateway', 'n8n', 'postgres'];

export interface StrikesOptions {
  readonly leaseMs: number;
  readonly redis?: RedisServer;
  /** Of the workers that are started here. */
  readonly env: NodeJS.ProcessEnv;
  /** Called for every fault as it happens. */
  readonly onFault: (fault: Fault) => void;
}

/** Kills, stops and continues what a nightshift is made of, and starts again what its launcher does not. */
export class Strikes {
  readonly faults: Fault[] = [];
  /** Milliseconds from a kill to the moment that the part answers again, by target. */
  readonly backMs: { readonly target: Target; readonly ms: number }[] = [];
  /** What is not up, or not to be touched now. */
  private readonly down = new Set<Target>();
  private readonly extras: (ChildProcess & { readonly pid: number })[] = [];
  private readonly pending = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];
  private readonly calmUntil = new Map<Target, number>();
  private isRedisUp = true;
  private readonly deck: Deck;

  constructor(
    private readonly nightshift: Nightshift,
    private readonly random: Random,
    private readonly options: StrikesOptions,
  ) {
    const targets = (Object.keys(ROUND) as Target[]).filter(
      (target) => options.redis !== undefined || !['redis', 'n8n-worker'].includes(target),
    );
    this.deck = new Deck(random, targets);
  }

  async begin(): Promise<void> {
    for (let no = 0; no < EXTRA_WORKERS; no++) await this.addWorker();
  }

  /** One fault, at something that is up; false when nothing is. */
  async strike(): Promise<boolean> {
    if (this.failures.length > 0) throw this.failures[0];
    const target = this.deck.take((one) => this.canBeStruck(one));
    if (target === undefined) return false;
    // Whoever is struck is chosen by chance, how is too: a process that stands still is worse than one that is gone.
    const isStop = target !== 'redis' && target !== 'everything' && this.random.chance(0.3);
    if (isStop) await this.stop(target);
    else await this.kill(target);
    return true;
  }

  /** Nothing is struck any more; resolves when all that was struck is up again. */
  async settle(): Promise<void> {
    const end = performance.now() + SETTLES_MS;
    while (this.pending.size > 0 && performance.now() < end) await Promise.race([...this.pending, sleep(1_000)]);
    if (this.failures.length > 0) throw this.failures[0];
    if (this.pending.size > 0) throw new Error(`${[...this.down].join(', ')} did not come back`);
  }

  private canBeStruck(target: Target): boolean {
    return this.isUp(target) && (this.calmUntil.get(target) ?? 0) < Date.now();
  }

  private isUp(target: Target): boolean {
    if (this.down.has(target)) return false;
    if (target === 'redis') return this.options.redis !== undefined && this.isRedisUp;
    if (target === 'everything') return this.down.size === 0 && this.pending.size === 0;
    if (target === 'extra-worker') return this.extras.length > 0;
    const pid = this.nightshift.pid(target);
    return pid !== undefined && isRunning(pid);
  }

  private async kill(target: Target): Promise<void> {
    this.down.add(target);
    if (target === 'redis') return this.killRedis();
    if (target === 'everything') return this.killEverything();
    if (target === 'extra-worker') return this.killExtra();
    const pid = this.nightshift.pid(target)!;
    const former = this.nightshift.pid(target);
    const worker = target === 'worker' ? await this.workerOf(pid) : undefined;
    const atMs = this.note({ target, action: 'kill', pid, ...(worker ? { worker } : {}) });
    for (const one of target === 'postgres' ? familyOf(pid) : [pid]) killHard(one);
    this.later(target, async () => {
      await this.nightshift.isBack(target, former, BACK_MS);
      this.backMs.push({ target, ms: Date.now() - atMs });
    });
  }

  private async stop(target: PartOf | 'extra-worker'): Promise<void> {
    const pid = target === 'extra-worker' ? this.random.pick(this.extras).pid : this.nightshift.pid(target)!;
    const isWorker = target === 'worker' || target === 'extra-worker';
    const worker = isWorker ? await this.workerOf(pid) : undefined;
    if (!isRunning(pid)) return;
    this.down.add(target);
    const forMs = Math.round(this.options.leaseMs * (isWorker ? 1.2 + this.random.next() : 0.3 + this.random.next()));
    // With its agents, or without: then they work on for somebody who does not listen.
    const isWhole = target === 'postgres' || this.random.chance(0.5);
    const family = isWhole ? familyOf(pid) : [pid];
    this.note({ target, action: 'stop', pid, forMs, ...(worker ? { worker } : {}) });
    for (const one of family) signal(one, 'SIGSTOP');
    this.later(target, async () => {
      await sleep(forMs);
      for (const one of family) signal(one, 'SIGCONT');
      await sleep(200);
    });
  }

  private async killExtra(): Promise<void> {
    const child = this.random.pick(this.extras);
    const worker = await this.workerOf(child.pid);
    this.note({ target: 'extra-worker', action: 'kill', pid: child.pid, ...(worker ? { worker } : {}) });
    this.extras.splice(this.extras.indexOf(child), 1);
    child.kill('SIGKILL');
    this.down.delete('extra-worker');
    const pauseMs = this.random.int(0, 3_000);
    this.later('extra-worker', async () => {
      await sleep(pauseMs);
      await this.addWorker();
    });
  }

  private async killRedis(): Promise<void> {
    const { redis } = this.options;
    this.isRedisUp = false;
    const atMs = this.note({ target: 'redis', action: 'kill', pid: 0 });
    await redis!.kill9();
    const pauseMs = this.random.int(0, 4_000);
    this.later('redis', async () => {
      await sleep(pauseMs);
      await redis!.restart();
      this.isRedisUp = true;
      this.backMs.push({ target: 'redis', ms: Date.now() - atMs });
    });
  }

  /** As a power cut and the boot after it: everything ends at once, and comes back in any order, with any gaps. */
  private async killEverything(): Promise<void> {
    const { redis } = this.options;
    const parts = PARTS.map((part) => this.nightshift.pid(part)).filter((pid) => pid !== undefined);
    const extras = this.extras.splice(0);
    const steps = drawBoot(this.random, [
      { name: 'launcher', start: () => this.nightshift.startAgain() },
      ...(redis ? [{ name: 'redis', start: () => redis.restart() }] : []),
      ...extras.map((_, no) => ({ name: `worker-${no + 1}`, start: () => this.addWorker() })),
    ]);
    const atMs = this.note({
      target: 'everything',
      action: 'kill',
      pid: this.nightshift.launcherPid ?? 0,
      boot: describeBoot(steps),
    });
    const pids = [this.nightshift.launcherPid, ...parts, ...extras.map(({ pid }) => pid)].flatMap((pid) =>
      pid === undefined ? [] : familyOf(pid),
    );
    for (const pid of pids) killHard(pid);
    await redis?.kill9();
    await this.nightshift.until('all is gone', async () => !pids.some(isRunning), 20_000);
    await boot(steps);
    this.backMs.push({ target: 'everything', ms: Date.now() - atMs });
    this.down.delete('everything');
  }

  private later(target: Target, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => this.failures.push(error))
      .then(() => {
        this.down.delete(target);
        this.calmUntil.set(target, Date.now() + (CALM_MS[target] ?? 0));
        this.pending.delete(done);
      });
    this.pending.add(done);
  }

  private async addWorker(): Promise<void> {
    this.extras.push(await addWorkerPatiently(this.nightshift, this.options.env));
  }

  private note(fault: Omit<Fault, 'no' | 'atMs'>): number {
    const atMs = Date.now();
    const noted = { no: this.faults.length + 1, atMs, ...fault };
    this.faults.push(noted);
    this.options.onFault(noted);
    return atMs;
  }

  /** The database may be away just now; then its timings are not counted. */
  private async workerOf(pid: number): Promise<string | undefined> {
    if (this.down.has('postgres')) return undefined;
    try {
      return (await this.nightshift.workers()).find((worker) => worker.pid === pid)?.id;
    } catch {
      return undefined;
    }
  }
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
