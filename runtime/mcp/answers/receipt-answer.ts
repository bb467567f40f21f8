import type { HandoffReply } from '../../core/handoff/handoff-reply';
import { firstOf, oneLine } from './one-line';
import { section } from './status-answer';

const FILES_SHOWN = 10;

const NOTES_SHOWN = 5;

const CANNOT_SEE =
  'whether anything in the project is not committed cannot be seen from here: tasks start from the last commit (tell the person)';

/** A receipt for a model: it is accepted, or was before, what tasks will not see, and what happens now. */
export function receiptAnswer(
  { executionId, planId, receipt, isNew, state, notes = [] }: HandoffReply,
  dirty: readonly string[] | undefined,
): string {
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
    ...dirtySection(dirty),
    'next: tell the person its id and that they may close this conversation. Do not wait for it, and do not do its tasks yourself',
  ].join('\n');
}

/** What lies in the repository and no task sees, for it is in no commit; or that nobody here can see whether there is any. */
export function dirtySection(dirty: readonly string[] | undefined): readonly string[] {
  if (dirty === undefined) return [CANNOT_SEE];
  return section(
    'not committed, so the tasks do not see it (they start from the last commit; tell the person):',
    firstOf(dirty, FILES_SHOWN, (path) => `  ${oneLine(path, 160)}`),
  );
}
