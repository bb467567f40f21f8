import type { INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { criteriaField, executionFields, OPTIONAL_CREDENTIAL, projectField } from '../shared/descriptions';
import { WAKE_WEBHOOKS } from '../shared/suspend';

/** Verify, as n8n shows it. */
export const verifyDescription: INodeTypeDescription = {
  displayName: 'Verify',
  name: 'verify',
  icon: { light: 'file:verify.svg', dark: 'file:verify.dark.svg' },
  group: ['transform'],
  version: 1,
  subtitle: '={{ $parameter["operation"] }}',
  description: 'Judges finished attempts by their evidence; outside the loop, has a worker run criteria',
  defaults: { name: 'Verify' },
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
      default: 'judge',
      options: [
        {
          name: 'Judge',
          value: 'judge',
          action: 'Judge finished attempts',
          description: 'Approves, retries, fails or asks a person, by the evidence that the worker left; never waits',
        },
        {
          name: 'Run',
          value: 'run',
          action: 'Run criteria',
          description: 'Has a worker run criteria on a project and waits for the evidence; for any workflow',
        },
      ],
    },
    ...executionFields(['judge']),
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
          displayName: 'Timeout (Minutes)',
          name: 'timeoutMinutes',
          type: 'number',
          typeOptions: { minValue: 1 },
          default: 15,
          description: 'The longest run of all criteria together',
        },
      ],
    },
  ],
};
