import { withoutControls } from '../core/control-characters';
import type { LogPiece } from '../core/execution/log-tail';
import type { CliDeps } from './cli-deps';
import type { GatewayClient } from './gateway-client';

export interface Following {
  readonly gateway: Pick<GatewayClient, 'task'>;
  readonly executionId: string;
  readonly task: string;
  /** A line of JSON for each piece: `{"attempt", "offset", "text"}`. */
  readonly isJson: boolean;
}

const LOOK_EVERY_MS = 500;

/**
 * Prints the log of a task as it grows, attempt after attempt, until the task is settled or the signal aborts; how the task
 * ended then. Of what was printed faster than it was looked at, more than 16 KiB at a time, the beginning is left out, and a
 * line `…` says so; in JSON the offset does.
 */
export async function followLog(
  { terminal, clock, interrupt }: Pick<CliDeps, 'terminal' | 'clock' | 'interrupt'>,
  { gateway, executionId, task, isJson }: Following,
): Promise<'done' | 'failed' | 'skipped' | 'interrupted'> {
  let attempt = 0;
  let printed: Printed = { bytes: 0, isLine: true };
  for (;;) {
    const { log, state } = await gateway.task(executionId, task);
    if (log.attempt !== attempt) {
      if (attempt > 0 && !isJson) terminal.out(`\n— attempt ${log.attempt} —\n`);
      attempt = log.attempt;
      printed = { bytes: 0, isLine: true };
    }
    const piece = whatIsNew(log, printed.bytes);
    if (piece.text !== '') {
      const isGap = piece.offset > printed.bytes;
      terminal.out(isJson ? `${JSON.stringify({ attempt, ...piece })}\n` : shown(piece, isGap, printed));
      printed = { bytes: piece.offset + Buffer.byteLength(piece.text), isLine: piece.text.endsWith('\n') };
    }
    if (state === 'done' || state === 'failed' || state === 'skipped') return state;
    if (interrupt.aborted) return 'interrupted';
    await clock.sleep(LOOK_EVERY_MS, interrupt);
    if (interrupt.aborted) return 'interrupted';
  }
}

/** How far the log of an attempt was printed. */
interface Printed {
  readonly bytes: number;
  /** What comes next begins a line. */
  readonly isLine: boolean;
}

function shown({ text }: LogPiece, isGap: boolean, { isLine }: Printed): string {
  const gap = isGap ? `${isLine ? '' : '\n'}…\n` : '';
  return `${gap}${withoutControls(text)}`;
}

/** What a piece of a log has behind its first `bytes`; all of it where it begins later: then something came and went between two looks. */
export function whatIsNew({ text, offset }: LogPiece, bytes: number): LogPiece {
  const known = bytes - offset;
  if (known <= 0) return { text, offset };
  return { text: Buffer.from(text).subarray(known).toString(), offset: bytes };
}
