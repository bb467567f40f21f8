import { openYaml } from '../drafting/open-data';
import type { DocumentFormat } from './plan-format';
import { ExecutionReader } from './spec-kit-execution/execution-reader';

/**
 * `tasks.execution.yaml`, made from a spec-kit list: phases hold batches, batches hold tasks; what waits is a phase or batch.
 *
 * Source: plan-formats 3.6.
 */
export const specKitExecution: DocumentFormat = {
  unit: 'document',
  name: 'spec-kit-execution',
  title: 'spec-kit tasks.execution.yaml',
  isStrict: false,

  detect({ name, text }) {
    if (name !== '' && !/\.ya?ml$/.test(name)) return 'no';
    if (!/^phases:[ \t]{0,20}$/m.test(text) || !/^[ \t-]{2,12}batches:[ \t]{0,20}$/m.test(text)) return 'no';
    return name.includes('execution') ? 'path' : 'content';
  },

  read(document, limits, findings) {
    const root = openYaml(document, limits, findings);
    return root === undefined ? undefined : new ExecutionReader(limits, findings).read(root, document.name);
  },
};
