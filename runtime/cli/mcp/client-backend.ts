import { previewPlanText } from '../../app/preview-plan-text';
import { handoffBody } from '../../core/handoff/handoff-body';
import type { CallersFolder, McpBackend } from '../../mcp/mcp-backend';
import type { CliDeps } from '../cli-deps';
import { handOverPatiently } from './hand-over-patiently';

/**
 * What MCP tools ask for, answered by the gateway over HTTP, which looks at the token's rights itself. The gateway is found
 * anew for each call: it may be started, or move to another port, while a conversation goes on.
 */
export function clientBackend(
  deps: Pick<CliDeps, 'gateway' | 'plans' | 'clock' | 'actor'>,
  folder: CallersFolder,
): McpBackend {
  const { gateway, actor } = deps;
  return {
    folder,
    demand: async () => undefined,
    readPlan: (path) => folder.readPlan(path),
    preview: (input) => previewPlanText(deps, input),
    handoff: (handoff, key, call) => handOverPatiently(deps, { body: handoffBody(handoff), key, ...call }),
    list: async (filter) => (await gateway()).list(filter),
    status: async (id) => (await gateway()).status(id),
    tasks: async (id) => (await gateway()).tasks(id),
    log: async (id, taskId) => (await gateway()).log(id, taskId),
    report: async (id) => (await gateway()).report(id),
    control: async (id, request) => (await gateway()).control(id, request, actor),
    answer: async (id, request) => (await gateway()).answer(id, request, actor),
    similar: async (request) => (await gateway()).similar(request),
  };
}
