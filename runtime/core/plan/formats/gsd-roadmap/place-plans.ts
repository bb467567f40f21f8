import type { Findings } from '../../findings';
import type { Subtask } from '../../plan';
import { quote } from '../../text/quote';
import type { Phase } from './phase';
import { phaseKey } from './phase-ids';

/**
 * Gives each plan to the phase that its number names, once: GSD's own tool has been seen to write the plans of one phase
 * under many others. Plans whose number names no phase stay where they stand. What is moved or left out is noted.
 *
 * Source: plan-formats 3.1, damage.
 */
export function placePlans(phases: readonly Phase[], findings: Findings): void {
  const byKey = new Map(phases.map((phase) => [phase.key, phase]));
  const listed = phases.map((phase) => phase.subtasks.splice(0));
  const taken = new Set<string>();
  phases.forEach((phase, no) => {
    for (const plan of listed[no]!) if (ownerOf(plan, phase, byKey) === phase) add(phase, plan, taken, findings);
  });
  phases.forEach((phase, no) => {
    for (const plan of listed[no]!) {
      const owner = ownerOf(plan, phase, byKey);
      if (owner === phase) continue;
      findings.note(
        'NOTE_MOVED_PLAN',
        plan.where ?? phase.where,
        `The plan ${quote(plan.originalId)} stands under ${phase.originalId}; it belongs to ${owner.originalId}`,
      );
      if (!taken.has(nameOf(owner, plan))) add(owner, plan, taken, findings);
    }
  });
}

function add(phase: Phase, plan: Subtask, taken: Set<string>, findings: Findings): void {
  const name = nameOf(phase, plan);
  if (plan.originalId !== '' && taken.has(name))
    findings.note(
      'NOTE_DUPLICATE_ID',
      plan.where ?? phase.where,
      `The plan ${quote(plan.originalId)} stands twice under ${phase.originalId}; it is read once`,
    );
  else phase.subtasks.push(plan);
  taken.add(name);
}

const nameOf = ({ key }: Phase, { originalId }: Subtask): string => `${key}\n${originalId}`;

function ownerOf({ originalId }: Subtask, phase: Phase, byKey: ReadonlyMap<string, Phase>): Phase {
  const prefix = /^(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)-/i.exec(originalId)?.[1];
  if (prefix === undefined || phaseKey(prefix) === phase.key.replace(/#.{0,9}$/, '')) return phase;
  return byKey.get(phaseKey(prefix)) ?? phase;
}
