import { previewPlanText } from '../../app/preview-plan-text';
import { isNightshiftError } from '../../core/errors';
import { handoffBody } from '../../core/handoff/handoff-body';
import type { PlanText } from '../../core/plan/plan';
import type { CallersFolder, McpBackend } from '../../mcp/mcp-backend';
import type { CliDeps } from '../cli-deps';
import type { PreviewThere } from '../gateway-client';
import { handOverPatiently } from './hand-over-patiently';

/**
 * What MCP tools ask for, answered by the gateway over HTTP, which looks at the token's rights itself. The gateway is found
 * anew for each call: it may be started, or move to another port, while a conversation goes on.
 */
export function clientBackend(
  deps: Pick<CliDeps, 'gateway' | 'plans' | 'clock' | 'actor' | 'isRemote'>,
  folder: CallersFolder,
): McpBackend {
  const { gateway, actor } = deps;
  return {
    folder,
    demand: async () => undefined,
    readPlan: (path) => folder.readPlan(path),
    preview: async (input) => {
      const answer = await previewPlanText(deps, input);
      if (answer.type === 'problems') return answer;
      return { ...answer, ...(await previewThere(deps, input)) };
    },
    handoff: (handoff, key, call) => handOverPatiently(deps, { body: handoffBody(handoff), key, ...call }),
    uncommitted: (project) => uncommittedThere(deps, folder, project),
    list: async ({ after, status, ...filter }) => {
      const { executions } = await (await gateway()).find({
        ...filter,
        ...(after === undefined ? {} : { cursor: after }),
        ...(status === undefined ? {} : { status: status.join(',') }),
      });
      return executions;
    },
    status: async (id) => (await gateway()).status(id),
    tasks: async (id) => (await gateway()).tasks(id),
    log: async (id, taskId) => (await gateway()).log(id, taskId),
    report: async (id) => (await gateway()).report(id),
    control: async (id, request) => (await gateway()).control(id, request, actor),
    answer: async (id, request) => (await gateway()).answer(id, request, actor),
    similar: async (request) => (await gateway()).similar(request),
  };
}

/** A project that is named is the gateway's to find; its repository is looked at here, where both are on one machine. */
async function uncommittedThere(
  { gateway, isRemote }: Pick<CliDeps, 'gateway' | 'isRemote'>,
  folder: CallersFolder,
  wanted: string,
): Promise<readonly string[] | undefined> {
  if (isRemote()) return undefined;
  try {
    const projects = await (await gateway()).projects();
    const project = projects.find(({ id, name }) => id === wanted || name === wanted);
    return project && (await folder.projectAt(project.dir)).dirty;
  } catch (error) {
    // A hand-off says itself what is wrong.
    if (isNightshiftError(error) && error.kind !== 'bug') return undefined;
    throw error;
  }
}

/** What only the gateway can tell; undefined where nobody can be asked: a plan is looked at also while nightshift does not run. */
async function previewThere({ gateway }: Pick<CliDeps, 'gateway'>, input: PlanText): Promise<PreviewThere | undefined> {
  try {
    return await (await gateway()).preview(input);
  } catch (error) {
    if (isNightshiftError(error) && error.kind !== 'bug') return undefined;
    throw error;
  }
}
