import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { openRuntime } from '../../runtime/index';
import { callerOf } from '../shared/caller-of';
import { eachItem } from '../shared/each-item';
import { loopStep } from '../shared/loop-step';
import type { OpenRuntime } from '../shared/runtime-of';
import { runtimeOf } from '../shared/runtime-of';
import { learnDescription } from './description';

/** Tells what was learned; in the loop it always goes on, whatever became of the pattern store. */
export class Learn implements INodeType {
  description = learnDescription;
  execute: NonNullable<INodeType['execute']>;

  constructor(open: OpenRuntime = openRuntime) {
    this.execute = async function (this: IExecuteFunctions) {
      const runtime = await runtimeOf(this, open);
      if (this.getNodeParameter('operation', 0) === 'recommend') {
        return eachItem(this, async (item) => ({
          json: await runtime.recommend({
            text: this.getNodeParameter('text', item),
            limit: this.getNodeParameter('limit', item),
            ...this.getNodeParameter('filters', item, {}),
          }),
        }));
      }
      return eachItem(
        this,
        async (item) => {
          const executionId = this.getNodeParameter('executionId', item);
          const generation = this.getNodeParameter('generation', item);
          const final = this.getNodeParameter('final', item, false);
          return loopStep(await runtime.learn({ executionId, generation, final }, callerOf(this)));
        },
        { once: true },
      );
    };
  }
}
