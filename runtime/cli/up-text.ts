import { printable } from '../core/control-characters';
import { type ExecutionStatus, isOver } from '../core/execution/execution';
import type { ExecutionStatusView } from '../core/report/views';
import { endsByItself } from '../core/verify/self-ending-pause';
import type { RunningSystem } from './cli-deps';

/** Where everything that runs is found, and how to call the command line that the summary speaks of. */
export function placesText({ editor, statusUrl }: RunningSystem, program: string | undefined): string {
  return [
    'Where to look:',
    `  n8n editor  ${editor.url}`,
    `              log in as ${editor.email}; the password is in ${editor.passwordFile}`,
    `  status      ${statusUrl} (needs the token), or: nightshift status`,
    ...(program === undefined ? [] : [`  nightshift  stands for: ${program}`]),
    '',
  ].join('\n');
}

/** Where to look while the plan runs, and how to answer what it asks, before its list is shown. */
export function meanwhileText({ editor, statusUrl }: RunningSystem, program: string | undefined): string {
  return [
    `Meanwhile: n8n editor ${editor.url} (${editor.email}, password in ${editor.passwordFile}); status ${statusUrl}`,
    `Questions are answered in another terminal: nightshift answer ID TASK CRITERION pass${program === undefined ? '' : ` (nightshift stands for: ${program})`}`,
    '',
  ].join('\n');
}

/** What is said instead of a hand-off where a run of the plan is open. */
export function goingOnText(
  executionId: string,
  { state, reason }: { readonly state: ExecutionStatus; readonly reason?: string },
): string {
  const said = `Going on with execution ${executionId} of this plan, which is not over yet (${state})`;
  if (state !== 'paused') return said;
  if (endsByItself(reason)) return `${said}: ${printable(reason ?? '')}`;
  return `${said}. It goes on after: nightshift control ${executionId} resume; to begin anew, first: nightshift control ${executionId} cancel`;
}

/** How long all of this runs. */
export function stayingText({ owner }: Pick<RunningSystem, 'owner'>): string {
  return owner === 'us' ? 'Everything stays up. Ctrl-C stops it.' : `${STAYS[owner]} Ctrl-C ends only this command.`;
}

const STAYS = {
  another: 'nightshift stays up until the `nightshift up` that runs it ends, or until `nightshift down`.',
  background: 'nightshift stays up until `nightshift down`.',
} as const;

/** What is left behind, and how to go on: the last words of a command that ends. */
export function leavingText(
  { owner }: Pick<RunningSystem, 'owner'>,
  run: OpenRun | undefined,
  program: string | undefined,
): string {
  const open = run === undefined || isOver(run.state) ? [] : [openText(run)];
  if (owner !== 'us') return [...open, STAYS[owner]].join('\n');
  return [
    'Stopped; no process is left.',
    ...open,
    'The n8n editor and the commands of nightshift need it running: nightshift up --detach',
    ...(program === undefined ? [] : [`(nightshift stands for: ${program})`]),
  ].join('\n');
}

type OpenRun = Pick<ExecutionStatusView, 'executionId' | 'state' | 'reason'>;

/** What becomes of a run that is not over. */
function openText({ executionId, state, reason }: OpenRun): string {
  if (state === 'paused' && endsByItself(reason))
    return `Execution ${executionId} is paused: ${printable(reason ?? '')} whenever nightshift runs.`;
  if (state === 'paused')
    return `Execution ${executionId} stays paused until: nightshift control ${executionId} resume`;
  const next = state === 'waiting' ? 'it waits for an answer' : 'it goes on whenever nightshift runs';
  return `Execution ${executionId} is not over: ${next}.`;
}
