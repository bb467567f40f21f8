import type { Command } from 'commander';

/** What a person would type, with what it is for; by the command's path. */
export const EXAMPLES: Readonly<Record<string, readonly (readonly [line: string, purpose: string])[]>> = {
  up: [
    ['nightshift up --detach', 'leave everything running'],
    ['nightshift up PLAN.md --repo . --exit', 'run one plan and stop'],
  ],
  down: [['nightshift down', '']],
  service: [['nightshift service install', '']],
  'service install': [
    ['nightshift service install', ''],
    ['nightshift service install --print > nightshift.service', 'for another way to start it'],
  ],
  'service uninstall': [['nightshift service uninstall', '']],
  'service status': [['nightshift service status', '']],
  plan: [
    ['nightshift plan PLAN.md', 'what it understands of it'],
    ['nightshift plan PLAN.md --svg > plan.svg', 'as a picture'],
  ],
  project: [['nightshift project add .', '']],
  'project add': [['nightshift project add . --share node_modules', '']],
  'project list': [['nightshift project list', '']],
  handoff: [
    ['nightshift handoff PLAN.md --repo .', 'for the repository you are in'],
    ['nightshift handoff PLAN.md --repo . --new --watch', 'once more, and stay'],
  ],
  status: [
    ['nightshift status', 'the newest'],
    ['nightshift status --all', 'all of them'],
  ],
  watch: [
    ['nightshift watch', 'the newest, until it is over'],
    ['nightshift watch 7d19c4c8 --until-waiting', 'by a part of its id'],
  ],
  answer: [
    ['nightshift answer last task-003 gate pass', ''],
    ['nightshift answer last task-004 c2 fail --note "too dark"', ''],
  ],
  control: [
    ['nightshift control last pause --stop', 'and what runs begins anew after the resume'],
    ['nightshift control last resume', ''],
    ['nightshift control last retry --task task-002', ''],
    ['nightshift control last rollback --to task-003', 'undo what came after it'],
  ],
  fork: [['nightshift fork last --at task-003', 'what came after it is tried another way']],
  apply: [['nightshift apply', 'the result of the newest']],
  list: [
    ['nightshift list --since 7d', 'of the last week, all projects'],
    ['nightshift list --conversation 2b1c6f0e --status waiting', 'what waits for you in one conversation'],
  ],
  logs: [
    ['nightshift logs task-002 -f', 'of the newest, as it comes'],
    ['nightshift logs 7d19c4c8 task-002', ''],
  ],
  results: [
    ['nightshift results', 'of the newest'],
    ['nightshift results last --markdown > REPORT.md', ''],
  ],
  replay: [
    ['nightshift replay last --task task-002 --prompts', 'why its attempts went as they did'],
    ['nightshift replay last --to 40', 'how everything stood then'],
    ['nightshift replay nightshift-7d19c4c8.tar.gz', 'of an archive, on any machine'],
  ],
  token: [['nightshift token', '']],
  'token create': [['nightshift token create --scope plan:submit,plan:read --expires 30d --name laptop', '']],
  'token list': [['nightshift token list', '']],
  'token revoke': [['nightshift token revoke laptop', '']],
  completion: [
    ['nightshift completion bash >> ~/.bashrc', 'for every new shell'],
    ['nightshift completion zsh >> ~/.zshrc', ''],
    ['nightshift completion fish > ~/.config/fish/completions/nightshift.fish', ''],
  ],
  complete: [['nightshift complete -- control last re', 'resume, retry']],
  help: [['nightshift help token create', '']],
  export: [['nightshift export last -o night.tar.gz', '']],
  verify: [['nightshift verify night.tar.gz', 'on any machine']],
  backup: [['nightshift backup /var/backups', '']],
  restore: [['nightshift restore monday.backup.tar.gz --yes', 'after `nightshift down`']],
  clean: [['nightshift clean --dry-run', 'what would leave, and how much']],
  fsck: [['nightshift fsck', '']],
  doctor: [['nightshift doctor', '']],
  claude: [['nightshift claude install --project DIR', '']],
  'claude install': [['nightshift claude install --project DIR', 'and for the project in that folder']],
  'claude uninstall': [['nightshift claude uninstall', '']],
  mcp: [['nightshift mcp', 'as the command of an MCP server in the settings of a client']],
  templates: [['nightshift templates list', '']],
  'templates list': [['nightshift templates list', '']],
  'templates import': [['nightshift templates import plan-to-execution --overwrite', '']],
  'templates publish': [['nightshift templates publish plan-to-execution', '']],
  'templates export': [['nightshift templates export my-workflows', '']],
  'templates compare': [['nightshift templates compare', '']],
};

/** Puts its examples below the help of each command. */
export function addExamples(command: Command, path: readonly string[] = []): void {
  const examples = EXAMPLES[path.join(' ')] ?? [];
  if (examples.length > 0) command.addHelpText('after', () => `\n${examplesText(examples)}`);
  for (const one of command.commands) addExamples(one, [...path, one.name()]);
}

function examplesText(examples: (typeof EXAMPLES)[string]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, purpose]) => `  ${line.padEnd(width)}  ${purpose}`.trimEnd());
  return [examples.length === 1 ? 'Example:' : 'Examples:', ...lines].join('\n');
}
