import { counted } from '../../../counted';
import type { DraftTask } from '../../draft';
import { finishMarkdownTask } from '../../drafting/markdown-task';
import { nameTasks } from '../../drafting/name-tasks';
import { followUnresolved } from '../../drafting/read-known-references';
import { readTaskReferences } from '../../drafting/read-task-references';
import type { Findings } from '../../findings';
import type { PlanLimits } from '../../plan';
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
  units.forEach((unit, no) => {
    if (no > 0 && !unit.saysDepends) unit.follows.push(no - 1);
  });
  const implied = units.filter(({ follows }) => follows.length > 0);
  if (implied.length > 0)
    findings.note(
      'NOTE_DOCUMENT_ORDER',
      implied[0]!.where,
      `${counted(implied.length, 'task does not say what it waits on and follows', 'tasks do not say what they wait on and follow')} the order of the document`,
    );
  const references = readTaskReferences(units, limits.edges, findings);
  followUnresolved(units, references);
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
