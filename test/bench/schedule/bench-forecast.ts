import type { Bar } from '../bars';
import { printTable } from '../figures';
import { type Coverage, coverageFromHistory, coverageInPlan, overall } from './forecast-coverage';

/** How often plans end within the interval that a forecast gives for 8 of 10 cases, where it does not say that it guesses. */
export function benchForecast(isQuick: boolean): readonly Bar[] {
  const trials = isQuick ? 8 : 300;
  const [inPlan, fromHistory] = [coverageInPlan(trials), coverageFromHistory(trials)];
  const all = [overall(inPlan), overall(fromHistory)];
  printTable(
    `Forecasts: ends within the interval for 8 of 10 cases, of ${trials} plans a family; a guess says so. Goal: 75 to 85 % of the others`,
    ['real ÷ estimated time', 'within', 'guesses', 'from earlier plans: within', 'guesses'],
    [...inPlan, all[0]!].map((one, no) => [one.family, ...cells(one), ...cells([...fromHistory, all[1]!][no]!)]),
  );
  if (isQuick) return [];
  return all.flatMap((one, no) => {
    const name = `forecasts within, ${no === 0 ? 'in a plan' : 'from earlier plans'}`;
    const measured = (100 * one.inside) / one.founded;
    return [
      { name, measured, least: 75, unit: ' %' },
      { name, measured, most: 85, unit: ' %' },
    ];
  });
}

const cells = ({ trials, founded, inside }: Coverage): readonly string[] => [
  founded === 0 ? '–' : `${((100 * inside) / founded).toFixed(1)} %`,
  `${(100 - (100 * founded) / trials).toFixed(0)} %`,
];
