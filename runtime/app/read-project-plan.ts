import { RequestError } from '../core/errors';
import { decodePlanBytes } from '../core/plan/decode-plan-bytes';
import type { ProjectFiles } from '../ports/project-files';
import type { ProjectStore } from '../ports/records';
import { findProject } from './find-project';

export interface ProjectPlanDeps {
  readonly projects: ProjectStore;
  readonly projectFiles: ProjectFiles;
  readonly hostName: string;
  readonly limits: { readonly bytes: number };
}

/**
 * A plan that lies in a project's folder, as text. Reads only.
 *
 * @throws {RequestError} `PROJECT_UNKNOWN`, `PLAN_FILE_UNREADABLE`.
 */
export async function readProjectPlan(
  deps: ProjectPlanDeps,
  { file, format }: { readonly file: string; readonly format?: string },
  wanted: string | undefined,
): Promise<{ readonly text: string; readonly fileName: string; readonly format?: string }> {
  if (wanted === undefined) throw refused('A plan named by its file needs its project', 'Send /project with it');
  const project = await findProject(deps, wanted);
  if (project.host !== deps.hostName) {
    throw refused(
      `The folder of ${project.name} is on ${project.host}, where this gateway does not run`,
      'Send the plan as /plan/text, or ask the gateway of that host',
    );
  }
  const decoded = decodePlanBytes(await deps.projectFiles.read(project.dir, file, deps.limits.bytes));
  if (decoded.type === 'problems') {
    throw refused(`${file.slice(0, 120)} cannot be read: ${decoded.problems[0]?.message ?? 'it is no text'}`);
  }
  return { text: decoded.text, fileName: file, ...(format === undefined ? {} : { format }) };
}

function refused(message: string, hint = 'Save it as UTF-8'): RequestError {
  return new RequestError('PLAN_FILE_UNREADABLE', message, { hint });
}
