import type { DraftReference } from '../../draft';
import type { Findings } from '../../findings';
import type { Position } from '../../plan';
import { quote } from '../../text/quote';
import { readReferences } from '../../text/read-references';
import type { Phase } from './phase';
import { comparePhases, phaseKey } from './phase-ids';

/** The keys of all phases. */
export interface PhaseKeys {
  readonly all: { has(key: string): boolean };
  /** In their order. */
  readonly sorted: readonly string[];
}

/** What a phase says it waits on. What lies outside of the file is noted. */
export function phaseReferences(phase: Phase, { all, sorted }: PhaseKeys, findings: Findings): DraftReference[] {
  const references: DraftReference[] = [];
  for (const { expression, where } of phase.dependsOn) {
    const found = readReferences(expression);
    if (found.isAllBefore) {
      for (const key of sorted)
        if (comparePhases(key, phase.key) < 0) references.push({ target: `phase ${key}`, where });
    }
    for (const target of found.targets) {
      const id = /^(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)(?:-[a-z].*)?$/i.exec(target)?.[1];
      if (id === undefined) external(phase, target, where, findings);
      else if (all.has(phaseKey(id))) references.push({ target: `phase ${phaseKey(id)}`, where });
      else if (sorted.length > 0 && comparePhases(phaseKey(id), sorted[0]!) < 0)
        references.push({ target: `Phase ${id}`, where, isExternal: true });
      else references.push({ target: `Phase ${id}`, where });
    }
    for (const remark of found.remarks) external(phase, remark, where, findings);
  }
  return references;
}

function external(phase: Phase, target: string, where: Position, findings: Findings): void {
  findings.note(
    'NOTE_EXTERNAL_DEPENDENCY',
    where,
    `${phase.originalId} also waits on ${quote(target)}, which is not in this file; nightshift does not wait for it`,
  );
}
