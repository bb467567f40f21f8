import type { TaskIndex } from '../execution/task-index';
import type { ClaimedFiles } from './claimed-files';
import type { PlanGroups } from './plan-groups';
import { ReadyLine } from './ready-line';

/** What the lines follow from: while these are the same, only what the index tells anew is looked at. */
export interface LineSources {
  readonly index: TaskIndex;
  readonly groups: PlanGroups;
  /** The order of urgency, least first. */
  readonly keys: Float64Array;
  /** What each task is believed to take. */
  readonly minutes: Float64Array;
  /** What each task keeps from others. */
  readonly claims: ClaimedFiles;
  /** Wave of each task, where waves begin one after the other. */
  readonly waveOf: Int32Array | undefined;
}

/** The ones of a line that a decision looks at. */
export interface Front {
  /** The most urgent ones. */
  readonly nos: readonly number[];
  /** The shortest one, where there may be more and it is none of them. */
  readonly shortest: readonly number[];
  /** There may be more. */
  readonly isCut: boolean;
}

/**
 * Ready tasks in lines, one for each group (and wave, under a barrier), kept from decision to decision. One that cannot start
 * before a certain other one is over, because of a file, is parked until then. So a decision costs what became ready or starts,
 * however many are ready, and however many wait for a file.
 */
export class ReadyLines {
  private readonly lines = new Map<number, ReadyLine>();
  /** By blocker, and by group and wave. */
  private readonly parked = new Map<number, Map<number, ReadyLine>>();
  /** Where each task is: `NOWHERE`, `IN_LINE`, or parked, as 1 + its blocker. */
  private readonly homeOf: Int32Array;
  private readonly takesUnits: boolean;
  private readonly wasPending: Uint8Array;
  private readonly pending: Int32Array;
  /** Tasks that waited for a person in the last decision. */
  private asked = '';

  /** @param before - Lines of another order of urgency: what is parked there is parked here. */
  constructor(
    private readonly sources: LineSources,
    before?: ReadyLines,
  ) {
    const { keys, groups } = sources;
    this.homeOf = new Int32Array(keys.length);
    this.takesUnits = groups.groups.some(({ demands }) => demands.length > 0);
    this.wasPending = new Uint8Array(keys.length);
    this.pending = new Int32Array(groups.groups.length);
    sources.index.takeNews();
    if (before?.isOf({ ...sources, keys: before.sources.keys, minutes: before.sources.minutes })) this.parkAs(before);
    for (let no = 0; no < keys.length; no++) this.look(no);
  }

  /** True when they follow from the same, so that `follow` brings them up to date. */
  isOf({ index, groups, keys, minutes, claims, waveOf }: LineSources): boolean {
    const own = this.sources;
    const isSameOrder = own.keys === keys && own.minutes === minutes;
    return (
      own.index === index && own.groups === groups && isSameOrder && own.claims === claims && own.waveOf === waveOf
    );
  }

  /** Takes in what changed in the index. @returns false when too much did: they must be made anew. */
  follow(): boolean {
    const news = this.sources.index.takeNews();
    if (!news) return false;
    for (const no of news) this.look(no);
    return true;
  }

  /** A decision begins: what was parked for one that is not in progress, and for which no place is kept, is in line again. */
  beginDecision(keptTask: number): void {
    const { index } = this.sources;
    const asked = index.in('waiting').join();
    for (const blocker of this.blockers())
      if (asked !== this.asked || !(index.isBusy(blocker) || blocker === keptTask)) this.unpark(blocker);
    this.asked = asked;
  }

  /** Pending tasks of a group. */
  pendingOf(group: number): number {
    return this.pending[group]!;
  }

  /** The ready tasks of a group that may begin and are not parked: `most` at most, and one. */
  front(group: number, most: number): Front {
    const line = this.lines.get(this.openPlace(group));
    if (!line) return { nos: [], shortest: [], isCut: false };
    const { nos, isCut } = line.front(most);
    // Only where tasks take files or units is a place kept, which the shortest may pass.
    const shortest = isCut && (this.takesUnits || this.sources.claims.areAny) ? line.shortest() : -1;
    return { nos, shortest: shortest < 0 || nos.includes(shortest) ? [] : [shortest], isCut };
  }

  /** Those of a group that stand for all that are parked: for each blocker the most urgent one and the shortest one. */
  parkedFront(group: number): readonly number[] {
    const place = this.openPlace(group);
    return [...this.parked.values()].flatMap((lines) => {
      const line = lines.get(place);
      return line ? [...new Set([...line.front(1).nos, line.shortest()])].filter((no) => no >= 0) : [];
    });
  }

  /** Those for which others are parked. */
  blockers(): readonly number[] {
    return [...this.parked.keys()];
  }

  /** True when one of those that stand for what is parked for a blocker is so. */
  someParkedFor(blocker: number, isSo: (no: number) => boolean): boolean {
    for (const line of this.parked.get(blocker)?.values() ?? [])
      if (isSo(line.front(1).nos[0] ?? -1) || isSo(line.shortest())) return true;
    return false;
  }

  isParked(no: number): boolean {
    return this.homeOf[no]! > 0;
  }

  /** A task cannot start before another one is over. */
  park(no: number, blocker: number): void {
    let lines = this.parked.get(blocker);
    if (!lines) {
      lines = new Map();
      this.parked.set(blocker, lines);
    }
    this.put(no, lines, 1 + blocker);
  }

  unpark(blocker: number): void {
    const lines = this.parked.get(blocker);
    this.parked.delete(blocker);
    for (const line of lines?.values() ?? [])
      for (const no of line.drain()) {
        if (this.homeOf[no] !== 1 + blocker) continue;
        this.homeOf[no] = NOWHERE;
        this.look(no);
      }
  }

  private parkAs({ homeOf, parked, asked }: ReadyLines): void {
    this.asked = asked;
    if (parked.size === 0) return;
    for (let no = 0; no < homeOf.length; no++)
      if (homeOf[no]! > 0 && this.sources.index.isReady(no)) this.park(no, homeOf[no]! - 1);
  }

  private look(no: number): void {
    const { index, groups } = this.sources;
    const group = groups.groupOf[no]!;
    const isPending = index.isPending(no) ? 1 : 0;
    this.pending[group]! += isPending - this.wasPending[no]!;
    this.wasPending[no] = isPending;
    if (index.isReady(no) && this.homeOf[no] === NOWHERE) this.put(no, this.lines, IN_LINE);
  }

  private put(no: number, lines: Map<number, ReadyLine>, home: number): void {
    const { groups, keys, minutes, waveOf } = this.sources;
    const place = this.placeOf(groups.groupOf[no]!, waveOf?.[no] ?? 0);
    let line = lines.get(place);
    if (!line) {
      line = new ReadyLine(keys, minutes, (one) => this.stays(one, home));
      lines.set(place, line);
    }
    this.homeOf[no] = home;
    line.push(no);
  }

  /** False of one that began, or is in another line by now. */
  private stays(no: number, home: number): boolean {
    if (this.homeOf[no] !== home) return false;
    if (this.sources.index.isReady(no)) return true;
    this.homeOf[no] = NOWHERE;
    return false;
  }

  private openPlace(group: number): number {
    const { index, waveOf } = this.sources;
    return this.placeOf(group, waveOf ? index.firstOpenWave() : 0);
  }

  private placeOf(group: number, wave: number): number {
    return wave * this.pending.length + group;
  }
}

const NOWHERE = 0;
const IN_LINE = -1;
