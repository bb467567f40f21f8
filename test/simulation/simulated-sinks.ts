import { ConfigError, UnavailableError } from '../../runtime/core/errors';
import { CHANNELS, type Channel } from '../../runtime/core/notify/channel';
import type { Notifier } from '../../runtime/ports/notifier';
import { Random, seedOf } from './random';
import type { SimulatedProcess } from './simulated-process';
import type { Timeline } from './timeline';

/** Voice, push and Discord as the other side sees them: what came, under which key, how often. */
export class SimulatedSinks {
  readonly received = new Map<string, number>();
  private readonly downUntilMs = new Map<string, number>();
  private readonly random: Random;

  constructor(
    seed: number,
    private readonly timeline: Timeline,
    private readonly isQuiet: () => boolean,
  ) {
    this.random = new Random(seedOf(seed, 'sinks'));
  }

  takeDown(sink: string, forMs: number): void {
    this.downUntilMs.set(sink, this.timeline.nowMs + forMs);
  }

  /** @throws {UnavailableError} while the sink is down. */
  requireUp(sink: string): void {
    if ((this.downUntilMs.get(sink) ?? 0) > this.timeline.nowMs) throw new UnavailableError(sink, `${sink} is down`);
  }

  notifiersFor(process: SimulatedProcess): ReadonlyMap<Channel, Notifier> {
    return new Map(CHANNELS.map((channel) => [channel, this.notifier(channel, process)]));
  }

  private notifier(channel: Channel, process: SimulatedProcess): Notifier {
    return {
      channel,
      send: ({ key }) =>
        process.call({ name: `${channel}.send`, service: channel }, async () => {
          this.requireUp(channel);
          if (!this.isQuiet() && this.random.chance(0.02)) throw new ConfigError('NOTIFY_REFUSED', 'no such address');
          this.received.set(key, (this.received.get(key) ?? 0) + 1);
        }),
    };
  }
}
