import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What may follow a command: names of commands below it, and its options. */
interface Words {
  /** `''` for the program itself, `project add`. */
  readonly path: string;
  readonly words: readonly string[];
}

/** A script for a shell, made from the commands as they are. File names are completed where nothing else fits. */
export function completionScript(shell: (typeof SHELLS)[number], program: Command): string {
  const all = wordsOf(program, []);
  if (shell === 'fish') return fish(all);
  const bash = bashFunction(all);
  return shell === 'bash' ? `${bash}complete -o default -F _nightshift nightshift\n` : zsh(bash);
}

function wordsOf(command: Command, path: readonly string[]): readonly Words[] {
  const below = command.commands.filter((one) => one.name() !== 'help');
  const options = command.options.flatMap(({ long }) => (long == null ? [] : [long]));
  const words = [...below.map((one) => one.name()), ...options, '--help'];
  return [{ path: path.join(' '), words }, ...below.flatMap((one) => wordsOf(one, [...path, one.name()]))];
}

function bashFunction(all: readonly Words[]): string {
  const cases = all.map(({ path, words }) => `    '${path}') words='${words.join(' ')}' ;;`);
  const paths = all.map(({ path }) => `'${path}'`).join('|');
  return `# nightshift: completion
_nightshift() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' next words='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="\${path:+$path }\${COMP_WORDS[index]}"
    case "$next" in
      ${paths}) path="$next" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
`;
}

/** zsh runs what bash has. */
const zsh = (bash: string): string => `#compdef nightshift
autoload -Uz bashcompinit && bashcompinit
${bash}complete -o default -F _nightshift nightshift
`;

function fish(all: readonly Words[]): string {
  const lines = all.flatMap(({ path, words }) => {
    const steps = path === '' ? [] : path.split(' ');
    const isHere =
      steps.length === 0
        ? '__fish_use_subcommand'
        : steps.map((step) => `__fish_seen_subcommand_from ${step}`).join('; and ');
    return words.map((word) =>
      word.startsWith('--')
        ? `complete -c nightshift -n '${isHere}' -l ${word.slice(2)}`
        : `complete -c nightshift -n '${isHere}' -f -a ${word}`,
    );
  });
  return `# nightshift: completion\n${lines.join('\n')}\n`;
}
