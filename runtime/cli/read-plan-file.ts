import { basename, resolve } from 'node:path';
import { messageOf, RequestError } from '../core/errors';
import type { CliDeps } from './cli-deps';

export interface PlanFile {
  readonly path: string;
  readonly text: string;
  readonly fileName: string;
}

/** A plan from a file. @throws {RequestError} `PLAN_FILE_UNREADABLE`. */
export async function readPlanFile(deps: Pick<CliDeps, 'readText' | 'workingFolder'>, plan: string): Promise<PlanFile> {
  const path = resolve(deps.workingFolder, plan);
  try {
    return { path, text: await deps.readText(path), fileName: basename(path) };
  } catch (cause) {
    throw new RequestError('PLAN_FILE_UNREADABLE', `${plan} cannot be read: ${messageOf(cause)}`, {
      hint: 'Give the path of a plan: ROADMAP.md, tasks.json, tasks.yaml …',
      cause,
    });
  }
}
