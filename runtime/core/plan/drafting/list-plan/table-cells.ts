import type { Findings } from '../../findings';
import { idKey } from '../../text/id-key';
import { readReferences } from '../../text/read-references';
import { applyAttribute } from '../apply-attribute';
import { added, type OpenTask } from '../markdown-task';
import { noteStatus } from '../note-status';
import type { ListItem } from './list-item';

/** Puts into a task what its row says of how it is proven and what it writes. */
export function applyCells(task: OpenTask, { verify, files, strangeStatus }: ListItem, findings: Findings): void {
  if (strangeStatus !== undefined) noteStatus(strangeStatus, task.where, findings);
  if (verify !== undefined) applyAttribute(task, { name: 'verify', value: verify, offset: 0 }, task.where, findings);
  if (files !== undefined) applyAttribute(task, { name: 'files', value: files, offset: 0 }, task.where, findings);
}

/** Lets tasks wait on those whose row says that they block them; what is no task of the plan is noted. Linear. */
export function applyBlocks(tasks: readonly OpenTask[], items: readonly ListItem[], findings: Findings): void {
  if (!items.some(({ blocks }) => blocks !== undefined)) return;
  const byId = new Map(tasks.map((task) => [idKey(task.originalId), task]));
  items.forEach(({ blocks }, no) => {
    const { originalId: expression, where } = tasks[no]!;
    for (const target of blocks === undefined ? [] : readReferences(blocks).targets) {
      const waiting = byId.get(idKey(target));
      if (waiting !== undefined) waiting.dependsOn = added(waiting.dependsOn, { expression, where });
      else
        findings.note(
          'NOTE_NOT_UNDERSTOOD',
          where,
          `"${target}" is no task of this plan; nothing waits on ${expression} for it`,
        );
    }
  });
}
