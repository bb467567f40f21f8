import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import type { LoopAnswer, Runtime } from '../../runtime/index';
import { openRuntime } from '../../runtime/index';
import { callerOf } from '../shared/caller-of';
import type { Emission } from '../shared/each-item';
import { eachItem } from '../shared/each-item';
import type { OpenRuntime } from '../shared/runtime-of';
import { runtimeOf } from '../shared/runtime-of';
import { waveSchedulerDescription } from './description';

/** Releases and assigns what is ready. First output: the loop goes on; second: it is over, or a restart is refused. */
export class WaveScheduler implements INodeType {
  description = waveSchedulerDescription;
  execute: NonNullable<INodeType['execute']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      const runtime = await runtimeOf(this, open);
      const operation = this.getNodeParameter('operation', 0);
      const step = { enter, recover, schedule }[
        operation === 'enter' || operation === 'recover' ? operation : 'schedule'
      ];
      return eachItem(this, (item) => step(this, runtime, item), { outputs: 2, errorOutput: 1, once: true });
    };
  }
}

async function enter(context: IExecuteFunctions, runtime: Runtime, item: number): Promise<Emission> {
  const answer = await runtime.enterLoop(loopFields(context, item), callerOf(context));
  return { json: { ...answer }, output: answer.type === 'entered' ? 0 : 1 };
}

async function recover(_context: IExecuteFunctions, runtime: Runtime): Promise<Emission> {
  return { json: await runtime.recover() };
}

async function schedule(context: IExecuteFunctions, runtime: Runtime, item: number): Promise<Emission | undefined> {
  return emission(await runtime.releaseAndAssign(loopFields(context, item), callerOf(context)));
}

function loopFields(context: IExecuteFunctions, item: number): Record<string, unknown> {
  return {
    executionId: context.getNodeParameter('executionId', item),
    generation: context.getNodeParameter('generation', item),
    restartKey: context.getNodeParameter('restartKey', item, '') ?? '',
  };
}

/** Nothing when another n8n execution drives, or this one handed the loop on: then it ends silently. */
function emission(answer: LoopAnswer): Emission | undefined {
  if (answer.type === 'stale' || answer.state === 'handed-on') return undefined;
  return { json: { ...answer }, output: answer.state === 'over' ? 1 : 0 };
}
