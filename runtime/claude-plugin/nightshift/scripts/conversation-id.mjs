import { readFileSync } from 'node:fs';

/**
 * Before a hand-off: puts the id of this conversation where the model may have left it out or guessed it. Leaves the
 * question whether the tool may be used to Claude Code.
 */
export async function run() {
  const { session_id, tool_input } = JSON.parse(readFileSync(0, 'utf8'));
  const updatedInput = { ...tool_input, conversationId: session_id };
  process.stdout.write(JSON.stringify({ hookSpecificOutput: { hookEventName: 'PreToolUse', updatedInput } }));
}
