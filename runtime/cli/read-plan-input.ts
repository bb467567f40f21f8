import { resolve } from 'node:path';
import { RequestError } from '../core/errors';
import { decodeOther, decodePlanBytes } from '../core/plan/decode-plan-bytes';
import type { PlanFile, PlanInput, PlanProblem } from '../core/plan/plan';
import type { CliDeps } from './cli-deps';
import { fileReason } from './file-reason';

export type PlanInputRead =
  | { readonly type: 'input'; readonly input: PlanInput }
  | { readonly type: 'problems'; readonly problems: readonly PlanProblem[] };

/**
 * A plan from a file, from all files of a folder, or from standard input (`-`). A file that is not
 * UTF-8 is read for what it says, and marked. @throws {RequestError} `PLAN_FILE_UNREADABLE`.
 */
export async function readPlanInput(
  { planSource, workingFolder }: Pick<CliDeps, 'planSource' | 'workingFolder'>,
  argument: string,
  format: string | undefined,
): Promise<PlanInputRead> {
  const named = format === undefined ? {} : { format };
  try {
    if (argument === '-') return single(await planSource.readInput(), undefined, named);
    const path = resolve(workingFolder, argument);
    const files = await planSource.filesIn(path);
    if (files === undefined) return single(await planSource.read(path), path, named);
    const documents = await Promise.all(
      files.map(async (file) => ({ path: file, bytes: await planSource.read(file) })),
    );
    return several(documents, named);
  } catch (cause) {
    throw new RequestError('PLAN_FILE_UNREADABLE', `${argument} cannot be read: ${fileReason(cause)}`, {
      hint: 'Give the path of a plan or of its folder, or - for standard input',
      cause,
    });
  }
}

function single(bytes: Uint8Array, fileName: string | undefined, named: { readonly format?: string }): PlanInputRead {
  const name = fileName === undefined ? {} : { fileName };
  const decoded = decodePlanBytes(bytes);
  if (decoded.type === 'text') return { type: 'input', input: { text: decoded.text, ...name, ...named } };
  const other = decodeOther(bytes);
  if (other !== undefined) return { type: 'input', input: { ...other, ...name, ...named } };
  return { type: 'problems', problems: decoded.problems };
}

/** Files of a folder that are no text are no part of a plan. */
function several(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  named: { readonly format?: string },
): PlanInputRead {
  const documents = files.flatMap(({ path, bytes }): PlanFile[] => {
    const decoded = decodePlanBytes(bytes);
    const other = decoded.type === 'text' ? { text: decoded.text } : decodeOther(bytes);
    return other === undefined ? [] : [{ path, ...other }];
  });
  return { type: 'input', input: { documents, ...named } };
}
