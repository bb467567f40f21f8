import type { HandoffReply } from '../../core/handoff/handoff-reply';
import { firstOf, oneLine } from './one-line';
import { section } from './status-answer';

const NOTES_SHOWN = 5;

/** A receipt for a model: it is accepted, or was before, and what happens now. */
export function receiptAnswer({ executionId, planId, receipt, isNew, state, notes = [] }: HandoffReply): string {
  if (isNew === false) {
    return [
      `This plan was handed over before in this conversation: execution ${executionId}${state === undefined ? '' : `, which is ${state}`}. Nothing new was started.`,
      `receipt ${receipt}`,
      'next: call `status` for how it stands. Only if the person wants it run once more, call `handoff` again with `run`',
    ].join('\n');
  }
  return [
    `Accepted: execution ${executionId} (plan ${planId}). It is stored, and goes on by itself, also when this conversation ends.`,
    `receipt ${receipt}`,
    ...section(
      'read differently than it may have been meant:',
      firstOf(notes, NOTES_SHOWN, ({ line, message }) => `  line ${line}: ${oneLine(message)}`),
    ),
    'next: tell the person its id and that they may close this conversation. Do not wait for it, and do not do its tasks yourself',
  ].join('\n');
}
