import type { Command } from 'commander';
import { completionWords, type Words } from './completion-words';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Names of executions, newest first: the first column of a list. Nothing where nightshift does not answer. */
const IDS = "nightshift list --limit 50 2>/dev/null | awk 'NR > 1 { print $1 }'";

/** A script for a shell, made from the commands as they are. File names are completed where nothing else fits. */
export function completionScript(shell: (typeof SHELLS)[number], program: Command): string {
  const all = completionWords(program);
  if (shell === 'fish') return fish(all);
  const bash = bashFunction(all);
  return shell === 'bash' ? `${bash}complete -o default -F _nightshift nightshift\n` : zsh(bash);
}

/**
 * Walks over what was typed: which command it is, how many arguments it has, and whether an option waits for its value.
 * bash parts words at `:` and `=`: they are put together first, and of what is proposed bash gets what stands behind them.
 */
function bashFunction(all: readonly Words[]): string {
  const words = all.map(({ path, below, options }) => `    '${path}') words='${[...below, ...options].join(' ')}' ;;`);
  const paths = all.map(({ path }) => `'${path}'`).join('|');
  const taking = all.flatMap(({ path, taking: names }) => names.map((name) => `'${path} ${name}'`)).join('|');
  const values = all.flatMap(({ path, valuesOf }) =>
    valuesOf.map(([name, of]) => `    '${path} ${name}') words='${of.join(' ')}' ;;`),
  );
  const positions = all.flatMap(({ path, positions: at }) =>
    at.flatMap((position, no) => {
      if (position === undefined) return [];
      const given = position === 'execution' ? `"last $(${IDS})"` : `'${position.join(' ')}'`;
      return [`    '${path} ${no}') words=${given} ;;`];
    }),
  );
  return `# nightshift: completion
_nightshift() {
  local current='' path='' next='' words='' word option='' index last=0 at=0
  local -a typed=('')
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if ((last > 0)) && [[ $word == [:=]* || \${typed[last]} == *[:=] ]]; then
      typed[last]="\${typed[last]}$word"
    else
      last=$((last + 1))
      typed[last]="$word"
    fi
  done
  current="\${typed[last]}"
  for ((index = 1; index < last; index++)); do
    word="\${typed[index]}"
    if [[ -n $option ]]; then option=''; continue; fi
    next="\${path:+$path }$word"
    case "$next" in
      ${paths}) path="$next"; at=0; continue ;;
    esac
    case "$path $word" in
      ${taking}|*' --url') option="$path $word" ;;
      *' -'*) ;;
      *) at=$((at + 1)) ;;
    esac
  done
  if [[ -z $option && $current == --*=* ]]; then
    option="$path \${current%%=*}"
    current="\${current#*=}"
  fi
  if [[ -n $option ]]; then
    case "$option" in
${values.join('\n')}
    esac
  else
    case "$path" in
${words.join('\n')}
    esac
    [[ $current == -* ]] || case "$path $at" in
${positions.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $current == *:* && \${COMP_WORDBREAKS-} == *:* ]]; then
    COMPREPLY=("\${COMPREPLY[@]#"\${current%"\${current##*:}"}"}")
  fi
}
`;
}

/** zsh runs what bash has. */
const zsh = (bash: string): string => `#compdef nightshift
autoload -Uz bashcompinit && bashcompinit
${bash}complete -o default -F _nightshift nightshift
`;

function fish(all: readonly Words[]): string {
  const lines = all.flatMap(({ path, below, options, taking, valuesOf, positions }) => {
    const steps = path === '' ? [] : path.split(' ');
    const isHere =
      steps.length === 0
        ? '__fish_use_subcommand'
        : steps.map((step) => `__fish_seen_subcommand_from ${step}`).join('; and ');
    const line = (rest: string) => `complete -c nightshift -n '${isHere}' ${rest}`;
    const given = new Map(valuesOf);
    return [
      ...below.map((word) => line(`-f -a ${word}`)),
      ...options.map((option) => {
        const values = given.get(option);
        if (values !== undefined) return line(`-l ${option.slice(2)} -x -a '${values.join(' ')}'`);
        return line(`-l ${option.slice(2)}${taking.includes(option) ? ' -r' : ''}`);
      }),
      ...positions.flatMap((position) => {
        if (position === undefined) return [];
        return [
          line(`-f -a '${position === 'execution' ? `last (${IDS.replaceAll("'", "\\'")})` : position.join(' ')}'`),
        ];
      }),
    ];
  });
  return `# nightshift: completion\n${lines.join('\n')}\n`;
}
