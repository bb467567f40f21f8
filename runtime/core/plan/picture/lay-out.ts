import type { PlanPreview } from '../preview-plan';
import type { Point } from './draw-lines';
import type { PictureEdge, PictureGraph } from './picture-graph';
import { placeBand, SIZES } from './place-band';

export const MARGIN = 28;
/** Between two columns. */
export const GAP = 64;
/** Most columns in a row; more waves go on below, as lines of a text do. Full columns are better left beside each other. */
const MOST_COLUMNS = { thin: 8, full: 12 };
/** Tasks of a wave, on the average, with which columns are full. */
const FULL = 3;
/** Between two rows: room for lines that go from one to another, and for the heads of the waves. */
const CHANNEL = 44;

/** Where everything stands. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Of a task the middle of its left side, of a junction its middle. */
  placeOf(node: number): Point;
  /** Where the name of a wave (from 0) stands. */
  headOf(wave: number): Point;
  /** The row of a task or junction, from 0. */
  rowOf(node: number): number;
  /** The height of the channel above a row. */
  channelOf(row: number): number;
  /** Heights and left sides of the columns that a line passes, in order. */
  passesOf(edge: PictureEdge): readonly Point[];
  isJunction(node: number): boolean;
}

/** Lays out a plan below `top`: columns by wave, rows of some of them. */
export function layOut({ tasks, waves }: PlanPreview, { edges, junctions }: PictureGraph, top: number): Layout {
  const most = tasks.length < FULL * waves.length ? MOST_COLUMNS.thin : MOST_COLUMNS.full;
  const rows = Math.max(1, Math.ceil(waves.length / most));
  const columns = Math.max(1, Math.ceil(waves.length / rows));
  const isJunction = (node: number): boolean => node >= tasks.length;
  const waveOf = (node: number): number =>
    isJunction(node)
      ? junctions[node - tasks.length]!.reduce((least, no) => Math.min(least, tasks[no]!.wave - 1), waves.length)
      : tasks[node]!.wave - 1;
  const rowOf = (node: number): number => Math.floor(waveOf(node) / columns);
  /** Even: a column; odd: the gap before one. */
  const layerOf = (node: number): number => 2 * (waveOf(node) % columns) - (isJunction(node) ? 1 : 0);

  const nodesOf = Array.from({ length: rows }, (): number[] => []);
  for (let node = 0; node < tasks.length + junctions.length; node++) nodesOf[rowOf(node)]!.push(node);
  const edgesOf = Array.from({ length: rows }, (): PictureEdge[] => []);
  for (const edge of edges) if (rowOf(edge.from) === rowOf(edge.to)) edgesOf[rowOf(edge.from)]!.push(edge);
  const bands = nodesOf.map((nodes, row) => placeBand(nodes, layerOf, isJunction, edgesOf[row]!));
  const starts: number[] = [];
  let y = top;
  for (const band of bands) {
    starts.push(y + CHANNEL);
    y += CHANNEL + band.height;
  }

  const leftOf = (column: number): number => MARGIN + column * (SIZES.node.width + GAP) + (rows > 1 ? GAP / 2 : 0);
  const hasFirstJunction = junctions.some((_, at) => layerOf(tasks.length + at) < 0);
  const shift = hasFirstJunction && rows === 1 ? GAP / 2 : 0;
  return {
    width: leftOf(columns - 1) + SIZES.node.width + MARGIN + (rows > 1 ? GAP / 2 : 0) + shift,
    height: Math.ceil(y) + 8,
    placeOf: (node) => {
      const layer = layerOf(node);
      const x = isJunction(node) ? leftOf((layer + 1) / 2) - GAP / 2 : leftOf(layer / 2);
      return { x: x + shift, y: starts[rowOf(node)]! + bands[rowOf(node)]!.yOf.get(node)! };
    },
    headOf: (wave) => ({ x: leftOf(wave % columns) + shift, y: starts[Math.floor(wave / columns)]! - 2 }),
    rowOf,
    channelOf: (row) => starts[row]! - CHANNEL,
    passesOf: (edge) => {
      const row = rowOf(edge.from);
      const first = Math.floor(layerOf(edge.from) / 2) + 1;
      const passes = row === rowOf(edge.to) ? (bands[row]!.passes.get(edge) ?? []) : [];
      return passes.map((pass, at) => ({ x: leftOf(first + at) + shift, y: starts[row]! + pass }));
    },
    isJunction,
  };
}
