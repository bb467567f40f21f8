import { resolve } from 'node:path';
import { isOver } from '../core/execution/execution';
import { sha256 } from '../core/execution/hash-event';
import type { CliDeps } from './cli-deps';
import type { GatewayClient, HandoffReply } from './gateway-client';
import { handOver } from './hand-over';
import { handoffKey } from './handoff-key';
import type { PlanFile } from './read-plan-file';
import { printable } from './render/printable';

export interface PlanRun {
  readonly plan: PlanFile;
  readonly dir: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Registers the folder and hands the plan over through the webhook. While a run of the same plan in the same folder is
 * open, it is that run; once it is over, a new one begins.
 */
export async function runPlan(
  deps: CliDeps,
  gateway: Pick<GatewayClient, 'addProject' | 'list'>,
  { plan, dir, options }: PlanRun,
): Promise<HandoffReply> {
  const project = await gateway.addProject(resolve(deps.workingFolder, dir));
  warnOfDirty(deps, project.dirty ?? []);
  const conversationId = `up-${sha256(JSON.stringify([plan.text, project.dir])).slice(0, 16)}`;
  const runs = await gateway.list({ conversationId, limit: 1 });
  const [newest] = runs;
  const round = newest === undefined ? '' : newest.executionId;
  const isOpen = newest !== undefined && !isOver(newest.state);
  if (isOpen) {
    deps.terminal.err(`This plan is running already: ${newest.executionId}\n`);
    return { executionId: newest.executionId, planId: newest.planId, sha256: '', receipt: '' };
  }
  const handoff = { text: plan.text, fileName: plan.fileName, project: project.dir, conversationId, options };
  return handOver(deps, handoff, {
    via: 'webhook',
    key: handoffKey(handoff, round),
    patienceMs: 180_000,
    onRetry: (reason) => deps.terminal.err(`  waiting for n8n: ${printable(reason)}\n`),
  });
}

function warnOfDirty(deps: Pick<CliDeps, 'terminal'>, dirty: readonly string[]): void {
  if (dirty.length === 0) return;
  const names = dirty.slice(0, 10).map(printable).join(', ');
  deps.terminal.err(
    `warning: not committed, and so left out of this run: ${names}${dirty.length > 10 ? ` and ${dirty.length - 10} more` : ''}\n`,
  );
}
