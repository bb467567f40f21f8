import { z } from 'zod/v4';
import { RequestError } from '../core/errors';
import type { McpBackend } from './mcp-backend';

/** How a tool is given a plan: as a file, or as text. */
export const planFields = {
  file: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe(
      'Path of the plan in the working folder: ROADMAP.md, PLAN.md, tasks.json … Preferred: it is sent byte for byte',
    ),
  plan: z.string().optional().describe('The plan itself, when it is in no file'),
  format: z.string().max(40).optional().describe('Name of its format, only when it was not found out rightly'),
};

/** The plan that a call speaks of. @throws {RequestError} `PLAN_ARGUMENT`, `PLAN_FILE_ELSEWHERE`, `PLAN_FILE_UNREADABLE`, `PLAN_FILE_OUTSIDE`. */
export async function planOf(
  { folder }: Pick<McpBackend, 'folder'>,
  { file, plan }: { readonly file?: string | undefined; readonly plan?: string | undefined },
): Promise<{ readonly text: string; readonly fileName: string }> {
  if ((file === undefined) === (plan === undefined)) {
    throw new RequestError('PLAN_ARGUMENT', 'Give the plan either as `file` or as `plan`', {
      hint: 'Give `file` when it is in a file, else its text as `plan`',
    });
  }
  if (file === undefined) return { text: plan!, fileName: 'PLAN.md' };
  if (folder !== undefined) return folder.readPlan(file);
  throw new RequestError('PLAN_FILE_ELSEWHERE', 'This server does not see your files', {
    hint: 'Read the file and give its whole text as `plan`',
  });
}
