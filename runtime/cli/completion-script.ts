export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What a shell runs at TAB: `nightshift complete` proposes, and names of files are completed where it has nothing. */
export function completionScript(shell: (typeof SHELLS)[number]): string {
  return `# nightshift: completion\n${SCRIPTS[shell]}`;
}

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  // bash parts words at : and =, and puts what is proposed in the place of the last part.
  bash: `_nightshift() {
  local IFS=$'\\n'
  COMPREPLY=($(nightshift complete --parted -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _nightshift nightshift
`,
  zsh: `#compdef nightshift
_nightshift() {
  local -a proposed
  proposed=("\${(@f)$(nightshift complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n $proposed ]]; then compadd -- $proposed; else _files; fi
}
compdef _nightshift nightshift
`,
  fish: `function __nightshift_complete
  set -l typed (commandline -opc)[2..] (commandline -ct)
  set -l proposed (nightshift complete -- $typed 2>/dev/null)
  if test (count $proposed) -gt 0
    printf '%s\\n' $proposed
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c nightshift -f -a '(__nightshift_complete)'
`,
};
