import { z } from 'zod/v4';
import { AGENT_NAMES } from '../core/agent/agent-names';
import { OPTION_BOUNDS } from '../core/handoff/option-bounds';

const { maxParallel, costCapUsd } = OPTION_BOUNDS;

/** How a plan is to run, the same for its preview and its hand-off: what a person may ask for; the rest is for those who write the request themselves. */
export const optionsField = z
  .strictObject({
    agent: z
      .enum(AGENT_NAMES)
      .optional()
      .describe(
        'Who does tasks that name nobody, also those with a command. Left out: the shell runs commands, claude-code does the rest',
      ),
    priority: z.enum(['low', 'normal', 'high']).optional(),
    maxParallel: z.number().int().min(maxParallel.min).max(maxParallel.max).optional().describe('Tasks side by side'),
    release: z
      .enum(['rolling', 'barrier'])
      .optional()
      .describe('Each task by itself (so unless given), or wave by wave'),
    costCapUsd: z
      .number()
      .min(costCapUsd.min)
      .max(costCapUsd.max)
      .optional()
      .describe('It pauses when it has cost so much'),
    onFailure: z.enum(['skip-dependents', 'halt']).optional().describe('What a failed task does to the rest'),
  })
  .optional();

export type AskedOptions = NonNullable<z.output<typeof optionsField>>;
