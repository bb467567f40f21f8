import type { IExecuteFunctions, INodeExecutionData, INodeType, IWebhookFunctions } from 'n8n-workflow';
import { openRuntime } from '../../runtime/index';
import { callKey } from '../shared/call-key';
import { callerOf } from '../shared/caller-of';
import { criteriaOf } from '../shared/criteria-of';
import { eachItem } from '../shared/each-item';
import { loopStep } from '../shared/loop-step';
import { onlyItem } from '../shared/only-item';
import type { OpenRuntime } from '../shared/runtime-of';
import { runtimeOf } from '../shared/runtime-of';
import { suspendOrGoOn, wake } from '../shared/suspend';
import { verifyDescription } from './description';

/** Judges stored evidence in the loop; in anybody's workflow, has criteria run and waits for the evidence. */
export class Verify implements INodeType {
  description = verifyDescription;
  execute: NonNullable<INodeType['execute']>;
  webhook: NonNullable<INodeType['webhook']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      return this.getNodeParameter('operation', 0) === 'run' ? run(this, open) : judge(this, open);
    };

    this.webhook = async function (this: IWebhookFunctions) {
      return wake(this, open);
    };
  }
}

async function judge(context: IExecuteFunctions, open: OpenRuntime): Promise<INodeExecutionData[][]> {
  const runtime = await runtimeOf(context, open);
  return eachItem(
    context,
    async (item) => {
      const executionId = context.getNodeParameter('executionId', item);
      const generation = context.getNodeParameter('generation', item);
      return loopStep(await runtime.judgeAttempts({ executionId, generation }, callerOf(context)));
    },
    { once: true },
  );
}

async function run(context: IExecuteFunctions, open: OpenRuntime): Promise<INodeExecutionData[][]> {
  return suspendOrGoOn(context, async (resumeUrl) => {
    const item = onlyItem(context);
    const runtime = await runtimeOf(context, open);
    return runtime.runInline(
      {
        kind: 'verify',
        key: callKey(context, item),
        project: context.getNodeParameter('project', item, ''),
        criteria: criteriaOf(context, item),
        options: context.getNodeParameter('options', item, {}),
      },
      { ...callerOf(context), resumeUrl },
    );
  });
}
