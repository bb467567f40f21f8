import type { Command } from 'commander';
import type { CliDeps } from '../cli-deps';
import type { CommandContext } from '../command-context';
import { completionWords } from '../completion-words';
import { proposeWords } from '../propose-words';

/** Executions that are proposed, the newest. */
const MOST = 50;

/** `nightshift complete`: what may stand for the last of some words, a line each; what shells ask at TAB. */
export function addCompleteCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('complete [words...]')
    .description('print what may stand for the last of these words; shells ask it at TAB')
    .option('--parted', 'words are parted at : and =, as in bash; print the last part')
    .action(async (words: readonly string[], { parted = false }: { readonly parted?: boolean }) => {
      const typed = parted ? whole(words) : words;
      const proposed = proposeWords(completionWords(program), typed);
      const current = typed.at(-1) ?? '';
      const ids = proposed.takesExecution ? await executions(deps) : [];
      const all = [...proposed.words, ...ids.filter((id) => id.startsWith(current))];
      const kept = parted ? Math.max(current.lastIndexOf(':'), current.lastIndexOf('=')) + 1 : 0;
      for (const word of all) deps.terminal.out(`${word.slice(kept)}\n`);
    });
}

/** Puts together again what was parted at `:` and `=`. */
function whole(words: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const word of words) {
    const last = all.at(-1);
    if (last !== undefined && (/^[:=]/.test(word) || /[:=]$/.test(last))) all[all.length - 1] = `${last}${word}`;
    else all.push(word);
  }
  return all;
}

/** The newest executions; none where nightshift does not answer, for nobody wants to read that while typing. */
async function executions(deps: CliDeps): Promise<readonly string[]> {
  try {
    const gateway = await deps.gateway();
    return (await gateway.find({ limit: MOST })).executions.map(({ executionId }) => executionId);
  } catch {
    return [];
  }
}
