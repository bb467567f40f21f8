import type { DataNode } from '../data/data-node';
import { looksLikeJson } from '../data/looks-like';
import { readJson } from '../data/read-json';
import { readYaml } from '../data/read-yaml';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import { positionOf } from '../text/normalise-text';
import type { PlanDocument } from '../text/plan-document';
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
  namesAgents: true,

  detect({ text, data }) {
    const { kind } = data();
    if (kind === 'none') return 'no';
    return /^\s{0,50}\{?\s{0,50}["']?schemaVersion["']?\s{0,4}:/.test(text) ? 'content' : 'fallback';
  },

  read(document, limits, findings) {
    const data = document.data();
    if (data.kind === 'yaml' && hasControlCharacter(document.text, findings)) return undefined;
    // What was read for the detection is not read again, but for lines of JSON: those are one document too many.
    const isRead = data.kind === 'yaml' || data.kind === 'json';
    const root = isRead ? data.node : readOther(document, limits, findings);
    if (isRead) findings.absorb(data.findings);
    return root === undefined ? undefined : new TaskListReader(findings).plan(root, document);
  },
};

/** Asked for by name, whatever the text looks like. */
function readOther({ text }: PlanDocument, limits: PlanLimits, findings: Findings): DataNode | undefined {
  return looksLikeJson(text) ? readJson(text, limits, findings) : readYaml(text, limits, findings);
}

/** A YAML text must show what it holds. */
function hasControlCharacter(text: string, findings: Findings): boolean {
  const control = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f]/.exec(text);
  if (control === null) return false;
  const where = positionOf(text, control.index);
  findings.problem('PLAN_CONTROL_CHAR', where, `A control character (${asCode(control[0])}) stands in the plan`, {
    hint: 'Remove it, or write it as "\\e…" in double quotes',
  });
  return true;
}
