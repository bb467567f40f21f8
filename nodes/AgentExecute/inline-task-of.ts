import type { IExecuteFunctions } from 'n8n-workflow';
import { callKey } from '../shared/call-key';
import { criteriaOf } from '../shared/criteria-of';
import { onlyItem } from '../shared/only-item';

/** The one task of the operation `run`. Its key makes a call that is made again find the same task. */
export function inlineTaskOf(context: IExecuteFunctions): Record<string, unknown> {
  const item = onlyItem(context);
  return {
    kind: 'task',
    key: callKey(context, item),
    title: context.getNodeParameter('title', item),
    prompt: context.getNodeParameter('prompt', item, ''),
    command: context.getNodeParameter('command', item, ''),
    agent: context.getNodeParameter('agent', item, ''),
    project: context.getNodeParameter('project', item, ''),
    criteria: criteriaOf(context, item),
    options: context.getNodeParameter('options', item, {}),
  };
}
