/** Ends a command in a sentence: its closing quote, or what cannot be part of it. */
const END = '(?:`|(?=[.,;:)\\s]|$))';

/** Our own commands, and the tool that does the same. */
const TOOLS: readonly (readonly [command: RegExp, tool: (...found: readonly string[]) => string])[] = [
  [
    new RegExp(`\`?nightshift control (\\S+) (pause|resume|cancel|retry)(?: --task ([\\w.-]*[\\w-]))?${END}`, 'g'),
    (id, action, task) =>
      `\`control\` with action \`${action}\`${of(id)}${task === undefined ? '' : ` and taskId \`${task}\``}`,
  ],
  [new RegExp(`\`?nightshift (?:status --all|list)${END}`, 'g'), () => '`list`'],
  [/`nightshift status(?: ([\w-]+))?`/g, (id) => `\`status\`${of(id)}`],
  [/`nightshift (results|answer|handoff)(?: [^`]*)?`/g, (name) => `\`${name}\``],
];

/** Where only a placeholder stands, the model knows which execution it asked for. */
const of = (id: string | undefined): string => (id === undefined || id === 'ID' ? '' : ` for execution \`${id}\``);

/**
 * A next step of ours for a model: commands that a tool stands for become that tool. Of the others it is said that a person
 * runs them, since a model that reads a command runs it.
 */
export function toolWords(step: string): string {
  const text = TOOLS.reduce(
    (now, [command, tool]) =>
      now.replace(command, (_match, ...rest) =>
        tool(...(rest.filter((part) => typeof part !== 'number').slice(0, -1) as string[])),
      ),
    step,
  );
  const isForPerson = /`nightshift [a-z]/.test(text) && !text.includes('terminal');
  return isForPerson ? `${text.replace(/\.$/, '')} (for the person, in a terminal)` : text;
}
