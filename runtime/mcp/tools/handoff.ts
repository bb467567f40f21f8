import { z } from 'zod/v4';
import { isNightshiftError, RequestError } from '../../core/errors';
import { handoffKey } from '../../core/handoff/handoff-key';
import { receiptAnswer } from '../answers/receipt-answer';
import { conversationField } from '../conversation-field';
import { optionsField } from '../options-field';
import { planFields, planOf, projectField, projectOf } from '../plan-argument';
import { tool } from '../tool';

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
  input: z.strictObject({
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
  }),
  answer: async ({ file, plan, format, project, conversationId, run, options: asked }, call) => {
    const { backend, signal } = call;
    const { text, fileName } = await planOf(backend, { file, plan, project });
    const { dir: where, dirty } = await projectOf(backend, project);
    const given = {
      text,
      fileName,
      ...(format === undefined ? {} : { format }),
      ...(where === undefined ? {} : { project: where }),
      ...(conversationId === undefined ? {} : { conversationId }),
      options: { ...asked },
    };
    let waits = 0;
    const onWait = (reason: string): void => {
      waits += 1;
      void call.progress(`no receipt yet: ${reason}`, waits);
    };
    try {
      return receiptAnswer(await backend.handoff(given, handoffKey(given, run ?? ''), { signal, onWait }), dirty);
    } catch (error) {
      throw explained(error, where);
    }
  },
});

/** Refusals whose next step is another one for a model than for a person at a terminal. */
function explained(error: unknown, project: string | undefined): unknown {
  if (!isNightshiftError(error)) return error;
  const { code, message, details } = error;
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
    return new RequestError(code, `${message}: ${project ?? ''}`, {
      hint: `Ask the person to allow it once by running \`nightshift project add ${project ?? 'DIR'}\` in a terminal; then call again. With project \`none\` tasks run in empty folders`,
      details,
    });
  }
  return error;
}
