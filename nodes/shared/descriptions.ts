import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** The name of the one credential. */
export const CREDENTIAL = 'nightshiftRuntimeApi';

/** Every node takes the credential, none needs it: without it the environment of the n8n process says where to go. */
export const OPTIONAL_CREDENTIAL: NonNullable<INodeTypeDescription['credentials']> = [
  { name: CREDENTIAL, required: false },
];

/** Which execution of nightshift a loop node acts for; filled from the node before it. */
export function executionFields(operations: readonly string[]): INodeProperties[] {
  const displayOptions = { show: { operation: [...operations] } };
  return [
    {
      displayName: 'Execution ID',
      name: 'executionId',
      type: 'string',
      default: '={{ $json.executionId }}',
      displayOptions,
      description:
        'The nightshift execution that this loop drives, as the node before gives it; if it gives none, the one that this n8n execution drives',
    },
    {
      displayName: 'Generation',
      name: 'generation',
      type: 'number',
      // eslint-disable-next-line n8n-nodes-base/node-param-default-wrong-for-number -- comes from the node before
      default: '={{ $json.generation }}',
      displayOptions,
      description: 'Which loop of the execution this is; +1 at each restart, so that an older loop changes nothing',
    },
  ];
}

/** Criteria that a person types into a node: what must hold, and the command that proves it. */
export function criteriaField(operations: readonly string[]): INodeProperties {
  return {
    displayName: 'Criteria',
    name: 'criteria',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add Criterion',
    default: {},
    displayOptions: { show: { operation: [...operations] } },
    description: 'What must hold, each proven by a command that ends with exit code 0',
    options: [
      {
        displayName: 'Criterion',
        name: 'criterion',
        values: [
          {
            displayName: 'What Must Hold',
            name: 'criterion',
            type: 'string',
            default: '',
            placeholder: 'The unit tests pass',
            description: 'The criterion in words, as it stands in the evidence',
          },
          {
            displayName: 'Command',
            name: 'command',
            type: 'string',
            default: '',
            placeholder: 'npm test',
            description: 'The shell command that proves it, run in the workspace and the sandbox of the worker',
          },
        ],
      },
    ],
  };
}

/** The registered project whose repository a worker works in. */
export function projectField(operations: readonly string[]): INodeProperties {
  return {
    displayName: 'Project',
    name: 'project',
    type: 'string',
    default: '',
    displayOptions: { show: { operation: [...operations] } },
    description:
      'Folder of a project that was registered with <code>nightshift project add</code>; if left empty, the work is done in an empty folder',
  };
}

/** Who does a task. */
export const AGENT_OPTIONS: NonNullable<INodeProperties['options']> = [
  { name: 'Anthropic API', value: 'anthropic', description: 'A Claude model with tools, over the API' },
  { name: 'Choose for Me', value: '', description: 'Shell where there is a command, else Claude Code' },
  { name: 'Claude Code', value: 'claude-code', description: 'The Claude Code CLI on the worker' },
  {
    name: 'OpenAI-Compatible API',
    value: 'openai',
    description: 'A model with tools over an API that speaks as OpenAI does',
  },
  { name: 'Shell', value: 'shell', description: 'The command itself, without a model' },
];
