import type { Clock } from '../ports/clock';

/** Does one thing again and again, never twice at once: every so often, and at once when hurried. */
export class Repeater {
  private isEnding = false;
  private pause = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
    private readonly step: () => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
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
      this.pause = new AbortController();
      try {
        await this.step();
      } catch (error) {
        this.onError(error);
      }
      if (!this.isEnding) await this.clock.sleep(this.everyMs, this.pause.signal);
    }
  }
}
