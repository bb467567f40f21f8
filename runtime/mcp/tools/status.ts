import { z } from 'zod/v4';
import type { ExecutionStatusView } from '../../core/report/views';
import { oneLine } from '../answers/one-line';
import { statusAnswer } from '../answers/status-answer';
import { executionFields, findExecution } from '../find-execution';
import { type ToolCall, tool } from '../tool';

const LOOK_EVERY_MS = 1_000;
/** Below what clients bear without an answer. */
const LONGEST_WAIT_S = 240;

/** How an execution stands, now or once something happened. */
export const status = tool({
  name: 'status',
  title: 'How an execution stands',
  description:
    'How an execution stands: progress, what runs now, when it will be over, what went wrong, what needs the person, and the next step. Without arguments: the newest. By `conversationId` it finds what another conversation handed over.',
  scope: 'plan:read',
  isReadOnly: true,
  isDestructive: false,
  isIdempotent: true,
  input: z.strictObject({
    ...executionFields,
    waitSeconds: z
      .number()
      .int()
      .min(1)
      .max(LONGEST_WAIT_S)
      .optional()
      .describe('Only when the person wants to wait: answer once it is over or needs the person, or after so long'),
  }),
  answer: async ({ waitSeconds, ...which }, call) => {
    const id = await findExecution(call.backend, which);
    const first = await call.backend.status(id);
    if (waitSeconds === undefined) return statusAnswer(first);
    return statusAnswer(await call.hold(() => settled(first, waitSeconds * 1000, call)));
  },
});

/** Looks again until nothing goes on by itself, and tells on the way how far it is. */
async function settled(first: ExecutionStatusView, waitMs: number, call: ToolCall): Promise<ExecutionStatusView> {
  const end = call.now() + waitMs;
  let now = first;
  let told = '';
  while ((now.state === 'queued' || now.state === 'running') && call.now() < end && !call.signal.aborted) {
    const { current, total } = now.progress;
    const message = [
      `${current} of ${total} tasks done`,
      ...now.currentTasks.slice(0, 2).map(({ title }) => oneLine(title, 60)),
    ].join(', ');
    if (message !== told) await call.progress(message, current, total);
    told = message;
    await call.sleep(LOOK_EVERY_MS);
    now = await call.backend.status(now.executionId);
  }
  return now;
}
