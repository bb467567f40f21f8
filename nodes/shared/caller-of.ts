import type { IExecuteFunctions } from 'n8n-workflow';
import type { NodeCaller } from '../../runtime/index';

/** The n8n execution that runs this node, as the runtime binds loops to it. */
export function callerOf(context: IExecuteFunctions): NodeCaller {
  const { id, name } = context.getWorkflow();
  return { workflowId: id ?? '', workflowName: name ?? '', n8nExecutionId: context.getExecutionId() };
}
