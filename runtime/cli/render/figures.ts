import { isOver } from '../../core/execution/execution';
import type { ReportView } from '../../core/report/views';
import { duration } from './duration';

/** How long an execution took, or has been at it so far, what running side by side gained it, and what it cost. */
export function figures({ state, durationMs, serialMs, costUsd, gain }: ReportView): string {
  const isFaster = durationMs > 0 && serialMs > durationMs;
  const best =
    gain && isFaster
      ? ` (${gain.speedup} times as long; ${Math.round(100 * gain.efficiency)} % of the best that is possible)`
      : '';
  const beside = isFaster ? `; one after the other ${duration(serialMs)}${best}` : '';
  return `${isOver(state) ? 'Took' : 'So far'} ${duration(durationMs)}${beside}; cost $${costUsd.toFixed(2)}`;
}
