import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod/v4';
import { PLAN_GUIDE } from './instructions';
import { standardSchema } from './standard-schema';

/** What a person may pick from a menu; Claude Code shows them as slash commands. */
export function addPrompts(server: McpServer): void {
  server.registerPrompt(
    'write_plan',
    {
      title: 'Write a plan that runs unattended',
      description: 'Writes a plan for nightshift, shows its preview, and hands it over when you agree',
      argsSchema: standardSchema(
        z.object({
          goal: z
            .string({ error: 'The argument `goal` is missing: say what shall be done' })
            .max(4000)
            .describe('What shall be done'),
        }),
      ),
    },
    ({ goal }) =>
      said(
        `Write a plan for nightshift that reaches this goal: ${goal}\n\n${PLAN_GUIDE}\n\nSave it as PLAN.md, call \`plan_preview\` with that file, correct it until it has no problems and nothing is unproven, and show me the preview in a few lines. Hand it over with \`handoff\` only when I agree.`,
      ),
  );
  server.registerPrompt(
    'hand_over',
    {
      title: 'Hand a plan over',
      description: 'Shows the preview of a plan and hands it over when you agree',
      argsSchema: standardSchema(
        z.object({
          file: z.string().max(4096).optional().describe('Path of the plan; PLAN.md or ROADMAP.md unless given'),
        }),
      ),
    },
    ({ file }) =>
      said(
        `Call \`plan_preview\` with ${file === undefined ? 'the plan of this project (PLAN.md, ROADMAP.md or the like)' : file}, show me in a few lines what it says, and call \`handoff\` with the same file when I agree.`,
      ),
  );
  server.registerPrompt(
    'morning',
    {
      title: 'What was done',
      description: 'What was finished, what failed, and what waits for you',
    },
    () =>
      said(
        'Call `list`, then `results` for what ended most recently and `status` for what waits for me. Tell me in a few lines what was done, what was not and why, where the result is, and ask me what needs my answer.',
      ),
  );
}

function said(text: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] };
}
