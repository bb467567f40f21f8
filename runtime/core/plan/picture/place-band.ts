import type { PictureEdge } from './picture-graph';
import { stack } from './stack';

/** Pixels, as the picture has them. */
export const SIZES = {
  node: { width: 208, height: 58, gap: 16 },
  /** A line that passes between tasks. */
  pass: 14,
  junction: 18,
} as const;

/** How often the columns are ordered and moved, each time once in both directions. */
const SWEEPS = 6;
/** Places where lines pass, in one band; with more, long lines go straight through. */
const MOST_PASSES = 6_000;

interface Item {
  readonly layer: number;
  readonly height: number;
  readonly left: Item[];
  readonly right: Item[];
  at: number;
  y: number;
}

/** Where the tasks and junctions of some neighbouring columns stand, and where their lines pass. */
export interface PlacedBand {
  /** Middle of each task or junction, from the top of the band. */
  readonly yOf: ReadonlyMap<number, number>;
  /** For an edge over several columns: the height at which it passes each column between, in order. */
  readonly passes: ReadonlyMap<PictureEdge, readonly number[]>;
  readonly height: number;
}

/**
 * Orders columns so that few lines cross, and moves what is linked to the same height: layers by waves, then barycentres
 * (Sugiyama's way). The same plan always gives the same places.
 *
 * @param layerOf - Even layers are columns of tasks, odd ones the gaps between them, for junctions.
 * @param edges - Those inside the band.
 */
export function placeBand(
  nodes: readonly number[],
  layerOf: (node: number) => number,
  isJunction: (node: number) => boolean,
  edges: readonly PictureEdge[],
): PlacedBand {
  const layers = new Map<number, Item[]>();
  const add = (layer: number, height: number): Item => {
    const item: Item = { layer, height, left: [], right: [], at: 0, y: 0 };
    const column = layers.get(layer);
    if (column === undefined) layers.set(layer, [item]);
    else column.push(item);
    return item;
  };
  const items = new Map(
    nodes.map((node) => [
      node,
      add(layerOf(node), isJunction(node) ? SIZES.junction : SIZES.node.height + SIZES.node.gap),
    ]),
  );
  const passing = linesBetween(edges, items, add);
  const order = [...layers.keys()].sort((a, b) => a - b);
  const backwards = [...order].reverse();
  for (const column of layers.values()) settle(column);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of order) arrange(layers.get(layer)!, 'left');
    for (const layer of backwards) arrange(layers.get(layer)!, 'right');
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of order) move(layers.get(layer)!, 'left');
    for (const layer of backwards) move(layers.get(layer)!, 'right');
  }
  const all = [...layers.values()].flat();
  const top = all.reduce((least, { y, height }) => Math.min(least, y - height / 2), Number.POSITIVE_INFINITY);
  const bottom = all.reduce((most, { y, height }) => Math.max(most, y + height / 2), 0);
  return {
    yOf: new Map([...items].map(([node, { y }]) => [node, y - top])),
    passes: new Map([...passing].map(([edge, passed]) => [edge, passed.map(({ y }) => y - top)])),
    height: bottom - top,
  };
}

/** Links the items; a line over several columns gets a place in each column between. */
function linesBetween(
  edges: readonly PictureEdge[],
  items: ReadonlyMap<number, Item>,
  add: (layer: number, height: number) => Item,
): ReadonlyMap<PictureEdge, readonly Item[]> {
  const passing = new Map<PictureEdge, readonly Item[]>();
  let count = 0;
  for (const edge of edges) {
    const [from, to] = [items.get(edge.from)!, items.get(edge.to)!];
    const passed: Item[] = [];
    let last = from;
    for (let layer = from.layer + 1; layer < to.layer && count < MOST_PASSES; layer++) {
      if (layer % 2 !== 0) continue;
      const next = add(layer, SIZES.pass);
      count++;
      link(last, next);
      passed.push(next);
      last = next;
    }
    link(last, to);
    passing.set(edge, passed);
  }
  return passing;
}

function link(left: Item, right: Item): void {
  left.right.push(right);
  right.left.push(left);
}

/** Orders a column by the middle of its neighbours on one side; what has none keeps its place. */
function arrange(column: Item[], side: 'left' | 'right'): void {
  const wish = new Map(column.map((item) => [item, mean(item[side], item.y)]));
  column.sort((a, b) => wish.get(a)! - wish.get(b)! || a.at - b.at);
  settle(column);
}

/** Puts a column together around its middle. */
function settle(column: Item[]): void {
  let y = -column.reduce((sum, { height }) => sum + height, 0) / 2;
  column.forEach((item, at) => {
    item.at = at;
    item.y = y + item.height / 2;
    y += item.height;
  });
}

/** Moves the items of a column toward their neighbours, in their order. */
function move(column: Item[], side: 'left' | 'right'): void {
  const middles = stack(column.map((item) => ({ wish: mean(item[side], item.y), height: item.height })));
  column.forEach((item, at) => {
    item.y = middles[at]!;
  });
}

function mean(items: readonly Item[], otherwise: number): number {
  return items.length === 0 ? otherwise : items.reduce((sum, { y }) => sum + y, 0) / items.length;
}
