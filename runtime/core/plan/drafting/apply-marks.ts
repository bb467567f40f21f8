import type { Findings } from '../findings';
import type { Position } from '../plan';
import type { Marks } from '../text/take-marks';
import { applyAttribute } from './apply-attribute';
import { added, type OpenTask } from './markdown-task';

/** Puts into a task what was taken out of its title; a field that only the format could place goes back into it. */
export function applyMarks(task: OpenTask, marks: Marks, where: Position, findings: Findings): void {
  for (const attribute of marks.attributes)
    if (!applyAttribute(task, attribute, where, findings)) task.title += ` (${attribute.name}: ${attribute.value})`;
  for (const { names, said } of marks.waits)
    task.dependsOn = added(task.dependsOn, { expression: names, where, ...(said === undefined ? {} : { said }) });
}
