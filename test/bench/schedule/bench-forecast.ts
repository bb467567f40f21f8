import type { Bar } from '../bars';
import { printTable } from '../figures';
import { type Coverage, coverageFromHistory, coverageFromUnlike, coverageInPlan, overall } from './forecast-coverage';

/** How often plans end within the interval that a forecast gives for 8 of 10 cases, where it does not say that it guesses. */
export function benchForecast(isQuick: boolean): readonly Bar[] {
  const trials = isQuick ? 8 : 300;
  const [inPlan, fromHistory, fromUnlike] = [coverageInPlan, coverageFromHistory, coverageFromUnlike].map((measure) => {
    const families = measure(trials);
    return [...families, overall(families)];
  });
  printTable(
    `Forecasts: ends within the interval for 8 of 10 cases, of ${trials} plans a family. Goal: 75 to 85 % of those that do not say that they guess`,
    [
      'real ÷ estimated time',
      'in the middle of a run: within',
      'guesses',
      'earlier plans alone: within',
      'guesses',
      'earlier plans of another family: within',
      'guesses',
    ],
    inPlan!.map((one, no) => [one.family, ...[one, fromHistory![no]!, fromUnlike![no]!].flatMap(cells)]),
  );
  if (isQuick) return [];
  const { inside, founded } = inPlan!.at(-1)!;
  const name = 'forecasts within, in the middle of a run';
  const measured = (100 * inside) / founded;
  return [
    { name, measured, least: 75, unit: ' %' },
    { name, measured, most: 85, unit: ' %' },
  ];
}

/** Where all guess, how often they were right none the less. */
const cells = ({ trials, founded, inside, insideOfAll }: Coverage): readonly string[] => [
  founded === 0 ? `(${((100 * insideOfAll) / trials).toFixed(0)} %)` : `${((100 * inside) / founded).toFixed(1)} %`,
  `${(100 - (100 * founded) / trials).toFixed(0)} %`,
];
