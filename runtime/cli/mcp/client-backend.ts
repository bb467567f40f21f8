import { previewPlanText } from '../../app/preview-plan-text';
import { isNightshiftError } from '../../core/errors';
import { findRegistered } from '../../core/handoff/find-registered';
import { handoffBody } from '../../core/handoff/handoff-body';
import { projectUnknown } from '../../core/handoff/project-unknown';
import type { PlanText } from '../../core/plan/plan';
import type { ProjectView, RegisteredProject } from '../../core/report/service-views';
import type { CallersFolder, McpBackend } from '../../mcp/mcp-backend';
import type { AskedOptions } from '../../mcp/options-field';
import type { CliDeps } from '../cli-deps';
import type { PreviewThere } from '../gateway-client';
import { handOverPatiently } from '../hand-over-patiently';

/** Below what clients bear without an answer. */
const PATIENCE_MS = 60_000;

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
    readPlan: async (path, wanted, format) => {
      if (wanted === undefined || wanted === '.') return folder.readPlan(path, undefined, format);
      const named = /^[./]/.test(wanted) ? (await folder.projectAt(wanted)).dir : wanted;
      const projects = await projectsHere(deps);
      const project = projects && findRegistered(projects, named);
      // Else it would be said that there is no such file, where there is no such project.
      if (projects !== undefined && project === undefined) throw projectUnknown(named, projects);
      return folder.readPlan(path, project?.dir, format);
    },
    preview: async (input, options, project) => {
      const { agent } = options;
      const answer = await previewPlanText(deps, input, agent === undefined ? {} : { agent });
      return answer.type === 'problems'
        ? answer
        : { ...answer, ...(await previewThere(deps, input, options, project)) };
    },
    handoff: (handoff, key, call) =>
      handOverPatiently(deps, { body: handoffBody(handoff), key, patienceMs: PATIENCE_MS, ...call }),
    registered: (project) => registeredHere(deps, folder, project),
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
async function registeredHere(
  deps: Pick<CliDeps, 'gateway' | 'isRemote'>,
  folder: CallersFolder,
  wanted: string,
): Promise<RegisteredProject | undefined> {
  const project = findRegistered((await projectsHere(deps)) ?? [], wanted);
  if (project === undefined) return undefined;
  const { dir } = project;
  try {
    return { dir, dirty: (await folder.projectAt(dir)).dirty };
  } catch (error) {
    // A hand-off says itself what is wrong.
    if (isNightshiftError(error) && error.kind !== 'bug') return { dir, dirty: undefined };
    throw error;
  }
}

/** The projects that are registered with a gateway on this machine; undefined where it cannot be found out. */
async function projectsHere({
  gateway,
  isRemote,
}: Pick<CliDeps, 'gateway' | 'isRemote'>): Promise<readonly ProjectView[] | undefined> {
  if (isRemote()) return undefined;
  try {
    return await (await gateway()).projects();
  } catch (error) {
    // A hand-off says itself what is wrong.
    if (isNightshiftError(error) && error.kind !== 'bug') return undefined;
    throw error;
  }
}

/**
 * What only the gateway knows of a plan; nothing where it cannot be asked: a plan is looked at also while nightshift does not run.
 * What it refuses, it would refuse of the hand-off as well.
 */
async function previewThere(
  { gateway }: Pick<CliDeps, 'gateway'>,
  input: PlanText,
  options: AskedOptions,
  project: string | undefined,
): Promise<Partial<PreviewThere>> {
  try {
    return await (await gateway()).preview(input, options, project);
  } catch (error) {
    if (isNightshiftError(error) && (error.kind === 'operator' || error.kind === 'transient')) return {};
    throw error;
  }
}
