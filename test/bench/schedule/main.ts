import { type Bar, missedBars } from '../bars';
import { ALONE, benchDecisions, decideAlone } from './bench-decisions';
import { benchFiles } from './bench-files';
import { benchForecast } from './bench-forecast';
import { benchGraphs } from './bench-graphs';
import { benchLive } from './bench-live';
import { benchPlans } from './bench-plans';
import { benchProjects } from './bench-projects';
import { benchResults, finishAlone, RESULTS_ALONE } from './bench-results';
import { benchStg } from './bench-stg';
import { benchUnlike } from './bench-unlike';
import { benchWorkflows } from './bench-workflows';

const PARTS: Readonly<Record<string, (isQuick: boolean) => readonly Bar[]>> = {
  stg: benchStg,
  plans: benchPlans,
  projects: benchProjects,
  workflows: benchWorkflows,
  unlike: benchUnlike,
  files: benchFiles,
  forecast: benchForecast,
  graphs: benchGraphs,
  decisions: benchDecisions,
  live: benchLive,
  results: benchResults,
};

/** Runs the named parts, all of them when none is named. Exit code 1, and a line for each, when goals are missed. */
function main(args: readonly string[]): void {
  const isQuick = args.includes('--quick');
  const names = args.filter((arg) => !arg.startsWith('--'));
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}; there are ${Object.keys(PARTS).join(', ')}`);
  const bars = (names.length > 0 ? names : Object.keys(PARTS)).flatMap((name) => PARTS[name]!(isQuick));
  const missed = missedBars(bars);
  if (missed.length > 0) process.exitCode = 1;
  console.log(
    '\nBusy workers are measured by `npm run bench -- busy`, which starts a database and eight worker processes.',
  );
  console.log(`\n${missed.length > 0 ? missed.join('\n') : reachedWords(bars.length, isQuick)}`);
}

/** The short form measures too little for most goals, and claims none of those. */
const reachedWords = (goals: number, isQuick: boolean): string =>
  isQuick
    ? `${goals} goals that the short form can tell, reached; it says nothing of the others`
    : `${goals} goals, all reached`;

const args = process.argv.slice(2);
if (args[0] === ALONE) decideAlone(Number(args[1]), Number(args[2]));
else if (args[0] === RESULTS_ALONE) void finishAlone(Number(args[1]));
else main(args);
