import { CheckboxReader } from './checkbox/checkbox-reader';
import type { DocumentFormat } from './plan-format';

/**
 * Any markdown with boxes: a top-level box is a task, a box below it a subtask. Under headings that speak of criteria a
 * box is a criterion of the task above; under "out of scope", "risks" and the like it is nothing.
 *
 * Source: plan files as people write them; what a task may say is ours (docs/plan-syntax.md).
 */
export const checkbox: DocumentFormat = {
  unit: 'document',
  name: 'checkbox',
  title: 'Markdown with boxes',
  isStrict: false,

  /** What is neither data nor claimed by another format may at least have boxes. */
  detect() {
    return 'fallback';
  },

  read(document, limits, findings) {
    const reader = new CheckboxReader(findings, document.ledger);
    for (const line of document.markdown().lines) reader.line(line);
    return reader.finish(document, limits);
  },
};
