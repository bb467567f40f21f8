import type { ExecutionTask } from '../plan';
import type { PreviewTask } from '../preview-plan';
import type { PhaseColour } from './phase-colours';
import { textWidth, wrap, xml } from './picture-text';
import { SIZES } from './place-band';

export const CRITICAL = '#e8590c';
const GATE = '#7048e8';
const TITLE_SIZE = 12;
const { width, height } = SIZES.node;

/** What the mark in the corner of a task means. */
export const MARKS = {
  completed: { colour: '#2f9e44', path: 'M-4 0.5 L-1.2 3.2 L4 -3', words: 'done' },
  in_progress: { colour: '#1c7ed6', path: 'M0 -4 V0 L3 2', words: 'in progress' },
  failed: { colour: '#e03131', path: 'M-3 -3 L3 3 M3 -3 L-3 3', words: 'failed' },
  skipped: { colour: '#868e96', path: 'M-3.5 0 H3.5', words: 'left out' },
} as const;

/** A task as a card with its upper left corner at (x, y). */
export function drawTask(task: ExecutionTask, shown: PreviewTask, colour: PhaseColour, x: number, y: number): string {
  const isOver = task.status === 'completed' || task.status === 'skipped';
  const stroke = shown.onCriticalPath ? CRITICAL : isOver ? '#ced4da' : colour.stroke;
  const dashes = task.status === 'skipped' || task.isOptional ? ' stroke-dasharray="5 3"' : '';
  const ink = isOver ? '#868e96' : '#212529';
  const lines = wrap(task.title, (width - 26) / TITLE_SIZE, 2);
  const marks = marksOf(task);
  const end = width - 14 - marks.length * 20;
  const minutes = minutesOf(shown);
  const idWidth = (end - 16) / 11 - textWidth(minutes) - 0.5;
  return [
    `<g transform="translate(${x} ${y})">`,
    `<title>${xml(wordsOf(task, shown))}</title>`,
    `<rect width="${width}" height="${height}" rx="7" fill="${isOver ? '#f8f9fa' : colour.fill}" stroke="${stroke}" stroke-width="${shown.onCriticalPath ? 2.4 : 1.2}"${dashes}/>`,
    `<rect x="0" y="8" width="4" height="${height - 16}" rx="2" fill="${colour.stroke}"${isOver ? ' opacity="0.45"' : ''}/>`,
    `<text x="13" y="17" font-size="11" font-weight="600" fill="${isOver ? '#adb5bd' : '#495057'}">${xml(wrap(task.originalId, idWidth, 1).join(''))}</text>`,
    ...(minutes === ''
      ? []
      : [`<text x="${end + 5}" y="17" font-size="10.5" text-anchor="end" fill="#868e96">${minutes}</text>`]),
    ...marks.map((mark, at) => mark(width - 14 - at * 20, 13)),
    ...lines.map(
      (line, at) =>
        `<text x="13" y="${34 + at * 15}" font-size="${TITLE_SIZE}" fill="${ink}"${task.status === 'skipped' ? ' text-decoration="line-through"' : ''}>${xml(line)}</text>`,
    ),
    '</g>',
  ].join('');
}

/** Marks of what is done and where a person is asked, from the right. */
function marksOf(task: ExecutionTask): readonly ((x: number, y: number) => string)[] {
  const mark = task.status === 'pending' ? undefined : MARKS[task.status];
  return [
    ...(mark === undefined ? [] : [(x: number, y: number) => markAt(x, y, mark)]),
    ...(task.humanGate === undefined ? [] : [personAt]),
  ];
}

function minutesOf({ minutes }: PreviewTask): string {
  if (minutes <= 0) return '';
  return minutes < 100 ? `${Math.max(1, Math.round(minutes))} min` : `${Math.round(minutes / 60)} h`;
}

/** A round mark. */
export function markAt(
  x: number,
  y: number,
  { colour, path }: { readonly colour: string; readonly path: string },
): string {
  return `<g transform="translate(${x} ${y})"><circle r="7.5" fill="${colour}"/><path d="${path}" fill="none" stroke="#fff" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></g>`;
}

/** Somebody is asked before this starts. */
export function personAt(x: number, y: number): string {
  return `<g transform="translate(${x} ${y})"><circle r="7.5" fill="${GATE}"/><circle cy="-2.2" r="2" fill="#fff"/><path d="M-3.8 4.2 a3.8 3.8 0 0 1 7.6 0 z" fill="#fff"/></g>`;
}

/** All of it in words, for those who point at it or cannot see it. */
function wordsOf(task: ExecutionTask, { wave, minutes, onCriticalPath }: PreviewTask): string {
  return [
    `${task.originalId} ${task.title}`,
    ...(task.phase === undefined ? [] : [task.phase]),
    `wave ${wave}`,
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(task.status === 'pending' ? [] : [MARKS[task.status].words]),
    ...(onCriticalPath ? ['on the critical path'] : []),
    ...(task.humanGate === undefined ? [] : [`asks first: ${task.humanGate}`]),
  ].join(' · ');
}
