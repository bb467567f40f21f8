import type { Command } from 'commander';
import type { CommandContext } from '../command-context';

/** `nightshift mcp`: the MCP server over standard input and output, as clients start it. */
export function addMcpCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('mcp')
    .description('answer models over MCP on standard input and output, until that is closed; clients start it')
    .action(() => deps.serveMcp());
}
