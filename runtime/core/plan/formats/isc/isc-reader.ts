import { counted } from '../../../counted';
import type { DraftCriterion, DraftPlan } from '../../draft';
import { criteriaOnly } from '../../drafting/criteria-draft';
import { criterionOf } from '../../drafting/read-criteria';
import type { Findings } from '../../findings';
import { at } from '../../text/at';
import { codeSpans } from '../../text/code-spans';
import type { Line } from '../../text/lines';
import { plainText } from '../../text/plain-text';
import type { PlanDocument } from '../../text/plan-document';
import { quote } from '../../text/quote';
import { isCommand } from '../../text/read-criterion';
import { isDoneMark } from '../../text/status-words';
import { tableCells } from '../../text/tables';

const SECTION = /^(?:ideal state criteria|isc\b|criteria\b|claims\b|features\b|anti-?criteria\b)/i;
const ID =
  /^(ISC-[\w-]{1,60}|[A-Z]{1,6}-[A-Z0-9][\w-]{0,40}|[A-Z]{1,4}-?\d{1,6})[*`]{0,3}\s{0,3}(?:[:：]|—|–|\s-\s)?[*`]{0,3}\s{0,3}/;

interface Found {
  readonly line: Line;
  readonly id: string;
  readonly text: string;
  readonly isDone: boolean;
}

/** The criteria of an ISC document. What its header says of their number is only compared. */
export function readIsc(document: PlanDocument, findings: Findings): DraftPlan {
  const found = new Map<string, Found>();
  const all: Found[] = [];
  for (const each of criteriaLines(document)) {
    const first = each.id === '' ? undefined : found.get(each.id);
    if (first === undefined) {
      found.set(each.id, each);
    } else if (plainText(first.text) === plainText(each.text)) {
      document.ledger.mark(each.line, 'repeat');
      continue;
    } else {
      findings.note(
        'NOTE_DUPLICATE_ID',
        at(each.line),
        `The id ${quote(each.id)} stands in line ${first.line.no} already; both are kept`,
      );
    }
    document.ledger.mark(each.line, 'criterion');
    all.push(each);
  }
  compareHeader(document, all, findings);
  return criteriaOnly(document, all.map(criterion), findings);
}

function criteriaLines(document: PlanDocument): readonly Found[] {
  const found: Found[] = [];
  const inside = new Set<number>();
  for (const section of document.sections()) {
    const isInside = SECTION.test(section.title) || (section.level > 2 && inside.has(section.parent));
    if (isInside) inside.add(section.no);
    let isOver = false;
    for (const line of section.lines) {
      if (line.kind === 'rule') isOver = true;
      const each = lineOf(line);
      if (each === undefined) continue;
      const hasId = /^ISC-/i.test(each.id);
      if (hasId && (line.kind === 'box' || isInside)) found.push(each);
      else if (isInside && !isOver && line.indent < 2 && (line.kind === 'box' || each.id !== '')) found.push(each);
    }
  }
  return found;
}

function lineOf(line: Line): Found | undefined {
  if (line.kind === 'table') {
    const [first, second, ...others] = tableCells(line).map(({ markdown }) => markdown);
    const id = /^[*`]{0,3}(ISC-[\w-]{1,60})[*`]{0,3}$/i.exec(first ?? '')?.[1];
    if (id === undefined || second === undefined) return undefined;
    return { line, id, text: second, isDone: others.some((cell) => /^(?:✅|☑|done|pass|verified|\[x\])/iu.test(cell)) };
  }
  if ((line.kind !== 'box' && line.kind !== 'item') || line.content === '') return undefined;
  const content = line.content.replace(/^[*`~]{1,3}(?=[A-Z])/, '');
  const id = ID.exec(content);
  const isDone = line.kind === 'box' && isDoneMark(line.mark);
  return { line, id: id?.[1] ?? '', text: id === null ? content : content.slice(id[0].length), isDone };
}

/** `text | Verify: CLI: make test`: machines run CLI, Test, Grep and Static; people read and look. */
function criterion({ line, id, text }: Found): DraftCriterion {
  const found = /(?:^|\s|\|)\s{0,4}\|?\s{0,4}Verify:\s{0,4}(?:([A-Za-z]{2,12}):\s{0,4})?/i.exec(text);
  const shown = (found === null ? text : text.slice(0, found.index)).replace(/(?:\s|\||—){1,8}$/, '');
  const name = id === '' ? '' : `${id}: `;
  const where = at(line);
  if (found === null) {
    const plain = criterionOf(shown, line);
    return { ...plain, criterion: `${name}${plain.criterion}`, ...(id === '' ? {} : { id }) };
  }
  const how = text.slice(found.index + found[0].length).trim();
  const [span] = codeSpans(how);
  const command = span?.code ?? how;
  const isRun = /^(?:cli|test|grep|static|bash|command)$/i.test(found[1] ?? 'cli') && isCommand(command);
  const said = isRun ? shown : `${shown} (${found[1] ?? 'verify'}: ${how})`;
  return { criterion: `${name}${plainText(said)}`, where, ...(id === '' ? {} : { id }), ...(isRun ? { command } : {}) };
}

/** `progress: 20/20` above twenty empty boxes: the boxes count, and a person may want to know. */
function compareHeader(document: PlanDocument, all: readonly Found[], findings: Findings): void {
  const { fields } = document.frontmatter();
  const progress = fields.get('progress') ?? fields.get('verification_summary');
  const said = /^["']?(\d{1,6})\s{0,2}\/\s{0,2}(\d{1,6})/.exec(progress?.value ?? '');
  const boxes = all.filter(({ line }) => line.kind === 'box');
  const done = boxes.filter(({ isDone }) => isDone).length;
  if (said !== null && (Number(said[1]) !== done || Number(said[2]) !== all.length)) {
    findings.note(
      'NOTE_STATUS_CONFLICT',
      progress!.where,
      `The header says ${said[1]} of ${said[2]}; the list has ${done} of ${all.length} ticked`,
    );
  }
  const phase = fields.get('phase') ?? fields.get('status');
  if (/^complete/i.test(phase?.value ?? '') && done < boxes.length)
    findings.note(
      'NOTE_STATUS_CONFLICT',
      phase!.where,
      `The header says ${quote(phase!.value)}; ${counted(boxes.length - done, 'box is', 'boxes are')} open`,
    );
}
