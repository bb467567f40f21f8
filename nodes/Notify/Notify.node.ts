import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import type { Runtime } from '../../runtime/index';
import { openRuntime } from '../../runtime/index';
import { callKey } from '../shared/call-key';
import { callerOf } from '../shared/caller-of';
import type { Emission } from '../shared/each-item';
import { eachItem } from '../shared/each-item';
import type { OpenRuntime } from '../shared/runtime-of';
import { runtimeOf } from '../shared/runtime-of';
import { notifyDescription } from './description';

/** Tells people: reports what the outbox sent, or sends a message of a person's own. */
export class Notify implements INodeType {
  description = notifyDescription;
  execute: NonNullable<INodeType['execute']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      const runtime = await runtimeOf(this, open);
      const isSend = this.getNodeParameter('operation', 0) === 'send';
      const step = isSend ? send : report;
      return eachItem(this, (item) => step(this, runtime, item), { once: !isSend });
    };
  }
}

async function report(context: IExecuteFunctions, runtime: Runtime, item: number): Promise<Emission | undefined> {
  const executionId = context.getNodeParameter('executionId', item);
  const generation = context.getNodeParameter('generation', item);
  const final = context.getNodeParameter('final', item, false);
  const answer = await runtime.notify({ executionId, generation, final }, callerOf(context));
  return answer['type'] === 'stale' ? undefined : { json: answer };
}

async function send(context: IExecuteFunctions, runtime: Runtime, item: number): Promise<Emission> {
  const typedKey = String(context.getNodeParameter('key', item, ''));
  const answer = await runtime.notify(
    {
      title: context.getNodeParameter('title', item, ''),
      message: context.getNodeParameter('message', item),
      channels: context.getNodeParameter('channels', item, []),
      urgency: context.getNodeParameter('urgency', item, 'normal'),
      key: typedKey === '' ? callKey(context, item) : typedKey,
    },
    callerOf(context),
  );
  return { json: answer };
}
