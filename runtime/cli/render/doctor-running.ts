import type { DoctorFacts } from '../doctor-facts';
import type { DoctorItem } from './doctor-item';

/** How to start what `nightshift up` runs. */
export const HOW_TO_START = 'Start it: `npm start` in the clone, or `nightshift up --detach`';

type Part = 'database' | 'gateway' | 'n8n' | 'workers';

const OF_ONES_OWN: Readonly<Record<Part, string>> = {
  database: 'Start your Postgres, or correct NIGHTSHIFT_DATABASE_URL',
  gateway: 'Start it (docs/deployment.md), or correct NIGHTSHIFT_GATEWAY_URL and NIGHTSHIFT_TOKEN',
  n8n: 'Start your n8n, or correct NIGHTSHIFT_N8N_URL and NIGHTSHIFT_N8N_API_KEY',
  workers: 'Start one (docs/deployment.md)',
};

/** How a start goes about what an earlier one left running. */
export const HOW_TO_TAKE_OVER =
  'Take them over: `npm start` in the clone, or `nightshift up --detach`; `nightshift down` ends them';

/** The parts of ours that answer although the `nightshift up` that started them is gone. */
export function leftovers(facts: DoctorFacts): readonly Part[] {
  if (!facts.isEmbedded || facts.launcher !== undefined) return [];
  const { databaseProblem, gatewayProblem, n8nProblem } = facts;
  const problems = { database: databaseProblem, gateway: gatewayProblem, n8n: n8nProblem };
  return (Object.keys(problems) as (keyof typeof problems)[]).filter((name) => problems[name] === undefined);
}

/** Why nightshift is not up, and what to do. */
export function whyDown(facts: DoctorFacts): string {
  const left = leftovers(facts);
  if (left.length > 0)
    return `nightshift is not up, and an earlier one left running: ${left.join(', ')}. ${HOW_TO_TAKE_OVER}.`;
  if (facts.launcher === undefined) return `nightshift is not up. ${HOW_TO_START}.`;
  const { pid, phase } = facts.launcher;
  return phase === 'stopping'
    ? `nightshift is stopping (process ${pid}). Once it has ended, \`nightshift up --detach\` starts it again.`
    : `nightshift is starting (process ${pid}). Wait a moment, then look again.`;
}

/** What runs and what does not, the launcher first: it starts the rest, and starts again what dies. */
export function runningItems(facts: DoctorFacts): readonly DoctorItem[] {
  const { databaseProblem, gatewayProblem, n8nProblem, workersProblem } = facts;
  return [
    ...(facts.isEmbedded ? [launcherItem(facts)] : []),
    partItem(facts, 'database', databaseProblem),
    partItem(facts, 'gateway', gatewayProblem),
    partItem(facts, 'n8n', n8nProblem),
    partItem(facts, 'workers', workersProblem),
  ];
}

function launcherItem(facts: DoctorFacts): DoctorItem {
  const { launcher, home } = facts;
  const name = 'nightshift';
  const left = leftovers(facts);
  if (left.length > 0) {
    const found = `its process was killed and left running: ${left.join(', ')} (home: ${home})`;
    return { name, state: 'away', found, advice: HOW_TO_TAKE_OVER };
  }
  if (launcher === undefined)
    return { name, state: 'away', found: `not running (home: ${home})`, advice: HOW_TO_START };
  const { pid, phase } = launcher;
  if (phase === 'ready') return { name, state: 'ok', found: `running, process ${pid} (home: ${home})` };
  const advice =
    phase === 'stopping'
      ? 'Wait until it has ended; `nightshift up --detach` then starts it again'
      : 'Wait a moment, then look again';
  return { name, state: 'away', found: `${phase}, process ${pid}`, advice };
}

function partItem(facts: DoctorFacts, name: Part, problem: string | undefined): DoctorItem {
  if (problem === undefined) return { name, state: 'ok', found: 'answers' };
  if (!facts.isEmbedded) return { name, state: 'away', found: problem, advice: OF_ONES_OWN[name] };
  // Whatever answers there is not ours, and how to start it was said.
  if (facts.launcher === undefined) return { name, state: 'away', found: 'not running' };
  if (facts.launcher.phase === 'stopping') return { name, state: 'away', found: 'stopped, or about to' };
  if (facts.launcher.phase === 'starting') return { name, state: 'away', found: `not up yet: ${problem}` };
  const advice = `It is started again by itself. If it stays away, look into the logs: ${facts.home}/logs`;
  return { name, state: 'away', found: problem, advice };
}
