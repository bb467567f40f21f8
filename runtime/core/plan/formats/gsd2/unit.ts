import type { DraftCriterion } from '../../draft';
import { applyAttribute } from '../../drafting/apply-attribute';
import { gateOf } from '../../drafting/data-gate';
import { type MarkdownTask, newMarkdownTask } from '../../drafting/markdown-task';
import type { Findings } from '../../findings';
import { isAutonomyKey } from '../../gates/autonomy';
import { findHumanGate } from '../../gates/find-human-gate';
import { plainKey } from '../../gates/gate-fields';
import type { Position } from '../../plan';
import { cut } from '../../text/cut';
import { plainText } from '../../text/plain-text';
import { quote } from '../../text/quote';
import { readDuration } from '../../text/read-duration';

/** `S` for slices of a milestone, `T` for tasks of a slice. */
export type UnitKind = 'S' | 'T';

/** A slice or task while its lines are read. */
export interface Unit extends MarkdownTask {
  /** It says what it depends on, if only on nothing. */
  saysDepends: boolean;
  /** Where it was read from; a list with boxes is believed before headings. */
  readonly from: 'box' | 'item' | 'table' | 'heading';
}

/** What a line says of a unit: `**S01: Boiler** \`risk:high\` \`depends:[]\``. */
export interface UnitLine {
  readonly id: string;
  readonly title: string;
  readonly depends?: string;
  readonly estimate?: string;
  readonly risk?: string;
  /** What a tag of it asks of a person: `gate:human`. */
  readonly gate?: string;
}

const FORM = /^(?:\[[ xX]\] )?([ST])(\d{2,4}[a-z]?)(?: {0,2}(?:[:：]|[–—-](?= ))| (?=\S)) {0,3}(\S.{0,1000})$/;

/** Reads the text of a box, item or heading; undefined for `S01 → S02` and for prose. */
export function unitLine(markdown: string, kind: UnitKind): UnitLine | undefined {
  const text = plainText(cut(markdown, 2_000)).replace(/^[✅☑⬜🚧]\s{0,2}/u, '');
  const found = FORM.exec(text);
  if (found === null || found[1] !== kind || /^(?:→|->|=>|\+|&|and |,|\/)/.test(found[3]!)) return undefined;
  const depends = /\bdepends(?:[_ ]on)?: {0,2}(?:\[([^\]]{0,500})\]|([ST\d., –-]{1,200}))/i.exec(text);
  const estimate = /\best(?:imate)?: {0,2}([\w. ~]{1,30}?)(?= [a-z_]{1,20}:|$|[`,)])/i.exec(text)?.[1];
  const risk = /\brisk: {0,2}(\w{1,20})/i.exec(text)?.[1];
  const gate = gateOfTags(found[3]!);
  const title = (gate === undefined ? found[3]! : found[3]!.replace(`(${gate})`, '').replace(gate, ''))
    .replace(
      /\s{0,3}[([]?\b(?:risk|depends(?:[_ ]on)?|est(?:imate)?): {0,2}(?:\[[^\]]{0,500}\]|\S{1,60}).{0,500}$/i,
      '',
    )
    .trim();
  return {
    id: `${kind}${found[2]}`,
    title: /[\p{L}\p{N}]/u.test(title) ? title : `${kind}${found[2]}`,
    ...(depends === null ? {} : { depends: (depends[1] ?? depends[2] ?? '').trim() }),
    ...(estimate === undefined ? {} : { estimate: estimate.trim() }),
    ...(risk === undefined ? {} : { risk }),
    ...(gate === undefined ? {} : { gate }),
  };
}

const TAG = /(?<![\w-])([a-z][a-z_-]{1,30}):\s?(\[[^\]]{0,200}\]|[\w./-]{1,60})/gi;

/** `autonomous:false`, `gate:human`, `needs:approval`. */
function gateOfTags(text: string): string | undefined {
  for (const found of text.matchAll(TAG)) {
    const { 0: tag, 1: key = '', 2: value = '', index } = found;
    if (/^(?:risk|depends|est)/i.test(key)) continue;
    const where = { line: 1, column: 1 };
    // A yes that goes on is none.
    const said = isAutonomyKey(plainKey(key)) ? withRemark(text, index + tag.length - value.length) : value;
    const node = { type: 'text', where, value: said, source: said } as const;
    const asked = gateOf({ type: 'map', where, entries: [{ key, where, value: node }] });
    if (asked !== undefined || findHumanGate('', `${key} ${value}`) !== undefined) return tag;
  }
  return undefined;
}

/** The value with a remark behind it: `true (except the release)`. */
function withRemark(text: string, from: number): string {
  return /^[\w./-]{1,60}(?:\s?\([^)]{0,100}\)|,[^`]{0,100})?/.exec(text.slice(from, from + 200))?.[0] ?? '';
}

export function newUnit(line: UnitLine, from: Unit['from'], where: Position, findings: Findings): Unit {
  const unit: Unit = { ...newMarkdownTask(line.id, line.title, where), saysDepends: line.depends !== undefined, from };
  if (line.depends !== undefined && !/^(?:|none|nothing|[-–—])$/i.test(line.depends))
    unit.dependsOn.push({ expression: line.depends, where });
  if (line.gate !== undefined) unit.humanGate = line.gate;
  if (line.risk !== undefined) unit.description.push(`Risk: ${line.risk}`);
  if (line.estimate !== undefined) setEstimate(unit, line.estimate, where, findings);
  return unit;
}

function setEstimate(unit: Unit, text: string, where: Position, findings: Findings): void {
  const minutes = readDuration(text);
  if (minutes !== undefined) unit.estimateMinutes = minutes;
  else findings.note('NOTE_NOT_UNDERSTOOD', where, `est: ${quote(text)} is no duration (45m, 1.5h); it is left out`);
}

const LABEL =
  /^(why|files?|do|verify|verification|done when|after this|demo|goal|estimate|est|depends on|depends|context|risk|gate|checkpoint|autonomous|type)(?: \([^)]{0,100}\))? {0,2}[:：] {0,3}(.{0,5000})$/i;

/** Whether a line below a unit begins with one of the words that have a place of their own. */
export function isLabel(content: string): boolean {
  return LABEL.test(content.replaceAll('**', ''));
}

/**
 * Puts a line below a unit into it: `- Why:`, `- Files:`, `- Do:`, `- Verify:`, `- Done when:`, `> After this:`. Gives what
 * it was, `text` when it had no label.
 */
export function applyLine(
  unit: Unit,
  content: string,
  where: Position,
  criterion: CriterionReader,
  findings: Findings,
): string {
  const text = content.replace(/^> ?/, '');
  const found = LABEL.exec(text.replaceAll('**', '').replaceAll('__', ''));
  if (found === null) {
    unit.description.push(plainText(text));
    return 'text';
  }
  const [, label = '', value = ''] = found;
  const name = label.toLowerCase();
  if (value === '') return name;
  if (name.startsWith('verif')) addCheck(unit, { ...criterion(value), where });
  else if (name === 'done when' || name === 'after this' || name === 'demo')
    unit.criteria.push({ ...criterion(value), where, isExtra: true });
  else if (name.startsWith('file')) applyAttribute(unit, { name: 'files', value, offset: 0 }, where, findings);
  else if (name.startsWith('depends')) {
    unit.saysDepends = true;
    applyAttribute(unit, { name: 'depends', value, offset: 0 }, where, findings);
  } else if (name.startsWith('est')) setEstimate(unit, value, where, findings);
  else if (name === 'gate' || name === 'checkpoint' || name === 'autonomous' || name === 'type') {
    applyAttribute(unit, { name: name === 'checkpoint' ? 'gate' : name, value, offset: 0 }, where, findings);
    unit.description.push(plainText(text));
  } else unit.description.push(name === 'do' ? plainText(value) : `${label}: ${plainText(value)}`);
  return name;
}

/** Adds how a unit is verified; its first check counts, the others say more of it. */
export function addCheck(unit: Unit, check: DraftCriterion): void {
  const isFirst = unit.criteria.every(({ isExtra }) => isExtra);
  unit.criteria.push(isFirst ? check : { ...check, isExtra: true });
}

/** Reads the words of a criterion. */
export type CriterionReader = (text: string) => Pick<DraftCriterion, 'criterion' | 'command'>;
