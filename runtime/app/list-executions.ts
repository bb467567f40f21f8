import { progressOf } from '../core/report/progress-of';
import { statusWord } from '../core/report/task-words';
import type { ExecutionListing } from '../core/report/views';
import type { ExecutionFilter, ExecutionStore } from '../ports/execution-store';
import type { ProjectStore } from '../ports/records';
import { findProject } from './find-project';

export interface ListDeps {
  readonly store: Pick<ExecutionStore, 'list'>;
  readonly projects: ProjectStore;
}

/** Executions of all projects or of one, newest first. Reads only. @throws {RequestError} `PROJECT_UNKNOWN`, `QUERY_INVALID`. */
export async function listExecutions(
  deps: ListDeps,
  { project, ...filter }: Omit<ExecutionFilter, 'projectId'> & { readonly project?: string },
): Promise<readonly ExecutionListing[]> {
  const wanted = project === undefined ? undefined : await findProject(deps, project);
  const [rows, projects] = await Promise.all([
    deps.store.list({ ...filter, ...(wanted === undefined ? {} : { projectId: wanted.id }) }),
    deps.projects.list(),
  ]);
  const names = new Map<string, string>(projects.map(({ id, name }) => [id, name]));
  return rows.map((row) => {
    const name = row.projectId === undefined ? undefined : names.get(row.projectId);
    return {
      executionId: row.id,
      planId: row.planId,
      title: row.title,
      conversationId: row.conversationId,
      ...(row.projectId === undefined ? {} : { projectId: row.projectId }),
      ...(name === undefined ? {} : { project: name }),
      status: statusWord(row.status),
      state: row.status,
      ...(row.reason === undefined ? {} : { reason: row.reason }),
      progress: progressOf({ status: row.status, completed: row.completedTasks, total: row.totalTasks }),
      failed: row.failedTasks,
      costUsd: row.costUsd,
      submittedAt: row.submittedAt,
      ...(row.endedAt === undefined ? {} : { endedAt: row.endedAt }),
      ...(row.archive === undefined ? {} : { archive: row.archive }),
    };
  });
}
