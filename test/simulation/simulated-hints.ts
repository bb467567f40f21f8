import { asWorkerId, type WorkerId } from '../../runtime/core/ids';
import type { Hint, HintSender } from '../../runtime/ports/hints';
import type { Network } from './network';
import { Random, seedOf } from './random';
import type { SimulatedProcess } from './simulated-process';
import type { Timeline } from './timeline';

/** Hints between processes: lost, late, doubled, in another order, and invented. */
export class SimulatedHints {
  private readonly listeners = new Map<
    WorkerId,
    { readonly process: SimulatedProcess; readonly onHint: (hint: Hint) => void }
  >();
  private readonly random: Random;
  private readonly seen: Hint[] = [];

  constructor(
    seed: number,
    private readonly timeline: Timeline,
    private readonly network: Network,
  ) {
    this.random = new Random(seedOf(seed, 'hints'));
  }

  listen(worker: WorkerId, process: SimulatedProcess, onHint: (hint: Hint) => void): void {
    this.listeners.set(worker, { process, onHint });
    process.onEnd(() => this.listeners.delete(worker));
  }

  senderFor(process: SimulatedProcess): HintSender {
    return {
      send: (hints) => process.call({ name: 'hints.send', service: 'hints' }, async () => this.carry(hints)),
      forget: () => process.call({ name: 'hints.forget', service: 'hints' }, async () => undefined),
      close: async () => undefined,
    };
  }

  /** Hints that nobody sent: repeats of old ones, and such as never were. */
  invent(count: number): void {
    for (let no = 0; no < count; no++) {
      const known = this.seen[this.random.int(0, Math.max(0, this.seen.length - 1))];
      if (!known) return;
      const worker = this.random.pick([known.worker, ...this.listeners.keys()]);
      const token = Math.max(0, known.token + this.random.int(-1, 1));
      const kind = this.random.pick(['attempt', 'merge'] as const);
      this.post({ ...known, worker: asWorkerId(worker), token, kind }, this.random.int(0, 2_000));
    }
  }

  private carry(hints: readonly Hint[]): void {
    for (const hint of hints) {
      this.seen.push(hint);
      const draw = this.random.next();
      const isFaulty = !this.network.isQuiet;
      if (isFaulty && draw < 0.05) this.network.count('hint lost');
      else if (isFaulty && draw < 0.1) {
        this.network.count('hint doubled');
        this.post(hint, this.random.int(0, 5));
        this.post(hint, this.random.int(0, 40_000));
      } else this.post(hint, isFaulty && draw < 0.15 ? this.random.int(0, 20_000) : 1);
    }
  }

  private post(hint: Hint, delayMs: number): void {
    this.timeline.after(delayMs, () => {
      const listener = this.listeners.get(hint.worker);
      listener?.process.deliver(() => listener.onHint(hint));
    });
  }
}
