import { NumberHeap } from '../schedule/number-heap';

/** Tasks that are looked at in search of what stands above one. */
const MOST_LOOKED_AT = 1_000;

/** Tasks put off that are remembered at once. */
const MOST_PUT_OFF = 64;

/** What tasks wait on, by number: named, and by the order of the document alone. */
export interface TangledOrder {
  readonly named: readonly (readonly number[])[];
  readonly follows: readonly (readonly number[])[];
  /** Of each task the number of the knot that it is in: a set of tasks that all wait on each other. */
  readonly knotOf: ArrayLike<number>;
}

/**
 * What each task follows, so that no cycle is left: where a task names one that stands below it, it is put off until that is
 * done; those between follow what it would have followed, and those behind follow it.
 *
 * `named` must hold no cycle. Cost: about linear; {@link MOST_LOOKED_AT} steps for a task at most.
 */
export function untangleOrder({ named, follows, knotOf }: TangledOrder): readonly (readonly number[])[] {
  const inKnot = (lists: readonly (readonly number[])[]): readonly (readonly number[])[] =>
    lists.map((on, no) => on.filter((other) => knotOf[other] === knotOf[no]));
  const inOrder = placesOf(inKnot(follows));
  const place = placesOf(inKnot(named), inOrder);
  const open: (readonly number[])[] = follows.map(() => []);
  /** Of each task those that it stands behind, and that are put off until it is done: who comes behind them waits for them. */
  const putOff: (readonly number[])[] = follows.map(() => []);
  for (const no of follows.map((_, at) => at).sort((a, b) => inOrder[a]! - inOrder[b]!)) {
    const isAbove = (other: number): boolean => knotOf[other] !== knotOf[no] || place[other]! < place[no]!;
    const on = follows[no]!;
    const late = [...new Set(on.flatMap((other) => [...(isAbove(other) ? [] : [other]), ...putOff[other]!]))];
    const own = on.every(isAbove) ? on : standAbove(on, follows, isAbove);
    const over = late.filter((other) => isAbove(other) && !own.includes(other));
    open[no] = over.length === 0 ? own : [...own, ...over];
    putOff[no] = late.filter((other) => !isAbove(other)).slice(0, MOST_PUT_OFF);
  }
  return open;
}

/** Those of them that may be followed; instead of the others what those follow. */
function standAbove(
  on: readonly number[],
  follows: readonly (readonly number[])[],
  isAbove: (no: number) => boolean,
): readonly number[] {
  const seen = new Set(on);
  for (const other of seen) {
    if (seen.size > MOST_LOOKED_AT) break;
    if (!isAbove(other)) for (const next of follows[other]!) seen.add(next);
  }
  return [...seen].filter(isAbove);
}

/** Places in an order in which each comes behind those that it waits on, else by `keys`; those of a cycle come last. */
function placesOf(
  lists: readonly (readonly number[])[],
  keys: ArrayLike<number> = lists.map((_, no) => no),
): Float64Array {
  const behind: number[][] = lists.map(() => []);
  lists.forEach((on, no) => {
    for (const other of on) behind[other]!.push(no);
  });
  const open = lists.map((on) => on.length);
  const ready = new NumberHeap(keys);
  for (const [no, count] of open.entries()) if (count === 0) ready.push(no);
  const places = new Float64Array(lists.length).map((_, no) => lists.length + no);
  for (let place = 0; ready.size > 0; place++) {
    const no = ready.pop();
    places[no] = place;
    for (const other of behind[no]!) if (--open[other]! === 0) ready.push(other);
  }
  return places;
}
