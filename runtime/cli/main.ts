import type { Command } from 'commander';
import type { CliDeps } from './cli-deps';
import type { CommandContext } from './command-context';
import { addAnswerCommand } from './commands/answer';
import { addApplyCommand } from './commands/apply';
import { addBackupCommand } from './commands/backup';
import { addClaudeCommand } from './commands/claude';
import { addCleanCommand } from './commands/clean';
import { addCompleteCommand } from './commands/complete';
import { addCompletionCommand } from './commands/completion';
import { addControlCommand } from './commands/control';
import { addDoctorCommand } from './commands/doctor';
import { addDownCommand } from './commands/down';
import { addExportCommand } from './commands/export';
import { addForkCommand } from './commands/fork';
import { addFsckCommand } from './commands/fsck';
import { addHandoffCommand } from './commands/handoff';
import { addHelpCommand } from './commands/help';
import { addListCommand } from './commands/list';
import { addLogsCommand } from './commands/logs';
import { addMcpCommand } from './commands/mcp';
import { addPlanCommand } from './commands/plan';
import { addProjectCommand } from './commands/project';
import { addReplayCommand } from './commands/replay';
import { addResultsCommand } from './commands/results';
import { addServiceCommand } from './commands/service';
import { addStatusCommand } from './commands/status';
import { addTemplatesCommand } from './commands/templates';
import { addTokenCommand } from './commands/token';
import { addUpCommand } from './commands/up';
import { addWatchCommand } from './commands/watch';
import { addExamples } from './examples';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code';
import { HELP_FORM } from './help-form';
import { refuseUrl } from './of-this-machine';
import { errorJson, errorText } from './render/error-text';
import { isCommanderError, isShown, usageError } from './usage-error';

const EXIT_CODES = `
Exit codes:
  0    done; what was watched is completed
  1    what was asked about is not well: failed, cancelled, violated, missing
  2    the request cannot be done as asked
  3    a setting or an installation must be changed
  4    something is away for a while; try again
  5    a person must act before it goes on: answer, or look at a pause
  6    a plan may be in, without a receipt: the next step finds out
       whether it arrived, and starts nothing twice
  70   a mistake of nightshift; please report it
  130  interrupted before it was over
Errors go to standard error: message, next step and code; with --json as one
JSON object.`;

/** All commands, in the order in which one comes to need them. */
const GROUPS: readonly (readonly [heading: string, commands: readonly AddCommand[]])[] = [
  ['Start and stop:', [addUpCommand, addDownCommand, addServiceCommand, addDoctorCommand]],
  ['Hand over:', [addPlanCommand, addProjectCommand, addHandoffCommand]],
  ['Follow:', [addStatusCommand, addListCommand, addWatchCommand, addLogsCommand, addResultsCommand, addReplayCommand]],
  ['Decide:', [addAnswerCommand, addControlCommand, addForkCommand, addApplyCommand]],
  ['Keep:', [addExportCommand, addBackupCommand, addCleanCommand, addFsckCommand]],
  ['Connect:', [addClaudeCommand, addMcpCommand, addTokenCommand, addTemplatesCommand]],
  ['Command line:', [addCompletionCommand, addCompleteCommand, addHelpCommand]],
];

type AddCommand = (program: Command, context: CommandContext) => void;

/** The command line, one file per command in `commands/`. */
export async function buildProgram(context: CommandContext): Promise<Command> {
  const { Command } = await import('commander');
  const { terminal, version } = context.deps;
  const urlAsked = (): string | undefined => program.opts<{ readonly url?: string }>().url;
  const program = new Command('nightshift')
    .description('Write a plan, hand it over, and find it done and proven in the morning')
    .version(version)
    .option('--url <url>', 'ask the gateway there, with the token in NIGHTSHIFT_TOKEN; NIGHTSHIFT_URL unless given')
    .exitOverride()
    .configureHelp(HELP_FORM)
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      // It comes back as an error, and is written as all others.
      outputError: () => undefined,
    })
    .addHelpText('after', EXIT_CODES)
    .hook('preAction', (_, command) => {
      if (urlAsked() !== undefined) refuseUrl(command);
    });
  const deps = {
    ...context.deps,
    gateway: () => context.deps.gateway(urlAsked()),
    isRemote: () => context.deps.isRemote(urlAsked()),
    serveMcp: () => context.deps.serveMcp(urlAsked()),
  };
  for (const [heading, commands] of GROUPS) {
    program.commandsGroup(heading);
    for (const add of commands) add(program, { ...context, deps });
  }
  addExamples(program);
  return program;
}

/** Runs one command and answers with the exit code of the process. Never throws. */
export async function runCli(deps: CliDeps, args: readonly string[]): Promise<number> {
  let code: ExitCode = EXIT.done;
  const program = await buildProgram({
    deps,
    args,
    exitWith: (next) => {
      code = next;
    },
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (isCommanderError(error) && isShown(error)) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const told = isCommanderError(error) ? usageError(program, error, args) : error;
    deps.terminal.err(`${args.includes('--json') ? errorJson(told) : errorText(told)}\n`);
    return exitCodeOf(told);
  }
}
