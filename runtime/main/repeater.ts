import type { Clock } from '../ports/clock';

/** Does one thing again and again, never twice at once: every so often, at once when hurried, sooner when a step says so. */
export class Repeater<T = unknown> {
  private isEnding = false;
  private pause = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
    private readonly step: () => Promise<T>,
    private readonly onError: (error: unknown) => void,
    /** Milliseconds until the next step, by what this one came to; undefined: as ever. */
    private readonly nextInMs: (result: T) => number | undefined = () => undefined,
  ) {
    this.running = this.run();
  }

  /** Ends the present pause, or leaves out the next one. */
  hurry(): void {
    this.pause.abort('hurried');
  }

  /** Resolves once the step under way is over; none begins after it. */
  async stop(): Promise<void> {
    this.isEnding = true;
    this.pause.abort('ending');
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isEnding) {
      if (this.pause.signal.aborted) this.pause = new AbortController();
      let pauseMs = this.everyMs;
      try {
        pauseMs = Math.min(pauseMs, this.nextInMs(await this.step()) ?? pauseMs);
      } catch (error) {
        this.onError(error);
      }
      if (!this.isEnding) await this.clock.sleep(pauseMs, this.pause.signal);
    }
  }
}
