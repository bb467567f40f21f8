import { RequestError } from '../core/errors';
import { shellWord } from '../core/shell-word';
import type { Project, ProjectStore } from '../ports/records';

/** The registered project that a person means by its id, folder or name. @throws {RequestError} `PROJECT_UNKNOWN` naming those there are. */
export async function findProject(deps: { readonly projects: ProjectStore }, wanted: string): Promise<Project> {
  const projects = await deps.projects.list();
  const folder = wanted.replace(/(?<=.)\/{1,100}$/, '');
  const project = projects.find(({ id, dir, name }) => id === wanted || dir === folder || name === wanted);
  if (project) return project;
  throw new RequestError('PROJECT_UNKNOWN', `The project ${wanted} is not registered`, {
    hint: `Register it with \`nightshift project add ${shellWord(wanted)}\`.`,
    details: { registered: projects.map(({ name }) => name) },
  });
}
