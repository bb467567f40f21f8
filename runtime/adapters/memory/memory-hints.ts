import type { WorkerId } from '../../core/ids';
import type { Hint, HintListening, HintReceiver, HintSender } from '../../ports/hints';

/** Hints inside one process: both ends. What is sent before somebody listens waits for them; a waiting repeat is dropped. */
export class MemoryHints implements HintSender, HintReceiver {
  private readonly listeners = new Map<WorkerId, (hint: Hint) => void>();
  private readonly waiting = new Map<string, Hint>();

  async send(hints: readonly Hint[]): Promise<void> {
    for (const hint of hints) {
      const listener = this.listeners.get(hint.worker);
      if (listener === undefined)
        this.waiting.set(`${hint.worker} ${hint.executionId} ${hint.task} ${hint.token}`, hint);
      // As from another process: never inside the call of the sender.
      else setImmediate(listener, hint);
    }
  }

  async listen(worker: WorkerId, onHint: (hint: Hint) => void): Promise<HintListening> {
    this.listeners.set(worker, onHint);
    for (const [key, hint] of this.waiting) {
      if (hint.worker !== worker) continue;
      this.waiting.delete(key);
      setImmediate(onHint, hint);
    }
    return {
      close: async () => {
        if (this.listeners.get(worker) === onHint) this.listeners.delete(worker);
      },
    };
  }

  async forget(): Promise<void> {}

  async close(): Promise<void> {}
}
