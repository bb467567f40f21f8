import { printTable } from '../figures';

/** A figure of the engine, beside a peer and a floor of the same run. */
export interface Figure {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer?: { readonly name: string; readonly value: number };
  readonly floor?: { readonly name: string; readonly value: number };
  /** Every one of them must hold. A ratio is ours to the floor. */
  readonly goals: readonly Goal[];
}

export type Goal = { readonly of: 'value' | 'ratio' } & ({ readonly most: number } | { readonly least: number });

export const ratioOf = ({ ours, floor }: Figure): number | undefined => (floor ? ours / floor.value : undefined);

export function isReached(figure: Figure, goal: Goal): boolean {
  const value = goal.of === 'value' ? figure.ours : (ratioOf(figure) ?? Number.NaN);
  return 'most' in goal ? value <= goal.most : value >= goal.least;
}

export function printFigures(figures: readonly Figure[]): void {
  printTable(
    'Engine: full record, fsync on, no-op attempts, no git',
    ['figure', 'ours', 'peer', 'floor', 'ratio', 'goal', 'reached'],
    figures.map((figure) => {
      const { id, name, unit, ours, peer, floor, goals } = figure;
      const ratio = ratioOf(figure);
      return [
        `${id} ${name}`,
        `${short(ours)} ${unit}`,
        peer ? `${peer.name} ${short(peer.value)}` : '',
        floor ? `${floor.name} ${short(floor.value)}` : '',
        ratio === undefined ? '' : ratio.toFixed(ratio < 1 ? 3 : 2),
        goals.map(goalText).join(', '),
        goals.length === 0 ? '' : goals.map((goal) => (isReached(figure, goal) ? 'yes' : 'no')).join(', '),
      ];
    }),
  );
}

const goalText = (goal: Goal): string =>
  `${'most' in goal ? `≤ ${goal.most}` : `≥ ${goal.least}`}${goal.of === 'ratio' ? ' ×' : ''}`;

export function short(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
