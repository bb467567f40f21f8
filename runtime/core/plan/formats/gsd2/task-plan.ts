import type { DraftCriterion } from '../../draft';
import { frontmatterGate } from '../../drafting/frontmatter-gate';
import { criterionOf } from '../../drafting/gsd/read-criteria';
import { readPaths } from '../../drafting/gsd/read-paths';
import { newMarkdownTask } from '../../drafting/markdown-task';
import { withNearBoxes } from '../../drafting/near-boxes';
import type { Findings } from '../../findings';
import { append } from '../../text/append';
import { at } from '../../text/at';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { readHeading } from '../../text/read-heading';
import type { Unit } from './unit';

/** Reads `T01-PLAN.md`: one task whose boxes are criteria, whose steps are its description. */
export function readTaskPlan(document: PlanDocument, findings: Findings): Unit {
  const { ledger } = document;
  const [, fromName = 'T01'] = /^(t\d{2,4})/i.exec(document.name) ?? [];
  const unit: Unit = {
    ...newMarkdownTask(fromName.toUpperCase(), '', { line: 1, column: 1 }),
    saysDepends: false,
    from: 'heading',
  };
  const others: DraftCriterion[] = [];
  let section = '';
  for (const line of withNearBoxes(document.markdown().lines, findings)) {
    if (line.kind === 'heading') {
      const { text } = readHeading(line.content);
      if (line.level === 1 && unit.title === '') titleOf(unit, text, line, ledger);
      else section = text.toLowerCase();
      continue;
    }
    if (line.content === '' || line.kind === 'rule' || line.kind === 'frontmatter' || line.kind === 'comment') continue;
    const where = at(line);
    const isItem = line.kind === 'box' || line.kind === 'item';
    const isVerified = /verification|verify|done when/.test(section);
    if (line.kind === 'box' || (isItem && (isVerified || /must-?have|criteria/.test(section)))) {
      ledger.mark(line, 'criterion');
      (isVerified ? others : unit.criteria).push({ ...criterionOf(line.content), where });
    } else {
      if (isItem) ledger.mark(line, 'detail');
      if (/expected output|files/.test(section) && isItem)
        append(
          unit.files,
          readPaths(line.content, () => where),
        );
      if (line.kind !== 'table') unit.description.push(described(line));
    }
  }
  const asked = frontmatterGate(document.frontmatter().fields);
  if (asked !== undefined) unit.humanGate = asked;
  const isFirst = unit.criteria.length === 0;
  append(
    unit.criteria,
    others.map((each, no) => (isFirst && no >= 0 ? each : { ...each, isExtra: true as const })),
  );
  if (unit.title === '') unit.title = unit.originalId;
  if (unit.files.length === 0 && unit.criteria.length === 0 && unit.description.length === 0)
    findings.note('NOTE_NO_TASKS', unit.where, `The plan ${unit.originalId} says nothing of its task`);
  return unit;
}

function titleOf(unit: Unit, text: string, line: Line, ledger: PlanDocument['ledger']): void {
  const found = /^(T\d{2,4}[a-z]?)(?: {0,2}[:：–—-]| ) {0,3}(.{1,1000})$/.exec(text);
  unit.title = found?.[2] ?? text;
  if (found !== null) unit.originalId = found[1]!;
  ledger.mark(line, 'task');
}

function described(line: Line): string {
  if (line.kind === 'code') return line.content;
  return `${line.ordinal === '' ? '' : `${line.ordinal}. `}${plainText(line.content)}`;
}
