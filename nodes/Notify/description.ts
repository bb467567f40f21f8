import type { INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { executionFields, OPTIONAL_CREDENTIAL } from '../shared/descriptions';

const forSend = { show: { operation: ['send'] } };

/** Notify, as n8n shows it. */
export const notifyDescription: INodeTypeDescription = {
  displayName: 'Notify',
  name: 'notify',
  icon: { light: 'file:notify.svg', dark: 'file:notify.dark.svg' },
  group: ['output'],
  version: 1,
  subtitle: '={{ $parameter["operation"] }}',
  description: 'Tells people by voice, push and Discord; in the loop, reports what was sent',
  defaults: { name: 'Notify' },
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
          name: 'Report',
          value: 'report',
          action: 'Report what was sent',
          description: 'What was sent for this execution so far, and what could not be',
        },
        {
          name: 'Send',
          value: 'send',
          action: 'Send a message',
          description: 'A message of your own, sent once per key',
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
      description: 'Whether to name also why, for what could not be sent: for the end of an execution',
    },
    {
      displayName: 'Title',
      name: 'title',
      type: 'string',
      default: '',
      placeholder: 'Backup finished',
      displayOptions: forSend,
      description: 'The message in one line, also what is spoken; if left empty, the beginning of the message is',
    },
    {
      displayName: 'Message',
      name: 'message',
      type: 'string',
      typeOptions: { rows: 3 },
      required: true,
      default: '',
      displayOptions: forSend,
      description: 'What to tell',
    },
    {
      displayName: 'Channels',
      name: 'channels',
      type: 'multiOptions',
      default: [],
      displayOptions: forSend,
      description: 'Where to tell it; none: where its urgency goes. Voice is silent in quiet hours.',
      options: [
        { name: 'Discord', value: 'discord' },
        { name: 'Push', value: 'push' },
        { name: 'Voice', value: 'voice' },
      ],
    },
    {
      displayName: 'Urgency',
      name: 'urgency',
      type: 'options',
      default: 'normal',
      displayOptions: forSend,
      description: 'How soon somebody should look',
      options: [
        { name: 'High', value: 'high', description: 'All channels, push marked as urgent' },
        { name: 'Low', value: 'low', description: 'Push and Discord, nothing is spoken' },
        { name: 'Normal', value: 'normal', description: 'All channels' },
      ],
    },
    {
      displayName: 'Key',
      name: 'key',
      type: 'string',
      typeOptions: { password: false },
      default: '',
      placeholder: 'backup-2031-01-02',
      displayOptions: forSend,
      description: 'The same key is sent once; empty: once per item of each run of this node',
    },
  ],
};
