import { counted } from '../../../counted';
import type { DraftTask } from '../../draft';
import { followAbove } from '../../drafting/follow-above';
import { finishMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { isSaid, knownOnly } from '../../drafting/read-known-references';
import { readTaskReferences } from '../../drafting/read-task-references';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
import { append } from '../../text/append';
import type { Unit } from './unit';

export interface UnitsSource {
  readonly units: readonly Unit[];
  readonly phase: string;
  /** Of the whole, so that no unit is without it. */
  readonly purpose: string;
  readonly limits: PlanLimits;
}

/**
 * The tasks of a list of slices or tasks. One that does not say what it depends on follows the one before it; that is
 * noted.
 */
export function draftUnits({ units, phase, purpose, limits }: UnitsSource, findings: Findings): DraftTask[] {
  nameTasks(units, findings);
  const references = readTaskReferences(units, limits.edges, findings);
  const known = knownOnly(units, references);
  // What waits only on something unknown is not free for that.
  const isLost = (no: number): boolean => isSaid(units[no]!) && known[no]!.length === 0;
  const above = followAbove(units.length, (no) => units[no]!.saysDepends && !isLost(no));
  for (const [no, unit] of units.entries()) append(unit.follows, above[no]!);
  const implied = units.filter(({ follows }) => follows.length > 0);
  if (implied.length > 0)
    findings.note(
      'NOTE_DOCUMENT_ORDER',
      implied[0]!.where,
      `${counted(implied.length, 'task does not say what it waits on and follows', 'tasks do not say what they wait on and follow')} the order of the document`,
    );
  return units.map((unit, no) => {
    const { saysDepends: _says, from: _from, ...task } = finishMarkdownTask(unit, references[no]!) as DraftTask & Unit;
    const description = [task.description, purpose === '' ? '' : `Of the whole: ${purpose}`];
    return {
      ...task,
      phase,
      description: description.filter(Boolean).join('\n\n'),
    };
  });
}
