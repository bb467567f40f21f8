import type { INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { executionFields, OPTIONAL_CREDENTIAL } from '../shared/descriptions';

/** Learn, as n8n shows it. */
export const learnDescription: INodeTypeDescription = {
  displayName: 'Learn',
  name: 'learn',
  icon: { light: 'file:learn.svg', dark: 'file:learn.dark.svg' },
  group: ['transform'],
  version: 1,
  subtitle: '={{ $parameter["operation"] }}',
  description: 'Tells what was learned from attempts, and what happened last time with a task like this',
  defaults: { name: 'Learn' },
  inputs: [NodeConnectionTypes.Main],
  outputs: [NodeConnectionTypes.Main],
  credentials: OPTIONAL_CREDENTIAL,
  usableAsTool: true,
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      default: 'report',
      options: [
        {
          name: 'Recommend',
          value: 'recommend',
          action: 'Recommend from similar attempts',
          description: 'The most similar past attempts: what was done, how it ended, what went wrong',
        },
        {
          name: 'Report',
          value: 'report',
          action: 'Report what was learned',
          description: 'What this execution learned since the last turn; never stops the loop',
        },
      ],
    },
    ...executionFields(['report']),
    {
      displayName: 'Final Report',
      name: 'final',
      type: 'boolean',
      default: false,
      displayOptions: { show: { operation: ['report'] } },
      description: 'Whether to report on the whole execution, once it is over',
    },
    {
      displayName: 'Task',
      name: 'text',
      type: 'string',
      typeOptions: { rows: 3 },
      required: true,
      default: '',
      placeholder: 'Move the session store to Redis',
      displayOptions: { show: { operation: ['recommend'] } },
      description: 'The task for which to look back',
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 50,
      displayOptions: { show: { operation: ['recommend'] } },
      description: 'Max number of results to return',
    },
  ],
};
