import type { Bar } from '../bars';
import { printTable } from '../figures';
import {
  type Coverage,
  coverageAsTold,
  coverageFromHistory,
  coverageFromUnlike,
  coverageInPlan,
  overall,
} from './forecast-coverage';

/** How often plans end within the interval that a forecast gives for 8 of 10 cases, where it does not say that it guesses. */
export function benchForecast(isQuick: boolean): readonly Bar[] {
  const trials = isQuick ? 8 : 300;
  const covered = [coverageInPlan, coverageAsTold, coverageFromHistory, coverageFromUnlike].map((measure) => {
    const families = measure(trials);
    return [...families, overall(families)];
  });
  const [inPlan, asTold, ...atStart] = covered;
  printTable(
    `Forecasts: ends within the interval for 8 of 10 cases, of ${trials} plans a family. Goal: 75 to 85 % of those that do not say that they guess`,
    [
      'real ÷ estimated time',
      'in the middle of a run: within',
      'guesses',
      'as the status tells it, with files: within',
      'guesses',
      'earlier plans alone: within',
      'guesses',
      'earlier plans of another family: within',
      'guesses',
    ],
    inPlan!.map((one, no) => [one.family, ...[one, asTold![no]!, ...atStart.map((of) => of[no]!)].flatMap(cells)]),
  );
  if (isQuick) return [];
  return [
    { name: 'forecasts within, in the middle of a run', of: inPlan! },
    { name: 'forecasts within, as the status tells them', of: asTold! },
  ].flatMap(({ name, of }) => {
    const { inside, founded } = of.at(-1)!;
    const measured = (100 * inside) / founded;
    return [
      { name, measured, least: 75, unit: ' %' },
      { name, measured, most: 85, unit: ' %' },
    ];
  });
}

/** Where all guess, how often they were right none the less. */
const cells = ({ trials, founded, inside, insideOfAll }: Coverage): readonly string[] => [
  founded === 0 ? `(${((100 * insideOfAll) / trials).toFixed(0)} %)` : `${((100 * inside) / founded).toFixed(1)} %`,
  `${(100 - (100 * founded) / trials).toFixed(0)} %`,
];
