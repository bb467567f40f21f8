import { UnavailableError } from '../../runtime/core/errors';
import { uuidOf } from '../../runtime/core/execution/session-id';
import type { Clock } from '../../runtime/ports/clock';
import type { Ids } from '../../runtime/ports/ids';
import type { Log } from '../../runtime/ports/log';
import type { Network } from './network';
import { Random, seedOf, seedsUnder } from './random';
import type { Timeline } from './timeline';

/** Where a port leads: over the network, where requests and answers get lost, or to this host's disk. */
export interface Line {
  readonly name: string;
  /** What cannot be reached when a call is lost; absent for this host's own things, which do not get lost. */
  readonly service?: string;
  /** Told of each call that failed for want of a connection. */
  readonly onLoss?: () => void;
}

export interface ProcessOptions {
  readonly name: string;
  readonly timeline: Timeline;
  readonly network: Network;
  readonly seed: number;
  /** False for people and clients: they do not die at an await. */
  readonly isMortal: boolean;
  /** UUIDs in place of short ids. */
  readonly hasRealIds: boolean;
}

/**
 * A process of the simulation. Every call of a port is an await point: the network decides when it arrives, whether it takes
 * effect, when the answer comes, and whether the process lives to see it. After its death nothing of it ever goes on; while
 * it is stalled everything waits.
 */
export class SimulatedProcess {
  isAlive = true;
  /** It only sleeps in order to look again. */
  isPoller = false;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  private calls = 0;
  private stalledUntilMs = 0;
  private backlog: (() => void)[] = [];
  private readonly endings: (() => void)[] = [];
  private wallOffsetMs = 0;

  readonly name: string;
  private readonly timeline: Timeline;
  private readonly network: Network;
  readonly isMortal: boolean;
  readonly callSeed: (call: number) => number;

  constructor({ name, timeline, network, seed, isMortal, hasRealIds }: ProcessOptions) {
    this.name = name;
    this.timeline = timeline;
    this.network = network;
    this.isMortal = isMortal;
    this.callSeed = seedsUnder(seed, name);
    const random = new Random(seedOf(seed, name, 'process'));
    const rate = 1 + (random.next() - 0.5) / 500;
    const bornMs = timeline.nowMs;
    const steadyFrom = random.int(0, 1_000_000);
    const steady = (): number => Math.round((timeline.nowMs - bornMs) * rate) + steadyFrom;
    this.clock = {
      now: () => timeline.nowMs + this.wallOffsetMs,
      steady,
      sleep: (ms, signal) => this.sleep(ms / rate, signal),
    };
    let made = 0;
    this.ids = {
      uuid: () => {
        made += 1;
        // A short one is easier to follow through a trace.
        return hasRealIds ? uuidOf(`${seed}/${name}/${made}`) : `${name.replace(/\W/g, '-')}-${made}`;
      },
      secret: () => `secret-${name}-${++made}`,
      draw: () => random.next(),
    };
    const say = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) =>
      this.trace(() => `${level} ${message} ${fields === undefined ? '' : JSON.stringify(fields)}`);
    const log: Log = {
      debug: say('debug'),
      info: say('info'),
      warn: say('warn'),
      error: say('error'),
      with: () => log,
    };
    this.log = log;
  }

  /** The port as this process reaches it: each method with an await point before and after. */
  wire<T extends object>(line: Line, port: T): T {
    const wired: Record<string, unknown> = {};
    for (const method of methodsOf(port)) {
      const own = { ...line, name: `${line.name}.${method}` };
      wired[method] = (...given: unknown[]) =>
        this.call(own, () => (port as Record<string, (...given: unknown[]) => Promise<unknown>>)[method]!(...given));
    }
    return wired as T;
  }

  call<T>(line: Line, work: () => Promise<T>): Promise<T> {
    const { timeline } = this;
    if (!POLLS.has(line.name)) this.network.stir();
    const fate = this.network.fateOf(this, this.calls++, line);
    return new Promise<T>((resolve, reject) => {
      if (!this.isAlive) return;
      if (fate.crash === 'before') {
        this.trace(() => `dies before ${line.name}`);
        this.kill();
        return;
      }
      const answer = (what: () => void): void => {
        if (fate.crash === 'after') {
          this.trace(() => `dies after ${line.name}`);
          this.kill();
        } else timeline.after(fate.answerMs, () => this.deliver(what));
      };
      const lose = (): void => {
        this.trace(() => `loses ${line.name}`);
        answer(() => {
          line.onLoss?.();
          reject(new UnavailableError(line.service ?? 'host', `${line.name} got no answer`, { retryAfterMs: 1_000 }));
        });
      };
      const arrive = (): void => {
        if (!this.isAlive && (line.service === undefined || fate.isLostWithProcess)) return;
        if (line.service !== undefined && (fate.loss === 'request' || this.network.isCut(this.name, line.service))) {
          lose();
          return;
        }
        this.trace(() => line.name);
        work().then(
          (value) => {
            if (fate.loss === 'answer' || (line.service !== undefined && this.network.isCut(this.name, line.service)))
              lose();
            else answer(() => resolve(value));
          },
          (error: unknown) => answer(() => reject(error)),
        );
      };
      if (fate.requestMs === 0) arrive();
      else timeline.after(fate.requestMs, arrive);
    });
  }

  /** Runs what came from outside: at once, after a stall, or never. */
  deliver(run: () => void): void {
    if (!this.isAlive) return;
    if (this.timeline.nowMs < this.stalledUntilMs) this.backlog.push(run);
    else run();
  }

  /** SIGSTOP, and SIGCONT after `ms`. What runs inside its sandboxes stops with it. */
  stall(ms: number): void {
    this.stalledUntilMs = Math.max(this.stalledUntilMs, this.timeline.nowMs + ms);
    this.timeline.after(ms, () => {
      if (this.timeline.nowMs < this.stalledUntilMs) return;
      const due = this.backlog;
      this.backlog = [];
      for (const run of due) this.deliver(run);
    });
  }

  jumpWallClock(ms: number): void {
    this.wallOffsetMs += ms;
  }

  /** Calls back once it is dead, however it died. */
  onEnd(run: () => void): void {
    this.endings.push(run);
  }

  kill(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.backlog = [];
    this.trace(() => 'is dead');
    for (const run of this.endings) run();
  }

  trace(words: () => string): void {
    this.network.trace(() => `${this.name} ${words()}`);
  }

  private sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        cancel();
        signal?.removeEventListener('abort', wake);
        this.deliver(resolve);
      };
      const cancel = this.timeline.after(this.isPoller ? ms * this.network.idleFactor : ms, wake);
      signal?.addEventListener('abort', wake);
    });
  }
}

/** Calls that look, and what follows is seen by other calls. */
const POLLS: ReadonlySet<string> = new Set([
  'loops.dueWakes',
  'loops.openLoops',
  'loops.servesSince',
  'loops.get',
  'outbox.take',
  'store.open',
  'store.eventsAfter',
  'store.now',
  'workers.noticeDead',
  'workers.expiredLeases',
  'workers.scheduling',
  'workers.list',
  'workers.noteSlotWaits',
  'n8n.state',
  'n8n.ready',
  'disk',
  'tails.put',
  'git.workspaces',
  'session.renew',
]);

const METHODS = new WeakMap<object, readonly string[]>();

/** Names of the functions of an object, its own and its class's. */
function methodsOf(port: object): readonly string[] {
  const prototype = Object.getPrototypeOf(port) as object;
  const isPlain = prototype === Object.prototype;
  const key = isPlain ? port : prototype;
  const known = METHODS.get(key);
  if (known) return known;
  const found = Object.getOwnPropertyNames(key).filter(
    (name) => name !== 'constructor' && typeof Object.getOwnPropertyDescriptor(key, name)?.value === 'function',
  );
  METHODS.set(key, found);
  return found;
}
