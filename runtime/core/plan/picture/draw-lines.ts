import { CRITICAL } from './draw-task';
import type { PictureEdge } from './picture-graph';

/** A point of a line. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A smooth line through points from left to right; between each second pair it runs level, through a column. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  let path = `M${pair(first!)}`;
  let last = first!;
  rest.forEach((point, at) => {
    if (at % 2 === 1) path += ` L${pair(point)}`;
    else {
      const bend = Math.max(14, (point.x - last.x) / 2);
      path += ` C${round(last.x + bend)} ${round(last.y)} ${round(point.x - bend)} ${round(point.y)} ${pair(point)}`;
    }
    last = point;
  });
  return path;
}

/** A line with round corners that leaves to the right, runs along the channel `y`, and arrives from the left. */
export function detour(from: Point, to: Point, out: number, y: number, into: number): string {
  const r = 7;
  const down = y > from.y ? 1 : -1;
  const on = to.y > y ? 1 : -1;
  const along = into > out ? 1 : -1;
  return [
    `M${pair(from)} H${round(out - r)} q${r} 0 ${r} ${down * r}`,
    `V${round(y - down * r)} q0 ${down * r} ${along * r} ${down * r}`,
    `H${round(into - along * r)} q${along * r} 0 ${along * r} ${on * r}`,
    `V${round(to.y - on * r)} q0 ${on * r} ${r} ${on * r} H${round(to.x)}`,
  ].join(' ');
}

/** The element of a line: dashed where nobody wrote it, an arrow where it ends at a task. */
export function drawLine(path: string, { isImplied, isCritical }: PictureEdge, hasArrow: boolean): string {
  const stroke = isCritical ? CRITICAL : isImplied ? '#adb5bd' : '#868e96';
  const dashes = isImplied ? ' stroke-dasharray="5 4"' : '';
  const arrow = hasArrow ? ` marker-end="url(#${isCritical ? 'critical' : isImplied ? 'implied' : 'arrow'})"` : '';
  return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${isCritical ? 2.2 : 1.3}"${dashes}${arrow}/>`;
}

export const ARROWS = [
  ['arrow', '#868e96'],
  ['implied', '#adb5bd'],
  ['critical', CRITICAL],
]
  .map(
    ([id, colour]) =>
      `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 L7.5 4 L0 7.5 z" fill="${colour}"/></marker>`,
  )
  .join('');

const pair = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

/** One decimal, so that pictures can be compared. */
export const round = (value: number): number => Math.round(value * 10) / 10;
