import type { INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { OPTIONAL_CREDENTIAL } from '../shared/descriptions';

/** Research, as n8n shows it. */
export const researchDescription: INodeTypeDescription = {
  displayName: 'Research',
  name: 'research',
  icon: { light: 'file:research.svg', dark: 'file:research.dark.svg' },
  group: ['transform'],
  version: 1,
  subtitle: '={{ $parameter["question"] }}',
  description: 'Answers a question with its sources, and remembers the answer',
  defaults: { name: 'Research' },
  inputs: [NodeConnectionTypes.Main],
  outputs: [NodeConnectionTypes.Main],
  credentials: OPTIONAL_CREDENTIAL,
  usableAsTool: true,
  properties: [
    {
      displayName: 'Question',
      name: 'question',
      type: 'string',
      typeOptions: { rows: 3 },
      required: true,
      default: '={{ $json.question }}',
      placeholder: 'Which retry policy does BullMQ have by default?',
      description: 'What to find out',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [
        {
          displayName: 'Max Age (Hours)',
          name: 'maxAgeHours',
          type: 'number',
          typeOptions: { minValue: 0 },
          default: 24,
          description: 'How old a remembered answer to the same question may be; 0 asks again',
        },
      ],
    },
  ],
};
