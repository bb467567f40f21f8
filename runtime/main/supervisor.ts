import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../core/errors';
import type { Log } from '../ports/log';
import { endProcess } from './end-process';
import { interrupted } from './interrupted';
import type { ProcessIdentity } from './process-identity';
import type { PartExit } from './spawn-part';

export type PartName = 'postgres' | 'n8n' | 'n8n-worker' | 'gateway' | 'worker';

/** A process that is kept running. */
export interface Part {
  readonly name: PartName;
  /** Parts that are ready before it starts, and stopped after it. */
  readonly after: readonly PartName[];
  readonly stopSignal: NodeJS.Signals;
  /** How long it may take to end before it is killed. */
  readonly graceMs: number;
  /** Whether its process group ends with it. */
  readonly isGroup: boolean;
  /** Starts it and resolves once it is ready. */
  start(order: StartOrder): Promise<StartedPart>;
}

export interface StartOrder {
  /** Told of the process as soon as there is one, so that it can be ended meanwhile. */
  readonly spawned: (identity: ProcessIdentity) => void;
  /** It ran before. */
  readonly isRestart: boolean;
  /** How many starts failed since it ran: the more, the longer it is waited for. */
  readonly failures: number;
}

export interface StartedPart {
  readonly identity: ProcessIdentity;
  readonly exited: Promise<PartExit>;
}

export interface SupervisorHooks {
  readonly onStarting?: (part: PartName) => void;
  readonly onReady?: (part: PartName, identity: ProcessIdentity) => Promise<void> | void;
  /** The set of living processes changed. */
  readonly onProcesses?: (processes: ReadonlyMap<PartName, ProcessIdentity>) => void;
  /** A part ended without being asked to; it is started again afterwards. What this throws is logged. */
  readonly onExit?: (part: PartName, pid: number, exit: PartExit) => Promise<void> | void;
  /** A part could not be started again; it is tried once more after `nextTryMs`. */
  readonly onFailure?: (part: PartName, error: unknown, nextTryMs: number) => void;
}

export interface Supervisor {
  /**
   * Starts everything, in order, and resolves once all of it is ready at one time. Rejects with the first part's error; what was
   * started is stopped then.
   */
  start(): Promise<void>;
  /** Ends a part, once it is ready, which is then started again as one that died. */
  restart(name: PartName): void;
  /** Ends everything in reverse order. Safe to repeat; a repeat waits for the first, `isHurried` kills what is left at once. */
  stop(isHurried?: boolean): Promise<void>;
}

const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 10_000;
const LOOK_EVERY_MS = 20;
/** A part that ran this long is well: the next death counts as a first one. */
const WELL_AFTER_MS = 60_000;

/**
 * Keeps parts running: starts them in the order of their dependencies, starts one that dies again (after 0.2 s, doubling
 * to 10 s), and ends them in reverse order.
 */
export function createSupervisor(
  deps: { readonly log: Log },
  parts: readonly Part[],
  hooks: SupervisorHooks,
): Supervisor {
  return new PartSupervisor(deps.log, parts, hooks);
}

class PartSupervisor implements Supervisor {
  private readonly processes = new Map<PartName, ProcessIdentity>();
  private readonly ready = new Set<PartName>();
  /** What is to be ended once it is ready. */
  private readonly outdated = new Set<PartName>();
  private readonly stopping = new AbortController();
  /** First starts, and the watch over each part after that: what may still make a process. */
  private readonly pending = new Set<Promise<void>>();
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly log: Log,
    private readonly parts: readonly Part[],
    private readonly hooks: SupervisorHooks,
  ) {}

  async start(): Promise<void> {
    const firsts = new Map<PartName, Promise<void>>();
    for (const part of inOrder(this.parts)) {
      const before = Promise.all(part.after.map((name) => firsts.get(name)));
      const started = before.then(() => this.startFirst(part));
      firsts.set(part.name, started);
      this.pending.add(started);
    }
    try {
      await Promise.all(firsts.values());
      await this.areReady();
    } catch (error) {
      const isStopped = this.stopping.signal.aborted;
      await this.stop();
      throw isStopped ? interrupted() : error;
    }
  }

  restart(name: PartName): void {
    this.outdated.add(name);
    for (const part of this.parts) if (part.name === name) this.pending.add(this.endOnceReady(part));
  }

  stop(isHurried = false): Promise<void> {
    this.stopping.abort();
    if (isHurried) for (const part of this.parts) void this.end(part, 0);
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  /** One that was ready may have ended while another started. */
  private areReady(): Promise<void> {
    return this.until(() => this.parts.every(({ name }) => this.ready.has(name) && !this.outdated.has(name)));
  }

  private async endOnceReady(part: Part): Promise<void> {
    try {
      await this.until(() => this.ready.has(part.name));
    } catch {
      return; // everything ends, and this part with it
    }
    this.ready.delete(part.name);
    this.outdated.delete(part.name);
    await this.end(part, part.graceMs);
  }

  /** @throws when everything is to end. */
  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.stopping.signal.aborted) throw interrupted();
      await pause(LOOK_EVERY_MS, this.stopping.signal);
    }
  }

  private async startFirst(part: Part): Promise<void> {
    if (this.stopping.signal.aborted) throw interrupted();
    this.hooks.onStarting?.(part.name);
    const started = await this.startOnce(part, { isRestart: false, failures: 0 });
    if (this.stopping.signal.aborted) throw interrupted();
    this.watch(part, started);
  }

  private async startOnce(part: Part, order: Omit<StartOrder, 'spawned'>): Promise<StartedPart> {
    const started = await part.start({ ...order, spawned: (identity) => this.remember(part.name, identity) });
    this.remember(part.name, started.identity);
    await this.hooks.onReady?.(part.name, started.identity);
    this.ready.add(part.name);
    return started;
  }

  private watch(part: Part, started: StartedPart): void {
    this.pending.add(this.keepRunning(part, started));
  }

  private async keepRunning(part: Part, first: StartedPart): Promise<void> {
    let current = first;
    let backoffMs = FIRST_BACKOFF_MS;
    for (;;) {
      const since = performance.now();
      const exit = await current.exited;
      this.ready.delete(part.name);
      if (this.stopping.signal.aborted) return;
      this.log.warn(`${part.name} ended; it is started again`, { pid: current.identity.pid, ...exit });
      this.forget(part.name);
      await this.reportExit(part.name, current.identity.pid, exit);
      if (performance.now() - since > WELL_AFTER_MS) backoffMs = FIRST_BACKOFF_MS;
      const restarted = await this.startAgain(part, backoffMs);
      if (restarted === undefined) return;
      current = restarted.started;
      backoffMs = restarted.backoffMs;
    }
  }

  /** Tries until it is ready again; `undefined` when everything is to end. */
  private async startAgain(
    part: Part,
    firstBackoffMs: number,
  ): Promise<{ started: StartedPart; backoffMs: number } | undefined> {
    let backoffMs = firstBackoffMs;
    for (let failures = 0; ; failures++) {
      await pause(backoffMs, this.stopping.signal);
      if (this.stopping.signal.aborted) return undefined;
      backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
      try {
        const started = await this.startOnce(part, { isRestart: true, failures });
        this.log.info(`${part.name} is ready again`, { pid: started.identity.pid });
        return { started, backoffMs };
      } catch (error) {
        if (this.stopping.signal.aborted) return undefined;
        this.log.error(`${part.name} could not be started`, { error: messageOf(error), nextTryMs: backoffMs });
        this.hooks.onFailure?.(part.name, error, backoffMs);
        await this.end(part, 0);
      }
    }
  }

  private async reportExit(name: PartName, pid: number, exit: PartExit): Promise<void> {
    try {
      await this.hooks.onExit?.(name, pid, exit);
    } catch (error) {
      // Others notice the death by themselves, later.
      this.log.warn(`The end of ${name} could not be reported`, { pid, error: messageOf(error) });
    }
  }

  private async stopAll(): Promise<void> {
    const ended = new Map<PartName, Promise<void>>();
    for (const part of [...inOrder(this.parts)].reverse()) {
      const dependants = this.parts
        .filter((other) => other.after.includes(part.name))
        .map((other) => ended.get(other.name));
      ended.set(
        part.name,
        Promise.all(dependants).then(() => this.end(part, part.graceMs)),
      );
    }
    await Promise.all(ended.values());
    // A start that was under way may have made a process meanwhile.
    await Promise.allSettled(this.pending);
    for (const part of [...inOrder(this.parts)].reverse()) await this.end(part, part.graceMs);
  }

  private async end(part: Part, graceMs: number): Promise<void> {
    const identity = this.processes.get(part.name);
    if (identity === undefined) return;
    await endProcess(identity, { signal: part.stopSignal, graceMs, isGroup: part.isGroup });
    if (this.processes.get(part.name) === identity) this.forget(part.name);
  }

  private remember(name: PartName, identity: ProcessIdentity): void {
    this.processes.set(name, identity);
    this.hooks.onProcesses?.(this.processes);
  }

  private forget(name: PartName): void {
    this.processes.delete(name);
    this.hooks.onProcesses?.(this.processes);
  }
}

/** Every part after those it depends on. */
function inOrder(parts: readonly Part[]): readonly Part[] {
  const ordered: Part[] = [];
  const add = (part: Part): void => {
    if (ordered.includes(part)) return;
    for (const other of parts) if (part.after.includes(other.name)) add(other);
    ordered.push(part);
  };
  for (const part of parts) add(part);
  return ordered;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
