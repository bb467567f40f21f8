import { Document, isPair, isScalar, isSeq, Scalar, visit } from 'yaml';
import { DEFAULT_PLAN_LIMITS, type ExecutionPlan } from '../plan';
import { printRoadmap } from './print-roadmap';
import { taskListDocument } from './task-list-document';

export const PRINT_FORMS = ['roadmap', 'json', 'yaml'] as const;
export type PrintForm = (typeof PRINT_FORMS)[number];

/**
 * A plan as a file that people can keep: GSD's ROADMAP.md, or nightshift's own schema in JSON or YAML. Read back, it is
 * the same plan (`whatPlanSays`). A ROADMAP.md is to be read under that name.
 */
export function printPlan(plan: ExecutionPlan, form: PrintForm): string {
  if (form === 'roadmap') return printRoadmap(plan);
  const document = taskListDocument(plan);
  return form === 'json' ? jsonOf(document) : yamlOf(document);
}

/** For people, unless that would be longer than a plan may be. */
function jsonOf(document: Readonly<Record<string, unknown>>): string {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  return Buffer.byteLength(text) > DEFAULT_PLAN_LIMITS.bytes ? `${JSON.stringify(document)}\n` : text;
}

/** Lists of names and paths on one line. */
const ON_ONE_LINE = new Set(['dependencies', 'impliedDependencies', 'files']);

/** Space that a block of YAML does not keep. */
function isUneven(text: string): boolean {
  return text.includes('\n') && /^\s|\s$|[ \t]\n|[\u0085\u2028\u2029\ufeff\t]/.test(text);
}

function yamlOf(value: Readonly<Record<string, unknown>>): string {
  const document = new Document(value, { version: '1.2', schema: 'core', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_: unknown, scalar: Scalar) {
      if (typeof scalar.value === 'string' && isUneven(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
    Pair(_, pair) {
      if (isPair(pair) && isScalar(pair.key) && ON_ONE_LINE.has(String(pair.key.value)) && isSeq(pair.value))
        pair.value.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
