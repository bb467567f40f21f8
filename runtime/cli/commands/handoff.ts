import type { Command } from 'commander';
import { AGENT_NAMES } from '../../core/agent/agent-names';
import { printable } from '../../core/control-characters';
import { isNightshiftError, RequestError } from '../../core/errors';
import type { Handoff } from '../../core/handoff/handoff-body';
import { handoffKey } from '../../core/handoff/handoff-key';
import { OPTION_BOUNDS } from '../../core/handoff/option-bounds';
import { shellWord } from '../../core/shell-word';
import { arrivesBy, isArrivalUnknown } from '../arrival-unknown';
import type { CommandContext } from '../command-context';
import { exitCodeOfState } from '../exit-code-of-state';
import { explainRefusal } from '../explain-refusal';
import { type HandOverOptions, handOver } from '../hand-over';
import { interruptedHandoff } from '../interrupted-handoff';
import { numberOption } from '../number-option';
import { oneOf } from '../one-of';
import { type PlanToHandOver, planToHandOver } from '../plan-to-hand-over';
import { print } from '../print';
import { printSummary } from '../print-summary';
import { projectFolder } from '../project-folder';
import { receiptText } from '../render/receipt-text';
import { watchExecution } from '../watch-execution';

/** A day. */
const MOST_PATIENCE_S = 86_400;

interface HandoffOptions {
  /** False: none is wanted. */
  readonly repo?: string | false;
  readonly format?: string;
  readonly agent?: string;
  readonly priority?: string;
  readonly advance?: string;
  readonly release?: string;
  readonly onFailure?: string;
  readonly undeclaredWrites?: string;
  readonly unknownFiles?: string;
  readonly maxParallel?: number;
  readonly costCap?: number;
  readonly conversation?: string;
  readonly key?: string;
  readonly new?: boolean;
  readonly via?: HandOverOptions['via'];
  readonly watch?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/** `nightshift handoff`: hands a plan over and prints the receipt. */
export function addHandoffCommand(program: Command, { deps, args, exitWith }: CommandContext): void {
  program
    .command('handoff <plan>')
    .description(
      'hand a plan over: a file, a folder, or - for standard input; answers with a receipt once it is committed. The same plan again, in the same conversation where one is named, is the same receipt',
    )
    .option(
      '--repo <project>',
      'the registered project: its folder, name or id; the repository that the plan lies in unless given',
    )
    .option('--no-repo', 'tasks run in empty folders')
    .option('--format <name>', 'the format of the plan, when it is not to be found out')
    .option('--agent <name>', `agent of tasks that name none: ${AGENT_NAMES.join(', ')}`, oneOf('--agent', AGENT_NAMES))
    .option('--priority <level>', 'low, normal or high', oneOf('--priority', ['low', 'normal', 'high']))
    .option('--advance <how>', 'workflow (through the nodes) or direct', oneOf('--advance', ['workflow', 'direct']))
    .option('--release <how>', 'rolling or barrier', oneOf('--release', ['rolling', 'barrier']))
    .option('--on-failure <what>', 'skip-dependents or halt', oneOf('--on-failure', ['skip-dependents', 'halt']))
    .option(
      '--undeclared-writes <what>',
      'widen (claim them too) or fail, when a task changes files that it does not declare',
      oneOf('--undeclared-writes', ['widen', 'fail']),
    )
    .option(
      '--unknown-files <how>',
      'beside (others) or alone: how tasks run that declare no files',
      oneOf('--unknown-files', ['beside', 'alone']),
    )
    .option(
      '--max-parallel <n>',
      'tasks side by side',
      numberOption('--max-parallel', { ...OPTION_BOUNDS.maxParallel, example: '4' }),
    )
    .option(
      '--cost-cap <usd>',
      'most that it may cost',
      numberOption('--cost-cap', { ...OPTION_BOUNDS.costCapUsd, min: 0.0001, decimals: 4, example: '2.50' }),
    )
    .option('--conversation <id>', 'conversation that it belongs to')
    .option('--key <key>', 'idempotency key; from plan, project and conversation unless given')
    .option('--new', 'a new run, also when this plan was handed over before')
    .option(
      '--via <way>',
      'n8n (its webhook, signed) or gateway (with the token); n8n unless the gateway is elsewhere',
      oneOf('--via', ['n8n', 'gateway']),
    )
    .option('--watch', 'stay and show it until it is over')
    .option(
      '--timeout <seconds>',
      'give up without a receipt after this long',
      numberOption('--timeout', { min: 1, max: MOST_PATIENCE_S, example: '300' }),
      120,
    )
    .option('--json', 'print JSON')
    .action(async (plan: string, options: HandoffOptions) => {
      if (options.key !== undefined && options.new === true) {
        throw new RequestError('USAGE', '--key and --new do not go together', {
          hint: 'Give another --key for a new run, or --new alone',
        });
      }
      const again =
        options.key === undefined
          ? `nightshift ${withOption(args, '--new').map(shellWord).join(' ')}`
          : 'hand it over with another --key';
      const end = deps.clock.steady() + options.timeout * 1000;
      const file = await planToHandOver(deps, plan, options.format);
      const project = await projectFolder(deps, plan, options.repo);
      const handoff = handoffOf(file, options, project);
      const key = options.key ?? handoffKey(handoff, options.new === true ? deps.newId() : '');
      const via = options.via ?? (deps.isRemote() ? 'gateway' : 'n8n');
      const taker = via === 'n8n' ? via : 'the gateway';
      const receipt = await handOver(deps, handoff, {
        via,
        key,
        patienceMs: end - deps.clock.steady(),
        onRetry: (reason) => deps.terminal.err(`  waiting for ${taker}: ${printable(reason)}\n`),
      }).catch((error: unknown) => {
        if (isNightshiftError(error) && error.code === 'INTERRUPTED')
          throw interruptedHandoff(sameAgain(args, options, key));
        if (isNightshiftError(error) && isArrivalUnknown(error)) throw arrivesBy(error, sameAgain(args, options, key));
        throw explainRefusal(error, options, again);
      });
      const { executionId } = receipt;
      const text = () => receiptText(receipt, plan, again);
      if (options.watch !== true) return print(deps.terminal, options.json, receipt, text);
      // First of all, also where it cannot be followed afterwards: it is in.
      deps.terminal.out(options.json === true ? `${JSON.stringify(receipt)}\n` : `${text()}\n`);
      const gateway = await deps.gateway();
      const show = options.json === true ? 'json' : 'text';
      const status = await watchExecution(deps, { gateway, executionId, show, signal: deps.interrupt });
      if (options.json !== true) await printSummary(deps, gateway, executionId);
      exitWith(exitCodeOfState(status.state));
    });
}

/** Behind `--` stand names of files alone. */
function withOption(args: readonly string[], ...option: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end < 0 ? [...args, ...option] : [...args.slice(0, end), ...option, ...args.slice(end)];
}

/** A new run has a key that nobody else knows: only with that it is the same hand-off. */
function sameAgain(args: readonly string[], options: HandoffOptions, key: string): string {
  const words =
    options.new === true
      ? withOption(
          args.filter((word) => word !== '--new'),
          '--key',
          key,
        )
      : args;
  return `Hand it over again, and nothing is done twice: nightshift ${words.map(shellWord).join(' ')}`;
}

function handoffOf(file: PlanToHandOver, options: HandoffOptions, project: string | undefined): Handoff {
  const { agent, priority, advance, release, onFailure, undeclaredWrites, unknownFiles, maxParallel, costCap } =
    options;
  const own = { undeclaredWrites, unknownFiles, maxParallel, costCapUsd: costCap };
  const asked = { agent, priority, advance, release, onFailure, ...own };
  return {
    text: file.text,
    ...(file.fileName === undefined ? {} : { fileName: file.fileName }),
    ...(file.format === undefined ? {} : { format: file.format }),
    ...(project === undefined ? {} : { project }),
    ...(options.conversation === undefined ? {} : { conversationId: options.conversation }),
    options: Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
  };
}
