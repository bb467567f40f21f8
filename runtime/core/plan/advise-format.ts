import { checkPlan } from './check-plan';
import { fieldOf } from './data/data-node';
import { isOwnSchema, mapsIn } from './drafting/data-signals';
import { Findings } from './findings';
import type { DocumentFormat } from './formats/plan-format';
import { PLAN_FORMATS } from './formats/registry';
import type { PlanLimits } from './plan';
import type { PlanDocument } from './text/plan-document';

/** What a list of another tool is refused for when it is taken for one of ours. */
const OF_SCHEMA = [
  'PLAN_UNKNOWN_FIELD',
  'PLAN_FORBIDDEN_FIELD',
  'PLAN_TYPE',
  'PLAN_ENUM',
  'PLAN_MISSING_FIELD',
  'PLAN_TITLE',
];
const LENIENT = 'data-list';

/**
 * Advises to read a list as one of another tool, when it was taken for one in our own schema, which it does not claim to be,
 * is refused for its fields, and could be read so.
 */
export function adviseFormat(
  format: DocumentFormat,
  document: PlanDocument,
  limits: PlanLimits,
  findings: Findings,
): void {
  if (!format.isStrict || !findings.hasProblemOf(OF_SCHEMA)) return;
  const root = document.data().legible();
  if (root === undefined || isOwnSchema(root, mapsIn(fieldOf(root, 'tasks') ?? root))) return;
  const lenient = PLAN_FORMATS.find((each) => each.name === LENIENT && each.unit === 'document') as DocumentFormat;
  const own = new Findings();
  const draft = lenient.read(document, limits, own);
  if (draft === undefined || draft.tasks.length === 0) return;
  checkPlan(draft, lenient, limits, own);
  if (!own.hasProblems) findings.advise(`If another tool wrote this list, name its format, ${LENIENT}`);
}
