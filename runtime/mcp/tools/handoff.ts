import { z } from 'zod/v4';
import { isNightshiftError, NightshiftError, RequestError } from '../../core/errors';
import { handoffKey } from '../../core/handoff/handoff-key';
import { receiptAnswer } from '../answers/receipt-answer';
import { conversationField } from '../conversation-field';
import { optionsField } from '../options-field';
import { planFields, planOf, projectField, projectOf } from '../plan-argument';
import { type ToolCall, tool } from '../tool';

const INPUT = z.strictObject({
  ...planFields,
  project: projectField.describe(
    'Folder, name or id of the registered project that the tasks work on. Left out: the repository of the working folder. `none`: tasks run in empty folders',
  ),
  conversationId: conversationField.describe(
    'Id of this conversation, if you know it for sure; Claude Code fills it in by itself',
  ),
  run: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe(
      'Leave it out. Only when the person wants the same plan run once more: a word that tells this run from others, such as `2`; the same word again is the same run',
    ),
  options: optionsField,
});

/** Hands a plan over; the same plan for the same project in the same conversation is the same hand-off. */
export const handoff = tool({
  name: 'handoff',
  title: 'Hand a plan over',
  description:
    'Hands a plan over to nightshift, which runs it unattended: in dependency order, several agents side by side, each task proven by its criteria. It goes on when this conversation ends. Call it when the person has agreed to the preview. Safe to call again when the answer got lost: the same plan in the same conversation gives the same receipt and starts nothing twice.',
  scope: 'plan:submit',
  isReadOnly: false,
  isDestructive: false,
  isIdempotent: true,
  input: INPUT,
  answer: async (asked, call) => {
    try {
      return await handOver(asked, call);
    } catch (error) {
      throw explained(error);
    }
  },
});

async function handOver(
  { file, plan, format, project, conversationId, run, options }: z.output<typeof INPUT>,
  { backend, signal, progress }: ToolCall,
): Promise<string> {
  const sent = await planOf(backend, { file, plan, format, project });
  const { dir, dirty } = await projectOf(backend, project);
  const given = {
    ...sent,
    ...(dir === undefined ? {} : { project: dir }),
    ...(conversationId === undefined ? {} : { conversationId }),
    options: { ...options },
  };
  let waits = 0;
  const onWait = (reason: string): void => {
    waits += 1;
    void progress(`no receipt yet: ${reason}`, waits);
  };
  return receiptAnswer(await backend.handoff(given, handoffKey(given, run ?? ''), { signal, onWait }), dirty);
}

/** Refusals whose next step is another one for a model than for a person at a terminal. */
function explained(error: unknown): unknown {
  if (!isNightshiftError(error)) return error;
  const { kind, code, message, details, cause, hint = '' } = error;
  const isUnknown = details.arrival === 'unknown';
  if (code === 'HANDOFF_KEY_REUSED') {
    return new RequestError(
      code,
      'This plan was handed over in this conversation before, with other options, or under another file name or format',
      {
        hint: 'Call `status` to see how it stands. To run it once more as it is given now, ask the person, then call again with `run`',
        details,
      },
    );
  }
  if (code === 'PROJECT_UNKNOWN') {
    return new RequestError(code, message, {
      hint: `${hint} Only the person can do that, once, in a terminal; then call again. With project \`none\` tasks run in empty folders`.trim(),
      details,
    });
  }
  if (kind !== 'transient' && !isUnknown) return error;
  // Of a mistake of ours nothing but that would be told.
  const told = kind === 'bug' ? 'transient' : kind;
  return new NightshiftError(told, code, message, { hint: sendAgain(hint, isUnknown), details, cause });
}

/** Of a hand-off without a receipt. A command in a terminal would be another hand-off: it has no id of this conversation. */
function sendAgain(hint: string, isUnknown: boolean): string {
  const again = 'Call `handoff` again with exactly the same arguments';
  const why = isUnknown ? ': it may be in, and then that gives its receipt; nothing is done twice' : '';
  // What a person does first stands before the words of a command that would be run again.
  const [first = ''] = hint.split(/\.? ?Then hand over again|, then hand over again/);
  const other = first === '' ? '' : `. Where that does not help, for the person, in a terminal: ${first}`;
  return `${again}${why}${other}`;
}
