/** Between two lookups. Who waits for one waits this long at most, and as long as the lookup takes. */
const PAUSE_MS = 100;
/** Of one lookup; the rest is for the next one. */
const MOST = 1_000;

interface Waiting {
  readonly digest: string;
  readonly settle: (isKnown: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Looks many tokens up at once, ten times a second at most, and never two at a time: however many are guessed, that is all
 * that they cost the database, and one that is good is found among them. Source: S-07.
 */
export class TokenBatches {
  private waiting: Waiting[] = [];
  private isBusy = false;

  constructor(
    private readonly known: (digests: readonly string[]) => Promise<ReadonlySet<string>>,
    private readonly pauseMs = PAUSE_MS,
  ) {}

  /** Whether a good token has this SHA-256, by a lookup that begins after the question. Rejects as the lookup does. */
  isKnown(digest: string): Promise<boolean> {
    return new Promise((settle, fail) => {
      this.waiting.push({ digest, settle, fail });
      if (this.isBusy) return;
      this.isBusy = true;
      void this.lookUp();
    });
  }

  private async lookUp(): Promise<void> {
    const batch = this.waiting.splice(0, MOST);
    try {
      const known = await this.known([...new Set(batch.map(({ digest }) => digest))]);
      for (const { digest, settle } of batch) settle(known.has(digest));
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
    setTimeout(() => {
      if (this.waiting.length > 0) void this.lookUp();
      else this.isBusy = false;
    }, this.pauseMs).unref();
  }
}
