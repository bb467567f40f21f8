interface Moment {
  readonly atMs: number;
  readonly order: number;
  run: (() => void) | undefined;
}

/** Takes back what was to happen; nothing happens when it has happened already. */
export type Cancel = () => void;

/**
 * Virtual time. What is to happen later stands here, in order of time and, at the same time, of being asked for. Between two
 * moments every promise that can go on has gone on: so a run is the same each time, and one moment is one step.
 */
export class Timeline {
  nowMs: number;
  steps = 0;
  private readonly heap: Moment[] = [];
  private nextOrder = 0;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  after(delayMs: number, run: () => void): Cancel {
    const moment: Moment = { atMs: this.nowMs + Math.max(0, delayMs), order: this.nextOrder++, run };
    this.push(moment);
    return () => {
      moment.run = undefined;
    };
  }

  /** Steps until `isOver`, nothing is to happen any more, or `untilMs` is reached; true when it is over. */
  async run(isOver: () => boolean, untilMs: number): Promise<boolean> {
    await settled();
    while (!isOver()) {
      const moment = this.heap[0];
      if (!moment || moment.atMs > untilMs) return false;
      this.pop();
      if (!moment.run) continue;
      this.nowMs = moment.atMs;
      this.steps += 1;
      moment.run();
      await settled();
    }
    return true;
  }

  private push(moment: Moment): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(moment);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(moment, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = moment;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (heap.length === 0 || !last) return;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (a: Moment, b: Moment): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/** Resolves once all that waits for promises has run: Node empties the microtasks between two ticks. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
