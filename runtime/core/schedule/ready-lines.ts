import type { TaskIndex } from '../execution/task-index';
import { NumberHeap } from './number-heap';
import type { PlanGroups } from './plan-groups';

/** What the lines follow from: while these are the same, only what the index tells anew is looked at. */
export interface LineSources {
  readonly index: TaskIndex;
  readonly groups: PlanGroups;
  /** The order of urgency, least first. */
  readonly keys: Float64Array;
  /** Wave of each task, where waves begin one after the other. */
  readonly waveOf: Int32Array | undefined;
}

/** The most urgent ones of a line. */
export interface Front {
  /** Most urgent first. */
  readonly nos: readonly number[];
  /** There may be more. */
  readonly isCut: boolean;
}

/**
 * Ready tasks in lines, one for each group (and wave, under a barrier), most urgent first, kept from decision to decision. What has
 * begun meanwhile is taken out when it comes to the front. So a decision costs what became ready or starts, however many are
 * ready.
 */
export class ReadyLines {
  private readonly lines = new Map<number, NumberHeap>();
  private readonly isIn: Uint8Array;
  private readonly wasPending: Uint8Array;
  private readonly pending: Int32Array;

  constructor(private readonly sources: LineSources) {
    const { keys, groups } = sources;
    this.isIn = new Uint8Array(keys.length);
    this.wasPending = new Uint8Array(keys.length);
    this.pending = new Int32Array(groups.groups.length);
    sources.index.takeNews();
    for (let no = 0; no < keys.length; no++) this.look(no);
  }

  /** True when they follow from the same, so that `follow` brings them up to date. */
  isOf({ index, groups, keys, waveOf }: LineSources): boolean {
    const own = this.sources;
    return own.index === index && own.groups === groups && own.keys === keys && own.waveOf === waveOf;
  }

  /** Takes in what changed in the index. @returns false when too much did: they must be made anew. */
  follow(): boolean {
    const news = this.sources.index.takeNews();
    if (!news) return false;
    for (const no of news) this.look(no);
    return true;
  }

  /** Pending tasks of a group. */
  pendingOf(group: number): number {
    return this.pending[group]!;
  }

  /** The most urgent ready tasks of a group that may begin, `most` at most. */
  front(group: number, most: number): Front {
    const { index, waveOf } = this.sources;
    const line = this.lines.get(this.lineOf(group, waveOf ? index.firstOpenWave() : 0));
    if (!line) return { nos: [], isCut: false };
    const nos: number[] = [];
    while (nos.length < most && line.size > 0) {
      const no = line.pop();
      if (index.isReady(no)) nos.push(no);
      else this.isIn[no] = 0;
    }
    const isCut = line.size > 0;
    for (const no of nos) line.push(no);
    return { nos, isCut };
  }

  private look(no: number): void {
    const { index, groups, waveOf } = this.sources;
    const group = groups.groupOf[no]!;
    const isPending = index.isPending(no) ? 1 : 0;
    this.pending[group]! += isPending - this.wasPending[no]!;
    this.wasPending[no] = isPending;
    if (!index.isReady(no) || this.isIn[no]) return;
    this.isIn[no] = 1;
    const place = this.lineOf(group, waveOf?.[no] ?? 0);
    let line = this.lines.get(place);
    if (!line) {
      line = new NumberHeap(this.sources.keys);
      this.lines.set(place, line);
    }
    line.push(no);
  }

  private lineOf(group: number, wave: number): number {
    return wave * this.pending.length + group;
  }
}
