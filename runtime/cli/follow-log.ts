import { withoutControls } from '../core/control-characters';
import { LOG_TAIL_CHARACTERS, type LogView } from '../core/report/task-view';
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
  /** Characters of the attempt's log that were printed; undefined once something was left out of it. */
  let printed: number | undefined = 0;
  for (;;) {
    const { log, state } = await gateway.task(executionId, task);
    const isNext = last !== undefined && last.attempt > 0 && log.attempt !== last.attempt;
    if (isNext) printed = 0;
    const before = isNext ? '' : (last?.text ?? '');
    const { text, isGap } = whatIsNew(before, log.text, { isWhole: !log.isTail, printed });
    printed = isGap || printed === undefined ? undefined : printed + text.length;
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

export interface Newer {
  readonly text: string;
  /** Something came and went between two looks: a line `…` stands for it. */
  readonly isGap: boolean;
}

/**
 * What `now` has that `before` had not. A log is a tail while its task runs: its beginning goes as its end grows.
 *
 * @param isWhole - `now` is the whole log of a task that is over: `before`, a tail, may be anywhere in it.
 * @param printed - Characters of the log up to the end of `before`, where they are known: what repeats itself is told apart by them.
 */
export function whatIsNew(
  before: string,
  now: string,
  { isWhole = false, printed }: { readonly isWhole?: boolean; readonly printed?: number | undefined } = {},
): Newer {
  if (now === '') return all('');
  if (before === '') return !isWhole && now.length >= LOG_TAIL_CHARACTERS ? gap('\n', now) : all(now);
  if (isWhole) {
    const end = before.slice(-LOOKED_FOR);
    const whole = now.indexOf(before, Math.max(0, (printed ?? 0) - before.length));
    if (whole >= 0) return all(now.slice(whole + before.length));
    // The middle of a long log is left out of it.
    const at = end.length >= SURE_CHARACTERS ? now.lastIndexOf(end) : -1;
    return at >= 0 ? all(now.slice(at + end.length)) : gap(before, now);
  }
  if (now.startsWith(before)) return all(now.slice(before.length));
  const least = Math.min(SURE_CHARACTERS, Math.ceil(before.length / 2));
  for (let length = Math.min(before.length, now.length); length >= least; length--) {
    if (before.endsWith(now.slice(0, length))) return all(now.slice(length));
  }
  return gap(before, now);
}

const all = (text: string): Newer => ({ text, isGap: false });

const gap = (before: string, now: string): Newer => ({
  text: `${before.endsWith('\n') ? '' : '\n'}…\n${now}`,
  isGap: true,
});
