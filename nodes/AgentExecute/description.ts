import type { INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import {
  AGENT_OPTIONS,
  criteriaField,
  executionFields,
  OPTIONAL_CREDENTIAL,
  projectField,
} from '../shared/descriptions';
import { WAKE_WEBHOOKS } from '../shared/suspend';

/** Agent Execute, as n8n shows it. */
export const agentExecuteDescription: INodeTypeDescription = {
  displayName: 'Agent Execute',
  name: 'agentExecute',
  icon: { light: 'file:agentExecute.svg', dark: 'file:agentExecute.dark.svg' },
  group: ['transform'],
  version: 1,
  subtitle: '={{ $parameter["operation"] }}',
  description: 'Has agents do tasks, each in its own workspace and sandbox, and waits without holding anything up',
  defaults: { name: 'Agent Execute' },
  inputs: [NodeConnectionTypes.Main],
  outputs: [NodeConnectionTypes.Main],
  credentials: OPTIONAL_CREDENTIAL,
  webhooks: WAKE_WEBHOOKS,
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      default: 'loop',
      options: [
        {
          name: 'Loop',
          value: 'loop',
          action: 'Announce assignments and wait',
          description:
            'Announces what Wave Scheduler assigned and waits until there is something to judge or to assign; the only wait of the loop',
        },
        {
          name: 'Run',
          value: 'run',
          action: 'Run one task',
          description: 'Has one worker do one task and waits for its result; for any workflow',
        },
      ],
    },
    ...executionFields(['loop']),
    {
      displayName: 'Title',
      name: 'title',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'Update the changelog',
      displayOptions: { show: { operation: ['run'] } },
      description: 'What is to be done, in one line',
    },
    {
      displayName: 'Prompt',
      name: 'prompt',
      type: 'string',
      typeOptions: { rows: 6 },
      default: '',
      displayOptions: { show: { operation: ['run'] } },
      description: 'What the agent is told; not needed where there is a command',
    },
    {
      displayName: 'Command',
      name: 'command',
      type: 'string',
      default: '',
      placeholder: 'npm run changelog',
      displayOptions: { show: { operation: ['run'] } },
      description: 'The shell command that does it, for the agent Shell',
    },
    {
      displayName: 'Agent',
      name: 'agent',
      type: 'options',
      default: '',
      displayOptions: { show: { operation: ['run'] } },
      description: 'Who does it',
      options: AGENT_OPTIONS,
    },
    projectField(['run']),
    criteriaField(['run']),
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      displayOptions: { show: { operation: ['run'] } },
      options: [
        {
          displayName: 'Cost Cap (USD)',
          name: 'costCapUsd',
          type: 'number',
          typeOptions: { minValue: 0, numberPrecision: 2 },
          default: 5,
          description: 'What the task may cost, all its attempts together',
        },
        {
          displayName: 'Timeout (Minutes)',
          name: 'timeoutMinutes',
          type: 'number',
          typeOptions: { minValue: 1 },
          default: 60,
          description: 'How long its agent may run, and its criteria together once more',
        },
        {
          displayName: 'Tries',
          name: 'maxAttempts',
          type: 'number',
          typeOptions: { minValue: 1, maxValue: 10 },
          default: 3,
          description: 'How many attempts the task has',
        },
      ],
    },
  ],
};
