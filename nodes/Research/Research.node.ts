import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { openRuntime } from '../../runtime/index';
import { eachItem } from '../shared/each-item';
import type { OpenRuntime } from '../shared/runtime-of';
import { runtimeOf } from '../shared/runtime-of';
import { researchDescription } from './description';

/** Answers each item's question with sources. */
export class Research implements INodeType {
  description = researchDescription;
  execute: NonNullable<INodeType['execute']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      const runtime = await runtimeOf(this, open);
      return eachItem(this, async (item) => ({
        json: await runtime.research({
          question: this.getNodeParameter('question', item),
          ...this.getNodeParameter('options', item, {}),
        }),
      }));
    };
  }
}
