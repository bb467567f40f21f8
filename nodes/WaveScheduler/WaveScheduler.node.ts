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

/** Releases and assigns what is ready. First output: the loop goes on; second: it is over, or a restart is refused. */
export class WaveScheduler implements INodeType {
  description = waveSchedulerDescription;
  execute: NonNullable<INodeType['execute']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      const runtime = await runtimeOf(this, open);
      const operation = String(this.getNodeParameter('operation', 0));
      const step = STEPS.get(operation) ?? schedule;
      return eachItem(this, (item) => step(this, runtime, item), {
        outputs: 2,
        errorOutput: 1,
        once: !EACH_ITEM.has(operation),
      });
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

/** Pauses, resumes, cancels, retries what failed, or goes back to right after a task. */
async function control(context: IExecuteFunctions, runtime: Runtime, item: number): Promise<Emission> {
  const action = String(context.getNodeParameter('action', item));
  if (action === 'rollback') return { json: await runtime.rollBack(pointFields(context, item), callerOf(context)) };
  const fields = {
    executionId: context.getNodeParameter('executionId', item),
    action,
    ...(action === 'pause' ? { stopsRunning: context.getNodeParameter('stopsRunning', item, false) } : {}),
    ...(action === 'retry' ? { taskId: context.getNodeParameter('retriedTaskId', item, '') } : {}),
  };
  return { json: await runtime.control(fields, callerOf(context)) };
}

/** Starts another execution from the moment right after a task of this one. */
async function fork(context: IExecuteFunctions, runtime: Runtime, item: number): Promise<Emission> {
  return { json: await runtime.fork(pointFields(context, item), callerOf(context)) };
}

function pointFields(context: IExecuteFunctions, item: number): Record<string, unknown> {
  return {
    executionId: context.getNodeParameter('executionId', item),
    taskId: context.getNodeParameter('taskId', item),
    callKey: callKey(context, item),
  };
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

type Step = (context: IExecuteFunctions, runtime: Runtime, item: number) => Promise<Emission | undefined>;

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['enter', enter],
  ['recover', recover],
  ['control', control],
  ['fork', fork],
]);

/** The loop takes one step for any number of items; these do what each item asks for. */
const EACH_ITEM: ReadonlySet<string> = new Set(['control', 'fork']);
