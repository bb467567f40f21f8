import { z } from 'zod/v4';
import { RequestError } from '../core/errors';
import type { McpBackend, PlanRead } from './mcp-backend';

/** How a tool is given a plan: as a file, or as text. */
export const planFields = {
  file: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe(
      'Path of the plan in the working folder, in its repository, or in the folder of `project`: ROADMAP.md, PLAN.md, tasks.json …, or of a folder whose files are one plan. Preferred: a file is taken byte for byte',
    ),
  plan: z.string().optional().describe('The plan itself, when it is in no file'),
  format: z.string().max(40).optional().describe('Name of its format, only when it was not found out rightly'),
};

/** Which project a file lies in, as it goes with `planFields`. */
export const projectField = z.string().min(1).max(4096).optional();

/** A plan of which nobody says which project it is for. */
export const NO_PROJECT = 'none';

/** The plan that a call speaks of. @throws {RequestError} `PLAN_ARGUMENT`, and what reading its file throws. */
export async function planOf(
  backend: Pick<McpBackend, 'readPlan'>,
  {
    file,
    plan,
    format,
    project,
  }: Readonly<Partial<Record<'file' | 'plan' | 'format' | 'project', string | undefined>>>,
): Promise<PlanRead> {
  if ((file === undefined) === (plan === undefined)) {
    throw new RequestError('PLAN_ARGUMENT', 'Give the plan either as `file` or as `plan`', {
      hint: 'Give `file` when it is in a file, else its text as `plan`',
    });
  }
  if (file === undefined) return { text: plan!, fileName: 'PLAN.md', ...(format === undefined ? {} : { format }) };
  return backend.readPlan(file, project === NO_PROJECT ? undefined : project, format);
}

/** A project as it is sent, without `dir` where there is none, and what of its repository tasks will not see. */
export interface ProjectSent {
  readonly dir?: string;
  /** Undefined where it cannot be seen from here. */
  readonly dirty: readonly string[] | undefined;
}

/** The project that a call speaks of: the repository of the working folder unless one is named. */
export async function projectOf(
  backend: Pick<McpBackend, 'folder' | 'registered'>,
  project: string | undefined,
): Promise<ProjectSent> {
  const { folder } = backend;
  if (project === NO_PROJECT) return { dirty: [] };
  const isPath = project === undefined || project.startsWith('/') || project.startsWith('.');
  if (folder !== undefined && isPath) return folder.projectAt(project ?? '.');
  if (project === undefined) return { dirty: [] };
  // One project is one folder, whatever it was called: the same plan for it is the same hand-off.
  return (await backend.registered(project)) ?? { dir: project, dirty: undefined };
}
