import type { Replayed } from '../../app/replay-execution';
import { printable, withoutControls } from '../../core/control-characters';
import { counted } from '../../core/counted';
import type { ReplayStep } from '../../core/execution/replay';
import { duration } from './duration';
import { table } from './table';
import { wrapText } from './wrap-text';

const INDENT = '        ';

/** One event that is replayed: its number, when it came after the hand-off, what happened, what it changed and whose deed it was. */
export function stepText(step: ReplayStep, columns: number): string {
  const { seq, sinceMs, taskId = 'the plan', words, from, to, actor, prompt } = step;
  const change = from === to ? to : `${from} → ${to}`;
  const said = withoutControls(`${taskId} ${words}`).trimEnd().split('\n');
  return [
    `${String(seq).padStart(5)}   ${duration(sinceMs)}, ${printable(actor)}: ${change}`,
    ...said.flatMap((line) => wrapText(line, INDENT, columns)),
    ...(prompt === undefined
      ? []
      : [
          '',
          ...withoutControls(prompt)
            .trimEnd()
            .split('\n')
            .map((line) => `${INDENT}| ${line}`),
          '',
        ]),
  ].join('\n');
}

/** How everything stood after the last event, and what to ask next. */
export function replayedText({ events, lastSeq, status, title, tasks, executionId, isAsStored }: Replayed): string {
  const rows = tasks.map((task) => [task.id, task.title, task.status, String(task.tries), task.reason ?? '']);
  return [
    `After event ${events} of ${lastSeq}: ${printable(title)}, ${status}`,
    table(['task', '', 'status', 'failed tries', 'why'], rows),
    ...(isAsStored === undefined
      ? []
      : [
          isAsStored
            ? `${counted(events, 'event')} lead to what is stored.`
            : '✗ The events do not lead to what is stored: `nightshift fsck` says where.',
        ]),
    `What a task printed: nightshift logs ${printable(executionId)} TASK`,
  ].join('\n');
}
