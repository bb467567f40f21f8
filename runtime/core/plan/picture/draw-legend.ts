import { counted } from '../../counted';
import type { ExecutionPlan } from '../plan';
import { drawLine } from './draw-lines';
import { CRITICAL, MARKS, markAt, personAt } from './draw-task';
import { MARGIN } from './lay-out';
import type { PhaseColour } from './phase-colours';
import type { PictureGraph } from './picture-graph';
import { textWidth, wrap, xml } from './picture-text';

/** Phases that are named; the colours of more begin again anyway. */
const MOST_PHASES = 20;
const SIZE = 11;
const LINE = 20;

interface Entry {
  readonly words: string;
  /** The sign in front of the words, around (x, y), 18 wide. */
  readonly sign: (x: number, y: number) => string;
}

/** What the colours, lines and marks mean: only those that the picture has. */
export function drawLegend(
  plan: ExecutionPlan,
  phases: readonly PhaseColour[],
  { edges, left }: PictureGraph,
  top: number,
  width: number,
): { readonly lines: readonly string[]; readonly height: number } {
  const named = phases.slice(0, MOST_PHASES).map((phase) => phaseEntry(phase));
  const more: Entry[] =
    phases.length > MOST_PHASES
      ? [{ words: `and ${counted(phases.length - MOST_PHASES, 'more phase')}`, sign: () => '' }]
      : [];
  const entries = [...named, ...more, ...lineEntries(edges), ...leftEntry(left), ...markEntries(plan)];
  if (entries.length === 0) return { lines: [], height: 16 };
  const lines: string[] = [];
  let x = MARGIN;
  let y = top + 24;
  for (const { words, sign } of entries) {
    const room = 24 + textWidth(words) * SIZE + 18;
    if (x > MARGIN && x + room > width - MARGIN) {
      x = MARGIN;
      y += LINE;
    }
    lines.push(
      `${sign(x + 9, y)}<text x="${Math.round(x + 24)}" y="${y + 4}" font-size="${SIZE}" fill="#495057">${xml(words)}</text>`,
    );
    x = Math.round(x + room);
  }
  return { lines, height: Math.ceil(y - top + 20) };
}

function phaseEntry({ name, fill, stroke }: PhaseColour): Entry {
  return {
    words: wrap(name, 26, 1).join(''),
    sign: (x, y) =>
      `<rect x="${x - 8}" y="${y - 6}" width="16" height="12" rx="3" fill="${fill}" stroke="${stroke}" stroke-width="1.2"/>`,
  };
}

function lineEntries(edges: PictureGraph['edges']): readonly Entry[] {
  const entry = (words: string, isImplied: boolean): Entry => ({
    words,
    sign: (x, y) => drawLine(`M${x - 9} ${y} H${x + 9}`, { from: 0, to: 0, isImplied, isCritical: false }, false),
  });
  const hasImplied = edges.some(({ isImplied }) => isImplied);
  return [
    ...(edges.some(({ isImplied }) => !isImplied) && hasImplied ? [entry('waits on, as written', false)] : []),
    ...(hasImplied ? [entry('follows, by the order of the document', true)] : []),
  ];
}

function leftEntry(left: number): readonly Entry[] {
  if (left === 0) return [];
  const words = `${counted(left, 'written dependency that follows', 'written dependencies that follow')} from others not drawn`;
  return [{ words, sign: () => '' }];
}

function markEntries({ tasks }: ExecutionPlan): readonly Entry[] {
  const statuses = Object.entries(MARKS).filter(([status]) => tasks.some((task) => task.status === status));
  const isOpen = tasks.some(({ status }) => status !== 'completed' && status !== 'skipped');
  return [
    ...(isOpen ? [{ words: 'critical path', sign: criticalSign }] : []),
    ...(tasks.some(({ humanGate }) => humanGate !== undefined)
      ? [{ words: 'a person is asked first', sign: personAt }]
      : []),
    ...statuses.map(([, mark]) => ({ words: mark.words, sign: (x: number, y: number) => markAt(x, y, mark) })),
    ...(tasks.some(({ isOptional }) => isOptional) ? [{ words: 'optional', sign: optionalSign }] : []),
  ];
}

const criticalSign = (x: number, y: number): string =>
  `<rect x="${x - 8}" y="${y - 6}" width="16" height="12" rx="3" fill="none" stroke="${CRITICAL}" stroke-width="2.4"/>`;

const optionalSign = (x: number, y: number): string =>
  `<rect x="${x - 8}" y="${y - 6}" width="16" height="12" rx="3" fill="none" stroke="#868e96" stroke-dasharray="4 3"/>`;
