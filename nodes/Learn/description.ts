import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { executionFields, OPTIONAL_CREDENTIAL } from '../shared/descriptions';

/** The kinds of tasks by which patterns are kept. */
const TASK_TYPE_OPTIONS: NonNullable<INodeProperties['options']> = [
  { name: 'Build', value: 'build' },
  { name: 'Configuration', value: 'configuration' },
  { name: 'Data', value: 'data' },
  { name: 'Deployment', value: 'deployment' },
  { name: 'Documentation', value: 'documentation' },
  { name: 'Feature', value: 'feature' },
  { name: 'Fix', value: 'fix' },
  { name: 'Interface', value: 'interface' },
  { name: 'Quality', value: 'quality' },
  { name: 'Refactoring', value: 'refactoring' },
  { name: 'Research', value: 'research' },
  { name: 'Test', value: 'test' },
];

const LIMIT: INodeProperties = {
  displayName: 'Limit',
  name: 'limit',
  type: 'number',
  typeOptions: { minValue: 1 },
  // eslint-disable-next-line n8n-nodes-base/node-param-default-wrong-for-limit -- n8n's own 50 is for lists; more than three are not alike (R-63)
  default: 3,
  displayOptions: { show: { operation: ['recommend'] } },
  description: 'Max number of results to return',
};

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
          description: 'What was learned from this execution so far; never stops the loop',
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
      description: 'Whether to name also why, for what could not be learned: for the end of an execution',
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
    LIMIT,
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add Filter',
      default: {},
      displayOptions: { show: { operation: ['recommend'] } },
      options: [
        {
          displayName: 'Kind of Task',
          name: 'taskType',
          type: 'options',
          default: 'feature',
          description: 'Only attempts at tasks of this kind, as told by their words',
          options: TASK_TYPE_OPTIONS,
        },
        {
          displayName: 'Outcome',
          name: 'isSuccess',
          type: 'options',
          default: true,
          description: 'Only attempts that ended so',
          options: [
            { name: 'Failed', value: false },
            { name: 'Succeeded', value: true },
          ],
        },
        {
          displayName: 'Project ID',
          name: 'projectId',
          type: 'string',
          default: '',
          description: 'Only attempts in this project, as <code>nightshift project list</code> shows it',
        },
      ],
    },
  ],
};
