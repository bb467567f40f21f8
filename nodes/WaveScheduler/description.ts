import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { executionFields, OPTIONAL_CREDENTIAL } from '../shared/descriptions';

/** The moment that an execution goes back to, or another one starts from. */
const pointField = (show: Record<string, string[]>): INodeProperties => ({
  displayName: 'Task ID',
  name: 'taskId',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. task-003',
  displayOptions: { show },
  description: 'The task right after which it stands then; it must be completed',
});

/** Wave Scheduler, as n8n shows it. */
export const waveSchedulerDescription: INodeTypeDescription = {
  displayName: 'Wave Scheduler',
  name: 'waveScheduler',
  icon: { light: 'file:waveScheduler.svg', dark: 'file:waveScheduler.dark.svg' },
  group: ['transform'],
  version: 1,
  subtitle: '={{ $parameter["operation"] }}',
  description: 'Releases the tasks whose dependencies are complete and assigns them to workers; head of the loop',
  defaults: { name: 'Wave Scheduler' },
  inputs: [NodeConnectionTypes.Main],
  outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
  outputNames: ['Go on', 'Over'],
  credentials: OPTIONAL_CREDENTIAL,
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      default: 'schedule',
      options: [
        {
          name: 'Control',
          value: 'control',
          action: 'Control an execution',
          description: 'Pauses, resumes, cancels or rolls back an execution, or tries again what failed',
        },
        {
          name: 'Enter',
          value: 'enter',
          action: 'Enter a restarted loop',
          description:
            'Lets a restarted loop in that brings its one-time key; what brings none goes to the second output, to be refused',
        },
        {
          name: 'Fork',
          value: 'fork',
          action: 'Fork an execution',
          description: 'Starts a new execution from the moment right after a task of another one was completed',
        },
        {
          name: 'Recover',
          value: 'recover',
          action: 'Recover executions',
          description:
            'Takes back what dead workers held and restarts loops that died, as the gateway does every second',
        },
        {
          name: 'Schedule',
          value: 'schedule',
          action: 'Schedule what is ready',
          description: 'Releases and assigns what is ready, and says whether the execution goes on or is over',
        },
      ],
    },
    ...executionFields(['enter', 'schedule']),
    {
      displayName: 'Execution ID',
      name: 'executionId',
      type: 'string',
      required: true,
      default: '={{ $json.executionId }}',
      displayOptions: { show: { operation: ['control', 'fork'] } },
      description: 'The execution to steer, or to start another one from',
    },
    {
      displayName: 'Action',
      name: 'action',
      type: 'options',
      default: 'pause',
      displayOptions: { show: { operation: ['control'] } },
      description: 'What is to become of the execution',
      options: [
        {
          name: 'Cancel',
          value: 'cancel',
          action: 'Cancel an execution',
          description: 'End it; what was completed stays',
        },
        {
          name: 'Pause',
          value: 'pause',
          action: 'Pause an execution',
          description: 'Start nothing more until it is resumed',
        },
        { name: 'Resume', value: 'resume', action: 'Resume an execution', description: 'Let a paused one go on' },
        {
          name: 'Retry',
          value: 'retry',
          action: 'Retry what failed',
          description: 'Take up what failed, and what was skipped because of it',
        },
        {
          name: 'Roll Back',
          value: 'rollback',
          action: 'Roll back an execution',
          description: 'Take it and its branch back to the moment right after a task was completed',
        },
      ],
    },
    {
      displayName: 'Stop Running Attempts',
      name: 'stopsRunning',
      type: 'boolean',
      default: false,
      displayOptions: { show: { operation: ['control'], action: ['pause'] } },
      description: 'Whether what runs is stopped now and begins anew after the resume, instead of going on to its end',
    },
    {
      displayName: 'Task ID',
      name: 'retriedTaskId',
      type: 'string',
      default: '',
      placeholder: 'e.g. task-003',
      displayOptions: { show: { operation: ['control'], action: ['retry'] } },
      description: 'The failed task to take up; empty for all',
    },
    pointField({ operation: ['fork'] }),
    pointField({ operation: ['control'], action: ['rollback'] }),
    {
      displayName: 'Restart Key',
      name: 'restartKey',
      type: 'string',
      typeOptions: { password: false },
      default: '={{ $json.restartKey }}',
      displayOptions: { show: { operation: ['enter', 'schedule'] } },
      description: 'The one-time key with which a restarted loop enters; empty otherwise',
    },
  ],
};
