import type { WorkerId } from '../../core/ids';

/** The queue of one worker: `nightshift-<worker>`. BullMQ takes no `:` in a name; other letters than `A-Za-z0-9._-` are written as `~hex`. */
export function hintQueueName(worker: WorkerId): string {
  const safe = worker.replace(/[^A-Za-z0-9._-]/g, (letter) => `~${letter.codePointAt(0)!.toString(16)}`);
  return `nightshift-${safe}`;
}
