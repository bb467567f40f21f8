import { z } from 'zod/v4';
import { RequestError } from '../../core/errors';
import { oneLine } from '../answers/one-line';
import { findExecution, namedExecution } from '../find-execution';
import { tool } from '../tool';

/** Pauses, resumes, cancels or tries again. */
export const control = tool({
  name: 'control',
  title: 'Pause, resume, cancel or retry',
  description:
    'Pauses an execution (what runs goes on to its end, unless stopsRunning), resumes it, cancels it (what was completed stays), or tries again what failed. Only when the person asks for it. Twice is the same as once.',
  scope: 'plan:control',
  isReadOnly: false,
  isDestructive: true,
  isIdempotent: true,
  input: z.strictObject({
    execution: namedExecution,
    action: z.enum(['pause', 'resume', 'cancel', 'retry']),
    stopsRunning: z.boolean().optional().describe('For pause only: stop what runs; it begins anew after the resume'),
    taskId: z.string().min(1).max(100).optional().describe('For retry only: this task'),
  }),
  answer: async ({ execution, action, taskId, stopsRunning }, { backend }) => {
    if (taskId !== undefined && action !== 'retry') {
      throw new RequestError('BODY_INVALID', `taskId goes with retry only: ${action} is for the whole execution`, {
        hint: `Leave taskId out to ${action} all of it`,
      });
    }
    if (stopsRunning !== undefined && action !== 'pause')
      throw new RequestError('BODY_INVALID', 'stopsRunning goes with pause only', {
        hint: `Leave it out to ${action}`,
      });
    const id = await findExecution(backend, { execution });
    const { message } = await backend.control(id, {
      action,
      ...(taskId === undefined ? {} : { taskId }),
      ...(stopsRunning === undefined ? {} : { stopsRunning }),
    });
    return `${oneLine(message, 400)}\nnext: \`status\` with execution ${id} shows how it stands`;
  },
});
