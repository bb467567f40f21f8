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
 * ended then. Of what was printed faster than it was looked at, more than 16 KiB at a time, the beginning is left out, and said.
 */
export async function followLog(
  { terminal, clock, interrupt }: Pick<CliDeps, 'terminal' | 'clock' | 'interrupt'>,
  { gateway, executionId, task, isJson }: Following,
): Promise<'done' | 'failed' | 'skipped' | 'interrupted'> {
  let last: LogView | undefined;
  for (;;) {
    const { log, state } = await gateway.task(executionId, task);
    const isNext = last !== undefined && last.attempt > 0 && log.attempt !== last.attempt;
    const text = last === undefined || isNext ? log.text : whatIsNew(last.text, log.text);
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

/** What stands in `now` behind what `before` ended with. The tail moves on: its beginning goes as its end grows. */
export function whatIsNew(before: string, now: string): string {
  if (now.startsWith(before)) return now.slice(before.length);
  // The end of `before` that is still in `now`, found by its last characters.
  for (let length = Math.min(before.length, 1_024); length > 0; length = Math.floor(length / 2)) {
    const at = now.lastIndexOf(before.slice(-length));
    if (at >= 0) return now.slice(at + length);
  }
  return now === '' ? '' : `\n…\n${now}`;
}
