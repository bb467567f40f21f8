import { resolve } from 'node:path';
import { printable } from '../core/control-characters';
import { isNightshiftError } from '../core/errors';
import { type ExecutionStatus, isOver } from '../core/execution/execution';
import { sha256 } from '../core/execution/hash-event';
import { handoffKey } from '../core/handoff/handoff-key';
import type { CliDeps } from './cli-deps';
import type { GatewayClient } from './gateway-client';
import { handOver } from './hand-over';
import type { PlanFile } from './read-plan-file';
import { repositoryWarnings } from './render/repository-warnings';

const PATIENCE_MS = 30_000;

export interface PlanRun {
  readonly plan: PlanFile;
  readonly dir: string;
  /** A new run, also where another one is open. */
  readonly isFresh: boolean;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface StartedRun {
  readonly executionId: string;
  /** How it stood, where it had begun before and was not over. */
  readonly open?: { readonly state: ExecutionStatus; readonly reason?: string };
}

/**
 * Registers the folder and hands the plan over through the webhook. While a run of the same plan in the same folder is
 * open, it is that run; once it is over, a new one begins.
 */
export async function runPlan(
  deps: CliDeps,
  gateway: Pick<GatewayClient, 'addProject' | 'list'>,
  { plan, dir, isFresh, options }: PlanRun,
): Promise<StartedRun> {
  const folder = resolve(deps.workingFolder, dir);
  const project = await patiently(deps, () => gateway.addProject({ dir: folder }));
  if (project.dir !== folder)
    deps.terminal.err(`note: ${printable(folder)} is taken as ${printable(project.dir)}, the top of its repository\n`);
  for (const line of repositoryWarnings(project)) deps.terminal.err(`${line}\n`);
  const conversationId = `up-${sha256(JSON.stringify([plan.text, project.dir])).slice(0, 16)}`;
  const runs = await patiently(deps, () => gateway.list({ conversationId, limit: 1 }));
  const [newest] = runs;
  const round = newest === undefined ? '' : newest.executionId;
  if (newest !== undefined && !isOver(newest.state) && !isFresh)
    return { executionId: newest.executionId, open: newest };
  const handoff = {
    text: plan.text,
    ...(plan.fileName === undefined ? {} : { fileName: plan.fileName }),
    project: project.dir,
    conversationId,
    options,
  };
  return handOver(deps, handoff, {
    via: 'n8n',
    key: handoffKey(handoff, round),
    patienceMs: 180_000,
    onRetry: (reason) => deps.terminal.err(`  waiting for n8n: ${printable(reason)}\n`),
  });
}

/** A part that died is back within seconds; so long it is asked again what is safe to repeat. */
async function patiently<T>(
  { clock, interrupt }: Pick<CliDeps, 'clock' | 'interrupt'>,
  ask: () => Promise<T>,
): Promise<T> {
  const end = clock.steady() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isAway = isNightshiftError(error) && error.kind === 'transient';
      if (!isAway || interrupt.aborted || clock.steady() >= end) throw error;
    }
    await clock.sleep(500, interrupt);
  }
}
