import type { CliDeps } from './cli-deps';
import { columnsOf } from './columns-of';
import { finalReport } from './final-report';
import type { GatewayClient } from './gateway-client';
import { paintFor } from './render/paint';
import { summary } from './render/summary';

/** Writes how an execution ended or stands, with its result. */
export async function printSummary(
  deps: Pick<CliDeps, 'clock' | 'interrupt' | 'terminal'>,
  gateway: Pick<GatewayClient, 'report' | 'events'>,
  executionId: string,
): Promise<void> {
  const { terminal } = deps;
  const report = await finalReport(deps, gateway, executionId);
  terminal.out(`${summary(report, paintFor(terminal.hasColor), columnsOf(terminal))}\n`);
}
