import { curve, detour, type Point } from './draw-lines';
import { GAP, type Layout } from './lay-out';
import type { PictureEdge } from './picture-graph';
import { SIZES } from './place-band';

/** Lines that share a channel or a gap stand this far apart, as far as there is room. */
const LANE = 4;
const LANES = 6;

/** The path of each line: curves inside a row of columns, and round the ends from one row to another. */
export function routes(edges: readonly PictureEdge[], layout: Layout): readonly string[] {
  let crossing = 0;
  return edges.map((edge) => {
    const from = rightOf(edge.from, layout);
    const to = layout.placeOf(edge.to);
    const row = layout.rowOf(edge.to);
    if (layout.rowOf(edge.from) === row) {
      const through = layout.passesOf(edge).flatMap(({ x, y }) => [
        { x, y },
        { x: x + SIZES.node.width, y },
      ]);
      return curve([from, ...through, to]);
    }
    const lane = (crossing++ % LANES) * LANE;
    const room = layout.isJunction(edge.to) ? GAP / 2 - 8 : GAP;
    const into = to.x - Math.min(room - 6, 14 + lane);
    return detour(from, to, from.x + Math.min(GAP / 2 - 4, 10 + lane), layout.channelOf(row) + 6 + lane, into);
  });
}

function rightOf(node: number, layout: Layout): Point {
  const { x, y } = layout.placeOf(node);
  return { x: layout.isJunction(node) ? x : x + SIZES.node.width, y };
}
