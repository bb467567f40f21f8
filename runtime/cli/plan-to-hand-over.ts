import { resolve } from 'node:path';
import { examinePlanInput } from '../app/examine-plan-input';
import { planRefusal } from '../core/plan/plan-refusal';
import { printPlan } from '../core/plan/print/print-plan';
import type { CliDeps } from './cli-deps';
import { type PlanFile, readPlanFile } from './read-plan-file';
import { readPlanInput } from './read-plan-input';

/** What is sent of a plan. */
export type PlanToHandOver = PlanFile & {
  /** As it was asked for; absent where the plan is sent in nightshift's own schema. */
  readonly format?: string;
};

/**
 * A plan as it is handed over: a file or standard input byte for byte; a folder as `folderToHandOver` says.
 *
 * @throws {RequestError} `PLAN_FILE_UNREADABLE`. @throws {PlanError} with all problems of a folder.
 */
export async function planToHandOver(
  deps: Pick<CliDeps, 'readText' | 'workingFolder' | 'planSource' | 'plans' | 'planLimits'>,
  plan: string,
  format: string | undefined,
): Promise<PlanToHandOver> {
  const folder = plan === '-' ? undefined : await folderToHandOver(deps, plan, format);
  return folder ?? { ...(await readPlanFile(deps, plan)), ...(format === undefined ? {} : { format }) };
}

/**
 * A folder is read here, as `nightshift plan` reads it, and goes in nightshift's own schema: the same folder gives the same text,
 * and so the same hand-off. Undefined where it is no folder.
 *
 * @throws {RequestError} `PLAN_FILE_UNREADABLE`. @throws {PlanError} with all its problems.
 */
export async function folderToHandOver(
  deps: Pick<CliDeps, 'workingFolder' | 'planSource' | 'plans' | 'planLimits'>,
  folder: string,
  format: string | undefined,
): Promise<(PlanToHandOver & { readonly fileName: string }) | undefined> {
  const path = resolve(deps.workingFolder, folder);
  if (!(await isFolder(deps, path))) return undefined;
  const read = await readPlanInput(deps, folder, format);
  if (read.type === 'problems') throw planRefusal(read.problems, read.problems.length);
  const { reading } = await examinePlanInput({ plans: deps.plans, limits: deps.planLimits() }, read.input);
  if (reading.type === 'problems') throw planRefusal(reading.problems, reading.total);
  return { path, text: printPlan(reading.plan, 'json'), fileName: 'plan.json' };
}

/** What cannot be looked at is no folder: reading it says why. */
async function isFolder({ planSource }: Pick<CliDeps, 'planSource'>, path: string): Promise<boolean> {
  const files = await planSource.filesIn(path).catch(() => undefined);
  return files !== undefined;
}
