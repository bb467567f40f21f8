import type { DraftPlan } from '../../draft';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { cut } from '../../text/cut';
import { noteFrontmatter } from '../../text/frontmatter';
import type { PlanDocument } from '../../text/plan-document';
import { draftUnits } from './draft-units';
import { gsd2Kind } from './gsd2-files';
import { readTaskPlan } from './task-plan';
import { UnitReader } from './unit-reader';

/** Reads a roadmap, slice plan or task plan by itself. */
export function readGsd2Document(document: PlanDocument, limits: PlanLimits, findings: Findings): DraftPlan {
  const frontmatter = document.frontmatter();
  noteFrontmatter(frontmatter, findings);
  const asked = frontmatterGate(frontmatter.fields);
  const gate = asked === undefined ? {} : { humanGate: asked };
  const where = { line: 1, column: 1 };
  const kind = gsd2Kind(document);
  if (kind === 'task') {
    const unit = readTaskPlan(document, findings);
    const tasks = draftUnits({ units: [unit], phase: unit.title, purpose: '', limits }, findings);
    return { title: unit.title, source: 'ROADMAP', tasks, where, ...gate };
  }
  const reader = new UnitReader(kind === 'slice' ? 'T' : 'S', document.ledger, findings);
  const { title, id, units, criteria, purpose } = reader.read(document.markdown().lines);
  const phase = [id, title].filter((part) => part !== '').join(': ') || 'Plan';
  const tasks = draftUnits({ units, phase, purpose: cut(purpose.join('\n'), 1_200), limits }, findings);
  return {
    title: title || document.name || 'Plan',
    source: 'ROADMAP',
    tasks,
    criteria,
    where,
    ...gate,
  };
}
