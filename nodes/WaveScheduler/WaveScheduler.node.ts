import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import type { LoopAnswer, Runtime } from '../../runtime/index';
import { openRuntime } from '../../runtime/index';
import { callKey } from '../shared/call-key';
import { callerOf } from '../shared/caller-of';
import type { Emission } from '../shared/each-item';
import { eachItem } from '../shared/each-item';
import type { OpenRuntime } from '../shared/runtime-of';
import { runtimeOf } from '../shared/runtime-of';
import { waveSchedulerDescription } from './description';

/** Releases and assigns what is ready. First output: the loop goes on; second: the execution is over. */
export class WaveScheduler implements INodeType {
  description = waveSchedulerDescription;
  execute: NonNullable<INodeType['execute']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      const runtime = await runtimeOf(this, open);
      const operation = this.getNodeParameter('operation', 0);
      const isPoint = operation === 'rollback' || operation === 'fork';
      const step = (item: number) => {
        if (isPoint) return goTo(this, runtime, item, operation);
        return operation === 'recover' ? recover(runtime) : schedule(this, runtime, item);
      };
      return eachItem(this, step, { outputs: 2, once: !isPoint });
    };
  }
}

async function recover(runtime: Runtime): Promise<Emission> {
  return { json: await runtime.recover() };
}

/** Takes an execution back to a task, or starts another one from there. */
async function goTo(
  context: IExecuteFunctions,
  runtime: Runtime,
  item: number,
  operation: 'rollback' | 'fork',
): Promise<Emission> {
  const point = {
    executionId: context.getNodeParameter('executionId', item),
    taskId: context.getNodeParameter('taskId', item),
    callKey: callKey(context, item),
  };
  const caller = callerOf(context);
  return { json: operation === 'fork' ? await runtime.fork(point, caller) : await runtime.rollBack(point, caller) };
}

async function schedule(context: IExecuteFunctions, runtime: Runtime, item: number): Promise<Emission | undefined> {
  const answer = await runtime.releaseAndAssign(
    {
      executionId: context.getNodeParameter('executionId', item),
      generation: context.getNodeParameter('generation', item),
      restartKey: context.getNodeParameter('restartKey', item, '') ?? '',
    },
    callerOf(context),
  );
  return emission(answer);
}

/** Nothing when another n8n execution drives, or this one handed the loop on: then it ends silently. */
function emission(answer: LoopAnswer): Emission | undefined {
  if (answer.type === 'stale' || answer.state === 'handed-on') return undefined;
  return { json: { ...answer }, output: answer.state === 'over' ? 1 : 0 };
}
