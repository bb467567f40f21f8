import { asExecutionId, asWorkerId, type WorkerId } from '../../runtime/core/ids';
import type { Hint, HintListening, HintReceiver, HintSender } from '../../runtime/ports/hints';

export interface HintsHarness {
  readonly sender: HintSender;
  readonly receiver: HintReceiver;
  /** Takes away what hints go by; absent where nothing can be taken. */
  readonly breakDown?: () => Promise<void>;
  /** Gives it back. */
  readonly mend?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface HintsKind {
  /** True where a hint that is sent before its worker listens waits for it. */
  readonly doesWait: boolean;
}

export const aWorker = (name = 'w1') => asWorkerId(`host-1:4711:${name}/ü`);
export const aHint = (task: number, worker = aWorker(), more: Partial<Hint> = {}): Hint => ({
  worker,
  executionId: asExecutionId('0198f2c0-0000-7000-8000-000000000001'),
  task,
  token: 1,
  kind: 'attempt',
  ...more,
});

/** Hints that came so far, and a way to wait until there are enough. */
export function inbox() {
  const hints: Hint[] = [];
  let wake = (): void => undefined;
  return {
    hints,
    take: (hint: Hint) => {
      hints.push(hint);
      wake();
    },
    until: async (isEnough: (hints: readonly Hint[]) => boolean): Promise<void> => {
      while (!isEnough(hints)) {
        await new Promise<void>((done) => {
          wake = done;
        });
      }
    },
  };
}

/** What every way of sending hints keeps of the port's promise. */
export function hintsContract(name: string, kind: HintsKind, open: () => Promise<HintsHarness>): void {
  describe(`Hints: ${name}`, () => {
    let harness: HintsHarness;
    let listenings: HintListening[];
    beforeEach(async () => {
      harness = await open();
      listenings = [];
    });
    afterEach(async () => {
      for (const listening of listenings) await listening.close();
      await harness.sender.close();
      await harness.close();
    });
    const listen = async (box: ReturnType<typeof inbox>, worker: WorkerId = aWorker()) => {
      const listening = await harness.receiver.listen(worker, box.take);
      listenings.push(listening);
      return listening;
    };

    it('brings a hint whole', async () => {
      const box = inbox();
      await listen(box);
      const hint = aHint(7, aWorker(), { token: 12, kind: 'merge' });
      await harness.sender.send([hint]);
      await box.until((hints) => hints.length > 0);
      expect(box.hints).toEqual([hint]);
    });

    it('brings each hint to its own worker only', async () => {
      const [one, two] = [inbox(), inbox()];
      await listen(one, aWorker('w1'));
      await listen(two, aWorker('w2'));
      await harness.sender.send([aHint(1, aWorker('w1')), aHint(2, aWorker('w2')), aHint(3, aWorker('w1'))]);
      await one.until((hints) => hints.length >= 2);
      await two.until((hints) => hints.length >= 1);
      expect(one.hints.map(({ task }) => task).sort()).toEqual([1, 3]);
      expect(two.hints.map(({ task }) => task)).toEqual([2]);
    });

    it('brings a hint again that is sent again after it was taken', async () => {
      const box = inbox();
      await listen(box);
      await harness.sender.send([aHint(1)]);
      await box.until((hints) => hints.length === 1);
      // A job counts as taken a moment after it was handed over; until then a repeat may be dropped as one that still waits.
      const repeated = async (): Promise<void> => {
        while (box.hints.length < 2) {
          await harness.sender.send([aHint(1)]);
          await new Promise((done) => setImmediate(done));
        }
      };
      await repeated();
      expect(box.hints.slice(0, 2)).toEqual([aHint(1), aHint(1)]);
    });

    it('brings hundreds', async () => {
      const box = inbox();
      await listen(box);
      const hints = Array.from({ length: 300 }, (_, task) => aHint(task));
      await harness.sender.send(hints);
      await box.until((came) => new Set(came.map(({ task }) => task)).size === 300);
    });

    if (kind.doesWait) {
      it('keeps a hint for a worker that does not listen yet, once however often it was sent', async () => {
        await harness.sender.send([aHint(1), aHint(2)]);
        await harness.sender.send([aHint(1)]);
        const box = inbox();
        await listen(box);
        await harness.sender.send([aHint(3)]);
        await box.until((hints) => hints.some(({ task }) => task === 3));
        await box.until((hints) => hints.length >= 3);
        expect(box.hints.map(({ task }) => task).sort()).toEqual([1, 2, 3]);
      });
    } else {
      it('says that a worker that does not listen cannot be reached', async () =>
        expect(await harness.sender.send([aHint(1)]).catch((error: unknown) => error)).toMatchObject({
          kind: 'transient',
        }));
    }

    it('calls nobody after it was closed', async () => {
      const box = inbox();
      const listening = await listen(box);
      await listening.close();
      listenings.pop();
      await harness.sender.send([aHint(1)]).catch(() => undefined);
      expect(box.hints).toEqual([]);
    });

    it('says that it is unavailable, and works again by itself', async () => {
      if (harness.breakDown === undefined) return;
      const box = inbox();
      await listen(box);
      await harness.sender.send([aHint(1)]);
      await box.until((hints) => hints.length === 1);
      await harness.breakDown();
      expect(await harness.sender.send([aHint(2)]).catch((error: unknown) => error)).toMatchObject({
        kind: 'transient',
      });
      await harness.mend?.();
      let isSent = false;
      while (!isSent) {
        isSent = await harness.sender.send([aHint(3)]).then(
          () => true,
          () => false,
        );
      }
      await box.until((hints) => hints.some(({ task }) => task === 3));
    });

    it('closes in little time', async () => {
      const listening = await harness.receiver.listen(aWorker('other'), () => undefined);
      const started = performance.now();
      await listening.close();
      expect(performance.now() - started).toBeLessThan(2_500);
    });
  });
}
