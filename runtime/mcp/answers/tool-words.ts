/** Our own commands, each up to its closing quote or to what cannot be part of it, and the tool that does the same. */
const TOOLS: readonly (readonly [command: RegExp, tool: (...found: readonly string[]) => string])[] = [
  [
    /`?nightshift control (\S{1,80}) (pause|resume|cancel|retry)(?: --task ([\w.-]{0,80}[\w-]))?(?:`|(?=[.,;:)\s]|$))/g,
    (id, action, task) =>
      `\`control\` with action \`${action}\`${of(id)}${task === undefined ? '' : ` and taskId \`${task}\``}`,
  ],
  [
    /`nightshift list --conversation ([^`\s]{1,200})`/g,
    (id) => `\`list\` with conversationId${id === 'ID' ? '' : ` \`${id}\``}`,
  ],
  [/`?nightshift (?:status --all|list)(?:`|(?=[.,;:)\s]|$))/g, () => '`list`'],
  [/`nightshift status(?: ([\w-]{1,80}))?`/g, (id) => `\`status\`${of(id)}`],
  [/`nightshift handoff [^`]{0,500}--new`/g, () => '`handoff` with `run`'],
  [/`nightshift (results|answer|handoff)(?: [^`]{0,500})?`/g, (name) => `\`${name}\``],
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
