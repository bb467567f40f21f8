import { isOver } from '../../core/execution/execution';
import type { ReportView } from '../../core/report/views';
import { duration } from './duration';

/** How long an execution took, or has been at it so far, what one task after the other would have taken, and what it cost. */
export function figures({ state, durationMs, serialMs, costUsd }: ReportView): string {
  const gain = durationMs > 0 && serialMs > durationMs ? `; one after the other ${duration(serialMs)}` : '';
  return `${isOver(state) ? 'Took' : 'So far'} ${duration(durationMs)}${gain}; cost $${costUsd.toFixed(2)}`;
}
