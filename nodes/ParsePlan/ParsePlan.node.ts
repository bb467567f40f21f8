import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { openRuntime, previewPlanText } from '../../runtime/index';
import { callerOf } from '../shared/caller-of';
import type { Emission } from '../shared/each-item';
import { eachItem } from '../shared/each-item';
import type { OpenRuntime } from '../shared/runtime-of';
import { runtimeOf } from '../shared/runtime-of';
import { parsePlanDescription } from './description';
import { previewItem } from './preview-item';
import { submissionOf } from './submission-of';

/** Reads a plan, and hands it over. First output: the plan, or its receipt; second: what speaks against it. */
export class ParsePlan implements INodeType {
  description = parsePlanDescription;
  execute: NonNullable<INodeType['execute']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      const byOperation = { preview, submit };
      const operation = this.getNodeParameter('operation', 0) === 'submit' ? 'submit' : 'preview';
      return eachItem(this, (item) => byOperation[operation](this, open, item), { outputs: 2, errorOutput: 1 });
    };
  }
}

async function preview(context: IExecuteFunctions, _open: OpenRuntime, item: number): Promise<Emission> {
  const text = (name: string) => String(context.getNodeParameter(name, item, '') ?? '');
  const fileName = text('fileName');
  const format = text('format');
  const answer = await previewPlanText({
    text: text('text'),
    ...(fileName === '' ? {} : { fileName }),
    ...(format === '' ? {} : { format }),
  });
  return { json: previewItem(answer), output: answer.type === 'plan' ? 0 : 1 };
}

async function submit(context: IExecuteFunctions, open: OpenRuntime, item: number): Promise<Emission> {
  const runtime = await runtimeOf(context, open);
  const answer = await runtime.submitPlan(await submissionOf(context, item), callerOf(context));
  return { json: { ...answer }, output: answer.type === 'accepted' ? 0 : 1 };
}
