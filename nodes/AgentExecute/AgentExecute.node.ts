import type { IExecuteFunctions, INodeType, IWebhookFunctions } from 'n8n-workflow';
import { openRuntime } from '../../runtime/index';
import { callerOf } from '../shared/caller-of';
import type { OpenRuntime } from '../shared/runtime-of';
import { runtimeOf } from '../shared/runtime-of';
import { suspendOrGoOn, wake } from '../shared/suspend';
import { agentExecuteDescription } from './description';
import { inlineTaskOf } from './inline-task-of';

/** Has agents do tasks and suspends this n8n execution meanwhile: the one place where a loop waits. */
export class AgentExecute implements INodeType {
  description = agentExecuteDescription;
  execute: NonNullable<INodeType['execute']>;
  webhook: NonNullable<INodeType['webhook']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      return suspendOrGoOn(this, async (resumeUrl) => {
        const runtime = await runtimeOf(this, open);
        const caller = { ...callerOf(this), resumeUrl };
        if (this.getNodeParameter('operation', 0) === 'run') return runtime.runInline(inlineTaskOf(this), caller);
        return runtime.announceAndWait(
          {
            executionId: this.getNodeParameter('executionId', 0),
            generation: this.getNodeParameter('generation', 0),
          },
          caller,
        );
      });
    };

    this.webhook = async function (this: IWebhookFunctions) {
      return wake(this, open);
    };
  }
}
