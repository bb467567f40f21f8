import { withoutControls } from '../core/control-characters';
import type { LogView } from '../core/report/task-view';
import type { CliDeps } from './cli-deps';
import type { GatewayClient } from './gateway-client';

export interface Following {
  readonly gateway: Pick<GatewayClient, 'task'>;
  readonly executionId: string;
  readonly task: string;
  /** A line of JSON for each piece: `{"attempt", "text"}`. */
  readonly isJson: boolean;
}

const LOOK_EVERY_MS = 500;

/**
 * Prints the log of a task as it grows, attempt after attempt, until the task is settled or the signal aborts; how the task
 * ended then. Of what was printed faster than it was looked at, more than 16 KiB at a time, the beginning is left out, and a
 * line `…` says so.
 */
export async function followLog(
  { terminal, clock, interrupt }: Pick<CliDeps, 'terminal' | 'clock' | 'interrupt'>,
  { gateway, executionId, task, isJson }: Following,
): Promise<'done' | 'failed' | 'skipped' | 'interrupted'> {
  let last: LogView | undefined;
  for (;;) {
    const { log, state } = await gateway.task(executionId, task);
    const isNext = last !== undefined && last.attempt > 0 && log.attempt !== last.attempt;
    const text = last === undefined || isNext ? log.text : whatIsNew(last.text, log.text, !log.isTail);
    if (isNext && !isJson) terminal.out(`\n— attempt ${log.attempt} —\n`);
    if (text !== '')
      terminal.out(isJson ? `${JSON.stringify({ attempt: log.attempt, text })}\n` : withoutControls(text));
    last = log;
    if (state === 'done' || state === 'failed' || state === 'skipped') return state;
    if (interrupt.aborted) return 'interrupted';
    await clock.sleep(LOOK_EVERY_MS, interrupt);
    if (interrupt.aborted) return 'interrupted';
  }
}

/** Shorter ends of a log are in another one by chance: a line break is in all. */
const SURE_CHARACTERS = 64;
const LOOKED_FOR = 1_024;

/**
 * What `now` has that `before` had not. A log is a tail while its task runs: its beginning goes as its end grows. Where nothing
 * of `before` is left, a line `…` stands for what came and went between two looks.
 *
 * @param isWhole - `now` is the whole log of a task that is over: `before`, a tail, may be anywhere in it.
 */
export function whatIsNew(before: string, now: string, isWhole = false): string {
  if (now === '') return '';
  if (now.startsWith(before)) return now.slice(before.length);
  const least = Math.min(SURE_CHARACTERS, Math.ceil(before.length / 2));
  for (let length = Math.min(before.length, now.length); length >= least; length--) {
    if (before.endsWith(now.slice(0, length))) return now.slice(length);
  }
  const end = before.slice(-LOOKED_FOR);
  const at = isWhole && end.length >= SURE_CHARACTERS ? now.lastIndexOf(end) : -1;
  if (at >= 0) return now.slice(at + end.length);
  return `${before.endsWith('\n') ? '' : '\n'}…\n${now}`;
}
