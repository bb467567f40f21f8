import { counted } from '../../../counted';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { tableCells } from '../../text/tables';

const REQUIREMENT = /^(?:N?FR|REQ)[-_ ]?\d{1,4}(?:\.\d{1,3}){0,2}(?![\w%])/;

/**
 * Items and rows `FR-1 …` that stand beside the tasks and became nothing: nobody checks them, which is noted, once for all
 * of them. Linear.
 */
export function noteUncheckedRequirements(document: PlanDocument, findings: Findings): void {
  if (!document.text.includes('FR') && !document.text.includes('REQ')) return;
  const found = document.markdown().lines.filter((line) => {
    if ((line.kind !== 'table' && line.kind !== 'item') || document.ledger.useOf(line.no) !== undefined) return false;
    const first = line.kind === 'table' ? (tableCells(line)[0]?.text ?? '') : line.content.slice(0, 200);
    return REQUIREMENT.test(plainText(first));
  });
  const [first] = found;
  if (first === undefined) return;
  findings.note(
    'NOTE_LEFT_OUT',
    at(first),
    `Left out, ${counted(found.length, 'requirement that is', 'requirements that are')} no criterion of a task, from ${quote(first.content)}; write below a task, or under "Success criteria", what is to be checked`,
    found.map(({ no }) => no),
  );
}
