import { isOver } from '../core/execution/execution';
import type { ReportView } from '../core/report/views';
import type { CliDeps } from './cli-deps';
import type { GatewayClient } from './gateway-client';

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 100;

/**
 * The report of an execution. Its branch reaches the repository a moment after its end: that is waited for, at most 10 s,
 * so that nobody is told that there is no result, and stops what would bring it.
 */
export async function finalReport(
  deps: Pick<CliDeps, 'clock' | 'interrupt'>,
  gateway: Pick<GatewayClient, 'report' | 'events'>,
  executionId: string,
): Promise<ReportView> {
  const end = deps.clock.steady() + PATIENCE_MS;
  let report = await gateway.report(executionId);
  if (report.result !== undefined || !isOver(report.state) || !(await hasChanges(gateway, executionId))) return report;
  while (report.result === undefined && deps.clock.steady() < end && !deps.interrupt.aborted) {
    await deps.clock.sleep(LOOK_EVERY_MS, deps.interrupt);
    report = await gateway.report(executionId);
  }
  return report;
}

/** Whether a task was merged that changed something: only then is there a branch. */
async function hasChanges(gateway: Pick<GatewayClient, 'events'>, executionId: string): Promise<boolean> {
  for (let after = 0; ; ) {
    const { events, lastSeq } = await gateway.events(executionId, after);
    if (events.some(({ body }) => body.type === 'task-completed' && body.tip && body.tip.from !== body.tip.to))
      return true;
    after = events.at(-1)?.seq ?? lastSeq;
    if (after >= lastSeq) return false;
  }
}
