import { resolve } from 'node:path';
import { isOver } from '../core/execution/execution';
import { sha256 } from '../core/execution/hash-event';
import type { CliDeps } from './cli-deps';
import type { GatewayClient, HandoffReply } from './gateway-client';
import { handOver } from './hand-over';
import { handoffKey } from './handoff-key';
import type { PlanFile } from './read-plan-file';
import { printable } from './render/printable';
import { repositoryWarnings } from './render/repository-warnings';

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
  const folder = resolve(deps.workingFolder, dir);
  const project = await gateway.addProject({ dir: folder });
  if (project.dir !== folder)
    deps.terminal.err(`note: ${printable(folder)} is taken as ${printable(project.dir)}, the top of its repository\n`);
  for (const line of repositoryWarnings(project)) deps.terminal.err(`${line}\n`);
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
