import type { DataNode } from '../data/data-node';
import { looksLikeJson } from '../data/looks-like';
import { readJson } from '../data/read-json';
import { readYaml } from '../data/read-yaml';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import { asCode } from '../text/quote';
import type { DocumentFormat } from './plan-format';
import { TaskListReader } from './task-list/task-list-reader';

/**
 * nightshift's own schema, in JSON or YAML: `{ schemaVersion: 1, title, tasks: [ … ] }`, or the list of tasks alone. An
 * `ExecutionPlan` is one too. Strict: whatever it does not know is a problem.
 */
export const taskList: DocumentFormat = {
  unit: 'document',
  name: 'task-list',
  title: 'Task list (JSON or YAML)',
  isStrict: true,

  detect({ text, data }) {
    const { kind } = data();
    if (kind === 'none') return 'no';
    return /^\s{0,50}\{?\s{0,50}["']?schemaVersion["']?\s{0,4}:/.test(text) ? 'content' : 'fallback';
  },

  read(document, limits, findings) {
    const isYaml = /\.ya?ml$/.test(document.name) || !looksLikeJson(document.text);
    const root =
      isYaml && !document.name.endsWith('.json')
        ? yaml(document.text, limits, findings)
        : readJson(document.text, limits, findings);
    return root === undefined ? undefined : new TaskListReader(findings).plan(root, document);
  },
};

function yaml(text: string, limits: PlanLimits, findings: Findings): DataNode | undefined {
  const control = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f]/.exec(text);
  if (control !== null) {
    const before = text.slice(0, control.index);
    findings.problem(
      'PLAN_CONTROL_CHAR',
      { line: before.split('\n').length, column: control.index - before.lastIndexOf('\n') },
      `A control character (${asCode(control[0])}) stands in the plan`,
      {
        hint: 'Remove it, or write it as "\\e…" in double quotes',
      },
    );
    return undefined;
  }
  return readYaml(text, limits, findings);
}
