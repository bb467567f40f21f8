import { existsSync } from 'node:fs';
import { join } from 'node:path';

const INSTALLED = join(__dirname, 'claude-code/node_modules/@anthropic-ai/claude-code/bin/claude.exe');

/**
 * The real Claude Code CLI: what `NIGHTSHIFT_TEST_CLAUDE` names, else the one of `test/support/claude-code`.
 *
 * @throws {Error} when neither is there; the message says how to install it.
 */
export function claudeCodeCli(): string {
  const program = process.env['NIGHTSHIFT_TEST_CLAUDE'] ?? INSTALLED;
  if (!existsSync(program)) {
    throw new Error(`Claude Code is not at ${program}; run: node test/support/claude-code/install.cjs`);
  }
  return program;
}
