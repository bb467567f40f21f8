import { asExecutionId, asWorkerId } from '../../core/ids';
import type { Hint } from '../../ports/hints';

/** Longest line of either side. */
export const LONGEST_FRAME = 4_096;

/** One line per hint: JSON with a number that its acknowledgement repeats. */
export const frameOf = (id: number, hint: Hint): string => `${JSON.stringify({ id, hint })}\n`;

/** `isTaken` is false when the hint is not for who listens here. */
export const acknowledgementOf = (id: number, isTaken: boolean): string => `${JSON.stringify({ id, isTaken })}\n`;

/** A line as it came in; undefined for anything else than a hint. */
export function hintOfFrame(line: string): { readonly id: number; readonly hint: Hint } | undefined {
  const { id, hint } = recordOf(line);
  const { worker, executionId, task, token, kind } = (hint ?? {}) as Readonly<Record<string, unknown>>;
  if (!isCount(id) || typeof worker !== 'string' || typeof executionId !== 'string') return undefined;
  if (!isCount(task) || !isCount(token) || (kind !== 'attempt' && kind !== 'merge')) return undefined;
  return { id, hint: { worker: asWorkerId(worker), executionId: asExecutionId(executionId), task, token, kind } };
}

export function acknowledgementOfFrame(line: string): { readonly id: number; readonly isTaken: boolean } | undefined {
  const { id, isTaken } = recordOf(line);
  return isCount(id) && typeof isTaken === 'boolean' ? { id, isTaken } : undefined;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function recordOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    // Whoever writes something else than JSON is told nothing; the line is dropped.
    return {};
  }
}

/** Cuts what comes in into lines and hands each to `onLine`; false once a line is too long. */
export function lineReader(onLine: (line: string) => void): (chunk: string) => boolean {
  let rest = '';
  return (chunk) => {
    rest += chunk;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      if (line.length <= LONGEST_FRAME) onLine(line);
    }
    return rest.length <= LONGEST_FRAME;
  };
}
