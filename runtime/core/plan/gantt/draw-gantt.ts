import { counted } from '../../counted';
import { CRITICAL } from '../picture/draw-task';
import { type PhaseColour, phaseColours } from '../picture/phase-colours';
import { textWidth, wrap, xml } from '../picture/picture-text';
import type { ExecutionPlan } from '../plan';
import { forecastWords } from './forecast-words';
import type { Bar, PlanForecast } from './plan-forecast';
import { minutesText, type TimePanels, timePanels } from './time-panels';

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const MARGIN = 24;
const GUTTER = 74;
/** Width of the time axis. */
const AXIS = 1_160;
const ROW = 30;
const BAR = 24;
const AXIS_HEIGHT = 24;
const PANEL_GAP = 18;
const ROOM = { width: AXIS, bar: 56, mark: 76, mostPanels: 24 };
const ETA = '#7048e8';
/** Phases that are named; the colours of more begin again anyway. */
const MOST_PHASES = 12;

/** Its left edge, and its right one where it goes on in the next panel. */
interface Piece {
  readonly x: number;
  readonly width: number;
  readonly isBegun: boolean;
  readonly goesOn: boolean;
}

/**
 * A plan's forecast as a picture (SVG): a row for each worker, a bar for each task, in panels where the time is long. The
 * critical path is marked; the band is where the end lies in 8 of 10 cases. It needs nothing from outside, runs nothing,
 * and is the same for the same forecast.
 */
export function drawGantt(plan: ExecutionPlan, forecast: PlanForecast): string {
  const panels = timePanels(forecast, ROOM);
  const rows = Math.max(1, ...forecast.bars.map(({ worker }) => worker + 1));
  const colours = phaseColours(plan.tasks);
  const width = MARGIN + GUTTER + AXIS + MARGIN;
  const words = forecastWords(forecast).flatMap((line) => wrap(line, (width - 2 * MARGIN) / 12, 3));
  const top = 44 + words.length * 17;
  const rowsIn = (panel: number): number => (panel < panels.busy ? rows : 0);
  const heightTo = (panel: number): number =>
    panel * (AXIS_HEIGHT + PANEL_GAP) + Math.min(panel, panels.busy) * rows * ROW;
  const legend = legendOf(colours.phases, forecast, top + heightTo(panels.count), width);
  const places = Array.from({ length: panels.count }, (_, at) => at);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${legend.end}" width="${width}" height="${legend.end}" role="img" font-family="${FONT}">`,
    `<title>${xml(`${plan.title}: ${words[0]}`)}</title>`,
    `<rect width="${width}" height="${legend.end}" rx="10" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="32" font-size="17" font-weight="650" fill="#212529">${xml(wrap(plan.title, (width - 2 * MARGIN) / 17, 1).join(''))}</text>`,
    ...words.map(
      (line, at) => `<text x="${MARGIN}" y="${52 + at * 17}" font-size="12" fill="#868e96">${xml(line)}</text>`,
    ),
    ...places.map((at) => {
      const parts = [
        ...bandOf(forecast, panels, at, rowsIn(at)),
        ...gridOf(panels, at, rowsIn(at)),
        ...forecast.bars.flatMap((bar) => drawBar(plan, forecast, bar, panels, at, colours.of(plan.tasks[bar.no]!))),
        ...middleOf(forecast, panels, at, rowsIn(at)),
      ];
      return `<g transform="translate(${MARGIN + GUTTER} ${top + heightTo(at)})">\n${parts.join('\n')}\n</g>`;
    }),
    ...legend.lines,
    '</svg>',
    '',
  ].join('\n');
}

/** What of a time lies in a panel; undefined: nothing. */
function pieceOf({ perMinute, minutes }: TimePanels, panel: number, start: number, end: number): Piece | undefined {
  const from = panel * minutes;
  const to = from + minutes;
  if (end <= from || start >= to) return undefined;
  const x = round((Math.max(start, from) - from) * perMinute);
  return {
    x,
    width: round((Math.min(end, to) - from) * perMinute - x),
    isBegun: start < from,
    goesOn: end > to,
  };
}

function gridOf(panels: TimePanels, panel: number, rows: number): readonly string[] {
  const { minutes, perMinute, step } = panels;
  const marks: string[] = [];
  const from = panel * minutes;
  for (let at = Math.ceil(from / step - 1e-9); at * step <= from + minutes + 1e-9; at++) {
    const x = round((at * step - from) * perMinute);
    const label = at === 0 ? '0' : minutesText(at * step);
    marks.push(
      `<path d="M${x} ${AXIS_HEIGHT - 5} V${AXIS_HEIGHT + rows * ROW}" stroke="#e9ecef"/>`,
      `<text x="${x}" y="12" font-size="10.5" text-anchor="${x > AXIS - 6 ? 'end' : 'middle'}" fill="#868e96">${label}</text>`,
    );
  }
  const workers = Array.from({ length: rows }, (_, row) => {
    const y = AXIS_HEIGHT + row * ROW;
    return `<text x="-12" y="${y + 19}" font-size="11" text-anchor="end" fill="#495057">Worker ${row + 1}</text><path d="M0 ${y + ROW} H${AXIS}" stroke="#f1f3f5"/>`;
  });
  return [...marks, ...workers];
}

function drawBar(
  plan: ExecutionPlan,
  forecast: PlanForecast,
  bar: Bar,
  panels: TimePanels,
  panel: number,
  colour: PhaseColour,
): readonly string[] {
  const piece = pieceOf(panels, panel, bar.start, bar.end);
  if (!piece) return [];
  const task = plan.tasks[bar.no]!;
  const isCritical = forecast.critical.has(bar.no);
  const y = AXIS_HEIGHT + bar.worker * ROW + (ROW - BAR) / 2;
  const width = Math.max(1, piece.width - (piece.goesOn ? 0 : 1.5));
  const room = (width - 10) / 10.5;
  const name = `${piece.isBegun ? '…' : ''}${task.originalId}`;
  const named = wrap(`${name} ${task.title}`, room, 1).join('');
  const label = textWidth(name) > room ? '' : named.startsWith(name) ? named : name;
  const words = `${task.originalId} ${task.title} · worker ${bar.worker + 1} · ${minutesText(bar.start)} to ${minutesText(bar.end)}${isCritical ? ' · on the critical path' : ''}`;
  const stroke = isCritical ? CRITICAL : colour.stroke;
  const corner = Math.min(4, width / 2);
  return [
    [
      `<g transform="translate(${piece.x} ${y})"><title>${xml(words)}</title>`,
      `<rect width="${round(width)}" height="${BAR}" rx="${round(corner)}" fill="${colour.fill}" stroke="${stroke}" stroke-width="${isCritical ? 2.2 : 1.1}"${piece.goesOn || piece.isBegun ? ' stroke-dasharray="6 2"' : ''}/>`,
      label === '' ? '' : `<text x="5" y="16" font-size="10.5" fill="#212529">${xml(label)}</text>`,
      '</g>',
    ].join(''),
  ];
}

function bandOf({ end, bars }: PlanForecast, panels: TimePanels, panel: number, rows: number): readonly string[] {
  const piece = bars.length === 0 ? undefined : pieceOf(panels, panel, end.low, end.high);
  if (!piece) return [];
  return [
    `<rect x="${piece.x}" y="${AXIS_HEIGHT - 7}" width="${piece.width}" height="${rows * ROW + 9}" fill="${ETA}" opacity="0.09"/>`,
  ];
}

function middleOf({ end, bars }: PlanForecast, panels: TimePanels, panel: number, rows: number): readonly string[] {
  const at = (end.middle - panel * panels.minutes) * panels.perMinute;
  if (bars.length === 0 || at < 0 || at > AXIS) return [];
  return [
    `<path d="M${round(at)} ${AXIS_HEIGHT - 7} V${AXIS_HEIGHT + rows * ROW + 2}" stroke="${ETA}" stroke-width="1.6" stroke-dasharray="4 3"/>`,
  ];
}

/** What colours and lines mean: only those that the picture has. */
function legendOf(
  phases: readonly PhaseColour[],
  forecast: PlanForecast,
  top: number,
  width: number,
): { readonly lines: readonly string[]; readonly end: number } {
  const swatch = (fill: string, stroke: string, strokeWidth: number): string =>
    `<rect x="0" y="-9" width="16" height="12" rx="3" fill="${fill}" stroke="${stroke}" stroke-width="${strokeWidth}"/>`;
  const entries = [
    ...phases.slice(0, MOST_PHASES).map(({ name, fill, stroke }) => ({
      words: wrap(name, 26, 1).join(''),
      sign: swatch(fill, stroke, 1.1),
    })),
    ...(phases.length > MOST_PHASES
      ? [{ words: `and ${counted(phases.length - MOST_PHASES, 'more phase')}`, sign: '' }]
      : []),
    ...(forecast.critical.size > 0 ? [{ words: 'critical path', sign: swatch('none', CRITICAL, 2.2) }] : []),
    ...(forecast.bars.length > 0
      ? [
          {
            words: 'the end, in 8 of 10 cases',
            sign: `<rect x="0" y="-9" width="16" height="12" fill="${ETA}" opacity="0.18"/>`,
          },
          {
            words: 'in half of them before',
            sign: `<path d="M8 -10 V4" stroke="${ETA}" stroke-width="1.6" stroke-dasharray="4 3"/>`,
          },
        ]
      : []),
  ];
  const lines: string[] = [];
  let x = MARGIN;
  let y = top + 8;
  for (const { words, sign } of entries) {
    const room = 24 + textWidth(words) * 11 + 18;
    if (x > MARGIN && x + room > width - MARGIN) {
      x = MARGIN;
      y += 20;
    }
    lines.push(
      `<g transform="translate(${x} ${y})">${sign}<text x="${sign === '' ? 0 : 24}" y="1" font-size="11" fill="#495057">${xml(words)}</text></g>`,
    );
    x = Math.round(x + room);
  }
  return { lines, end: y + 20 };
}

/** One decimal, so that pictures can be compared. */
const round = (value: number): number => Math.round(value * 10) / 10;
