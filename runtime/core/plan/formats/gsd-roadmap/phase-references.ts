import type { DraftReference } from '../../draft';
import type { Findings } from '../../findings';
import { findHumanGate } from '../../gates/find-human-gate';
import type { Position } from '../../plan';
import { cut } from '../../text/cut';
import { plainText } from '../../text/plain-text';
import { quote } from '../../text/quote';
import { readReferences } from '../../text/read-references';
import type { Phase } from './phase';
import { comparePhases, firstOf, phaseKey } from './phase-ids';

const IS_WISH = /\b(?:soft|optional(?:ly)?)\b/i;

const asks = (text: string): boolean => findHumanGate('', text.slice(0, 500)) !== undefined;

/** All phases by key. */
export interface PhaseKeys {
  readonly all: ReadonlyMap<string, Pick<Phase, 'originalId'>>;
  /** In their order. */
  readonly sorted: readonly string[];
}

/** What a phase says it waits on. What lies outside of the file is noted. */
export function phaseReferences(phase: Phase, { all, sorted }: PhaseKeys, findings: Findings): DraftReference[] {
  const references: DraftReference[] = [];
  for (const { expression, where } of phase.dependsOn) {
    const found = readReferences(expression);
    if (found.isAllBefore) {
      const end = firstOf(sorted, (key) => comparePhases(key, phase.key) >= 0);
      for (const key of sorted.slice(0, end)) references.push({ target: all.get(key)!.originalId, where });
    }
    for (const target of found.targets) {
      const id = /^(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?:-[a-z].*)?$/i.exec(target)?.[1];
      const between = id === undefined ? phasesBetween(target, sorted) : [];
      for (const key of between) references.push({ target: all.get(key)!.originalId, where });
      if (between.length > 0) continue;
      if (id === undefined) external(phase, target, where, findings);
      else if (all.has(phaseKey(id))) references.push({ target: all.get(phaseKey(id))!.originalId, where });
      else if (sorted.length > 0 && comparePhases(phaseKey(id), sorted[0]!) < 0)
        references.push({ target: `Phase ${id}`, where, isExternal: true });
      else references.push({ target: `Phase ${id}`, where });
    }
    // Who waits on a person waits on no phase of that name.
    if (asks(expression)) phase.humanGate ??= `The phase waits on "${cut(plainText(expression), 300)}"`;
    for (const remark of found.remarks) if (!asks(remark)) external(phase, remark, where, findings);
  }
  return [...withImplied(references, phase, all), ...outside(phase)];
}

/** `1-2.1`: the phases from one to the other, those with dots included; empty for other names. */
function phasesBetween(target: string, sorted: readonly string[]): readonly string[] {
  const ends = /^(\d{1,6}(?:\.\d{1,6}){0,4})-(\d{1,6}(?:\.\d{1,6}){0,4})$/.exec(target);
  if (ends === null) return [];
  const [from, to] = [phaseKey(ends[1]!), phaseKey(ends[2]!)];
  const start = firstOf(sorted, (key) => comparePhases(key, from) >= 0);
  return sorted.slice(
    start,
    firstOf(sorted, (key) => comparePhases(key, to) > 0),
  );
}

/**
 * Whether a phase waits on something, and on nothing that this file has or that lies before it: it is not free for that.
 *
 * @param names - The original ids of all phases.
 */
export function isLost(
  { also, dependsOn }: Phase,
  references: readonly DraftReference[],
  names: ReadonlySet<string>,
): boolean {
  // A wish is not waited for.
  const isFree = (expression: string): boolean =>
    readReferences(expression).isNone || IS_WISH.test(expression.slice(0, 200));
  // Our own line has the last word.
  if (also !== undefined || dependsOn.every(({ expression }) => isFree(expression))) return false;
  return !references.some(({ target, isExternal }) => isExternal === true || names.has(target));
}

/** Our own line says which of them only an order implies. */
function withImplied(
  references: readonly DraftReference[],
  { implied }: Phase,
  all: PhaseKeys['all'],
): readonly DraftReference[] {
  if (implied === undefined) return references;
  const isImplied = new Set(implied.map((id) => all.get(phaseKey(id.replace(/^Phase /, '')))?.originalId));
  return references.map((each) => (isImplied.has(each.target) ? { ...each, isImplied: true } : each));
}

/** Our own line also names what lies outside in other words than roadmaps have. */
function outside({ outside: targets = [], where }: Phase): readonly DraftReference[] {
  return targets.map((target) => ({ target, where, isExternal: true }));
}

function external(phase: Phase, target: string, where: Position, findings: Findings): void {
  if (IS_WISH.test(target.slice(0, 200))) {
    findings.note(
      'NOTE_NOT_UNDERSTOOD',
      where,
      `${phase.originalId} names ${quote(target)}: a wish, and no more; nightshift does not wait for it`,
    );
    return;
  }
  findings.note(
    'NOTE_EXTERNAL_DEPENDENCY',
    where,
    `${phase.originalId} also waits on ${quote(target)}, which is not in this file; nightshift does not wait for it`,
  );
}
