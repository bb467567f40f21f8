import { resolve } from 'node:path';
import type { Command } from 'commander';
import { RequestError } from '../../core/errors';
import type { ReplayStep } from '../../core/execution/replay';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-code';
import { numberOption } from '../number-option';
import { firstNamesExecution } from '../one-of';
import { replayedText, stepText } from '../render/replay-text';
import { resolveExecution } from '../resolve-execution';

interface ReplayOptions {
  readonly task?: string;
  readonly to?: number;
  readonly prompts?: boolean;
  readonly json?: boolean;
}

/** `nightshift replay`: an execution, or one task of it, event by event, from the database here or from an archive. */
export function addReplayCommand(program: Command, { deps, exitWith }: CommandContext): void {
  const replay = program
    .command('replay [what]')
    .usage('[options] [execution|archive]')
    .description(
      'play an execution again from its events, to see what happened when and why; of an archive of `export` (a file *.tar.gz) without a database',
    )
    .option('--task <task>', 'only what happened to this task')
    .option(
      '--to <event>',
      'stop after this event, and show how everything stood then',
      numberOption('--to', { min: 1, max: 9_999_999, example: '40' }),
    )
    .option('--prompts', 'also what each agent was told')
    .option('--json', 'print JSON')
    .action(async (what: string | undefined, { task, to, prompts, json }: ReplayOptions) => {
      const { terminal } = deps;
      const { columns } = terminal.size();
      const choice = {
        ...(task === undefined ? {} : { task }),
        ...(to === undefined ? {} : { to }),
        withPrompts: prompts === true,
      };
      const isArchive = what?.endsWith('.tar.gz') === true;
      if (!isArchive && deps.isRemote())
        throw new RequestError('ARCHIVE_LOCAL', 'Executions are replayed on the machine that runs nightshift', {
          hint: 'Run `nightshift replay` there, without NIGHTSHIFT_URL, or `nightshift export` there and replay the archive here.',
        });
      const of = isArchive
        ? { path: resolve(deps.workingFolder, what) }
        : { executionId: await resolveExecution(await deps.gateway(), what) };
      // Written as it comes: an execution may have more events than a text can hold.
      let steps = 0;
      const onStep = (step: ReplayStep): void => {
        const before = steps === 0 ? '{"steps":[\n' : ',\n';
        steps += 1;
        terminal.out(json === true ? `${before}${JSON.stringify(step)}` : `${stepText(step, columns)}\n`);
      };
      const replayed = await deps.archives.replay(of, choice, onStep);
      const { isAsStored } = replayed;
      terminal.out(
        json === true
          ? `${steps === 0 ? '{"steps":[' : '\n'}],${JSON.stringify(replayed).slice(1)}\n`
          : `${steps === 0 ? '' : '\n'}${replayedText(replayed)}\n`,
      );
      if (isAsStored === false) exitWith(EXIT.notWell);
    });
  firstNamesExecution(replay);
}
