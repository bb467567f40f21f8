import { basename, resolve } from 'node:path';
import { RequestError } from '../core/errors';
import type { CliDeps } from './cli-deps';
import { fileReason } from './file-reason';

export interface PlanFile {
  readonly path: string;
  readonly text: string;
  /** Absent where it came from standard input. */
  readonly fileName?: string;
}

/** A plan from a file, or from standard input (`-`). @throws {RequestError} `PLAN_FILE_UNREADABLE`. */
export async function readPlanFile(
  deps: Pick<CliDeps, 'readText' | 'workingFolder' | 'planSource'>,
  plan: string,
): Promise<PlanFile> {
  const path = resolve(deps.workingFolder, plan);
  try {
    if (plan === '-') {
      const bytes = await deps.planSource.readInput();
      return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
    }
    return { path, text: await deps.readText(path), fileName: basename(path) };
  } catch (cause) {
    throw new RequestError('PLAN_FILE_UNREADABLE', `${plan} cannot be read: ${fileReason(cause)}`, {
      hint: 'Give the path of a plan as text in UTF-8: ROADMAP.md, tasks.json, tasks.yaml …',
      cause,
    });
  }
}
