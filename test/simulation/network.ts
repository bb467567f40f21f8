import { Random } from './random';
import type { CallFault, Rates, Scenario } from './scenario';
import type { Line } from './simulated-process';
import type { Timeline } from './timeline';

/** Virtual milliseconds without news after which pollers sleep longer, and how much. */
const IDLE_AFTER_MS = 3_000;
const IDLE_FACTOR = 6;

/** What becomes of one call. */
export interface Fate {
  readonly requestMs: number;
  readonly answerMs: number;
  /** Lost before it takes effect, or after. */
  readonly loss?: 'request' | 'answer';
  /** The caller dies instead of sending, or once it took effect. */
  readonly crash?: 'before' | 'after';
  /** When the caller dies while it is on its way, it is not on its way any more. */
  readonly isLostWithProcess: boolean;
}

/** Who calls. */
export interface Caller {
  readonly name: string;
  /** It may die of a call. */
  readonly isMortal: boolean;
  /** The seed of what becomes of a call, by its number. */
  readonly callSeed: (call: number) => number;
}

/**
 * Decides what becomes of each call of each process. By chance with the rates of the scenario, or, in a shrunk scenario, by the
 * list of call faults that it names. Delays are the same in both.
 */
export class Network {
  /** Faults of calls that came about, to be named in a scenario without rates. */
  readonly fired: CallFault[] = [];
  readonly counts = new Map<string, number>();
  readonly lines: string[] = [];
  private stirredMs = 0;
  private readonly named = new Map<string, CallFault>();
  private readonly cuts: { readonly of: string; readonly service: string; readonly untilMs: number }[] = [];

  constructor(
    private readonly scenario: Scenario,
    private readonly timeline: Timeline,
    private readonly isTraced: boolean,
  ) {
    for (const fault of scenario.callFaults ?? []) this.named.set(`${fault.process} ${fault.call}`, fault);
  }

  get isQuiet(): boolean {
    return this.timeline.nowMs >= this.scenario.startMs + this.scenario.faultsForMs;
  }

  fateOf({ name: process, isMortal, callSeed }: Caller, call: number, { service }: Line): Fate {
    const { rates, callFaults } = this.scenario;
    const random = new Random(callSeed(call));
    // Most requests arrive at once: other processes come in between call and answer as well.
    const requestMs = Math.max(0, random.int(-4, 3));
    const answerMs = random.int(0, 3);
    const isLostWithProcess = random.chance(0.5);
    const chance = random.next();
    const usual = { requestMs, answerMs, isLostWithProcess };
    const kind =
      callFaults === undefined
        ? this.isQuiet
          ? undefined
          : drawn(chance, rates, service !== undefined)
        : this.named.get(`${process} ${call}`)?.kind;
    const isDeath = kind === 'crash-before' || kind === 'crash-after';
    if (kind === undefined || (isDeath && !isMortal)) return usual;
    this.fired.push({ process, call, kind });
    this.count(`call ${kind}`);
    const waitMs = random.int(50, 8_000);
    switch (kind) {
      case 'lose-request':
        return { ...usual, requestMs: waitMs, loss: 'request' };
      case 'lose-answer':
        return { ...usual, answerMs: waitMs, loss: 'answer' };
      case 'delay-request':
        return { ...usual, requestMs: random.chance(0.2) ? waitMs * 8 : waitMs };
      case 'delay-answer':
        return { ...usual, answerMs: random.chance(0.2) ? waitMs * 8 : waitMs };
      case 'crash-before':
        return { ...usual, crash: 'before' };
      case 'crash-after':
        return { ...usual, crash: 'after' };
    }
  }

  /** Nothing gets from the processes whose name begins with `of` to `service` for a while, nor back. */
  cut(of: string, service: string, ms: number): void {
    this.cuts.push({ of, service, untilMs: this.timeline.nowMs + ms });
  }

  isCut(process: string, service: string): boolean {
    return this.cuts.some(
      (cut) => cut.service === service && this.timeline.nowMs < cut.untilMs && process.startsWith(cut.of),
    );
  }

  /** Called when something happened that may be followed by something; polls that find nothing are not. */
  stir(): void {
    this.stirredMs = this.timeline.nowMs;
  }

  /** How much longer pollers may sleep than they would: while nothing happens there is nothing to find. */
  get idleFactor(): number {
    return this.timeline.nowMs - this.stirredMs > IDLE_AFTER_MS ? IDLE_FACTOR : 1;
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  trace(words: () => string): void {
    if (!this.isTraced) return;
    const atS = ((this.timeline.nowMs - this.scenario.startMs) / 1_000).toFixed(3);
    this.lines.push(`${atS.padStart(9)} ${words()}`);
  }
}

function drawn(draw: number, rates: Rates, isRemote: boolean): CallFault['kind'] | undefined {
  let sum = 0;
  for (const kind of [
    'crash-before',
    'crash-after',
    'delay-request',
    'delay-answer',
    'lose-request',
    'lose-answer',
  ] as const) {
    if (!isRemote && (kind === 'lose-request' || kind === 'lose-answer')) continue;
    sum += rates[kind];
    if (draw < sum) return kind;
  }
  return undefined;
}
