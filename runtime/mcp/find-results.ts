import { isNightshiftError } from '../core/errors';
import type { ExecutionStatus } from '../core/execution/execution';
import { findExecution } from './find-execution';
import type { McpBackend } from './mcp-backend';

const OVER: readonly ExecutionStatus[] = ['succeeded', 'failed', 'cancelled'];

/** An execution, and why it is this one where nobody named it. */
export interface FoundResults {
  readonly id: string;
  readonly which?: string;
}

type Backend = Pick<McpBackend, 'list' | 'folder'>;

/**
 * The execution whose results are asked for. Where none is named: the newest that is over of the caller's project, else the
 * newest that is over, else the newest. @throws {RequestError} `EXECUTION_UNKNOWN`, `EXECUTION_AMBIGUOUS`.
 */
export async function findResults(
  backend: Backend,
  named: { readonly execution?: string | undefined; readonly conversationId?: string | undefined },
): Promise<FoundResults> {
  if (named.execution !== undefined || named.conversationId !== undefined)
    return { id: await findExecution(backend, named) };
  const dir = await callersProject(backend);
  const here = dir === undefined ? undefined : await newestOver(backend, dir);
  if (here !== undefined) return { id: here, which: "the newest of this folder's project that is over" };
  const anywhere = await newestOver(backend);
  if (anywhere !== undefined) {
    const why = dir === undefined ? '' : ": nothing of this folder's project is";
    return { id: anywhere, which: `the newest of all projects that is over${why}` };
  }
  return { id: await findExecution(backend, {}), which: 'the newest: nothing is over yet' };
}

async function newestOver({ list }: Backend, project?: string): Promise<string | undefined> {
  return unlessRefused(
    async () => {
      const [newest] = await list({ limit: 1, status: OVER, ...(project === undefined ? {} : { project }) });
      return newest?.executionId;
    },
    project === undefined ? [] : ['PROJECT_UNKNOWN'],
  );
}

/** Undefined where caller and server are not on one machine, or nothing could run in the folder. */
const callersProject = async ({ folder }: Backend): Promise<string | undefined> =>
  folder && unlessRefused(async () => (await folder.projectAt('.')).dir);

/** Undefined for what is no answer to this question: by its code, or any that is not our own mistake. */
async function unlessRefused<T>(ask: () => Promise<T>, codes?: readonly string[]): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!isNightshiftError(error) || error.kind === 'bug') throw error;
    if (codes !== undefined && !codes.includes(error.code)) throw error;
    return undefined;
  }
}
