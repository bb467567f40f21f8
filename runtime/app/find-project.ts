import { findRegistered } from '../core/handoff/find-registered';
import { projectUnknown } from '../core/handoff/project-unknown';
import type { Project, ProjectStore } from '../ports/records';

/** The registered project that a person means by its id, folder or name. @throws {RequestError} `PROJECT_UNKNOWN` naming those there are. */
export async function findProject(deps: { readonly projects: ProjectStore }, wanted: string): Promise<Project> {
  const projects = await deps.projects.list();
  const project = findRegistered(projects, wanted);
  if (project === undefined) throw projectUnknown(wanted, projects);
  return project;
}
