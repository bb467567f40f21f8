import type { DataNode } from '../data/data-node';
import { readYaml } from '../data/read-yaml';
import type { Findings } from '../findings';
import type { PlanLimits } from '../plan';
import type { PlanDocument } from '../text/plan-document';

/**
 * The value of a JSON or YAML document for a format that takes it, with its problems passed on. Of a damaged document it
 * is what can still be told: its problems refuse the plan, and its facts show what is there.
 */
export function openData(document: PlanDocument, findings: Findings): DataNode | undefined {
  const data = document.data();
  findings.absorb(data.findings);
  const root = data.legible();
  const [problem] = data.findings.report().problems;
  if (root !== undefined && data.node === undefined && problem !== undefined)
    findings.note(
      'NOTE_DAMAGED',
      problem,
      'The file is damaged from here on; what it holds is shown as far as it can be told, and is not run',
    );
  return root;
}

/** The value of a document that is read as YAML, whatever it looks like. What was read to find the format is not read again. */
export function openYaml(document: PlanDocument, limits: PlanLimits, findings: Findings): DataNode | undefined {
  const data = document.data();
  if (data.kind !== 'yaml') return readYaml(document.text, limits, findings);
  findings.absorb(data.findings);
  return data.node;
}
