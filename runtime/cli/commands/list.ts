import type { Command } from 'commander';
import type { ExecutionListing } from '../../core/report/views';
import type { CommandContext } from '../command-context';
import { momentOf } from '../moment';
import { numberOption } from '../number-option';
import { madeOf } from '../one-of';
import { print } from '../print';
import { table } from '../render/table';

interface ListOptions {
  readonly conversation?: string;
  readonly status?: string;
  readonly project?: string;
  readonly since?: string;
  readonly until?: string;
  readonly ended?: string;
  readonly title?: string;
  readonly limit: number;
  readonly json?: boolean;
}

const STATES = ['queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled'] as const;

/** As `--limit` takes. */
const MOST = 9_999;

/** The gateway's pages have at most so many. */
const PAGE = 200;

/** `nightshift list`: executions of all projects, newest first. */
export function addListCommand(program: Command, { deps }: CommandContext): void {
  program
    .command('list')
    .description('find executions, newest first: of all projects, or as asked')
    .option('--conversation <id>', 'of this conversation')
    .option(
      '--status <states>',
      `${STATES.join(', ')}; several with commas`,
      madeOf(STATES, (value: string) => value),
    )
    .option('--project <project>', 'of this project: id, name or folder')
    .option('--since <time>', 'handed over since then: 12h, 7d, or a date')
    .option('--until <time>', 'handed over before then')
    .option('--ended <time>', 'over since then')
    .option('--title <text>', 'with this in the title of the plan')
    .option('--limit <n>', 'at most so many', numberOption('--limit', { min: 1, max: MOST, example: '100' }), 20)
    .option('--json', 'print JSON')
    .action(async ({ conversation, since, until, ended, limit, json, ...given }: ListOptions) => {
      const nowMs = deps.clock.now();
      const filter = {
        ...given,
        ...(conversation === undefined ? {} : { conversationId: conversation }),
        ...(since === undefined ? {} : { since: momentOf('--since', since, 'before', nowMs) }),
        ...(until === undefined ? {} : { until: momentOf('--until', until, 'before', nowMs) }),
        ...(ended === undefined ? {} : { endedSince: momentOf('--ended', ended, 'before', nowMs) }),
      };
      const gateway = await deps.gateway();
      const executions: ExecutionListing[] = [];
      let cursor: string | undefined;
      while (executions.length < limit) {
        const page = await gateway.find({
          ...filter,
          ...(cursor === undefined ? {} : { cursor }),
          limit: Math.min(PAGE, limit - executions.length),
        });
        executions.push(...page.executions);
        cursor = page.nextCursor;
        if (cursor === undefined) break;
      }
      const hasMore = cursor !== undefined;
      print(deps.terminal, json, { executions, hasMore }, () =>
        executions.length === 0 ? 'There is none of that kind.' : table(HEAD, executions.map(rowOf)),
      );
      if (hasMore && json !== true)
        deps.terminal.err(`There are more: --limit ${Math.min(MOST, limit * 5)} shows more.\n`);
    });
}

const HEAD = ['EXECUTION', 'STATE', 'TASKS', 'COST', 'HANDED OVER', 'PROJECT', 'PLAN'] as const;

function rowOf(listing: ExecutionListing) {
  const { executionId, state, progress, costUsd, submittedAt, project = '', title, archive } = listing;
  return [
    executionId,
    state,
    `${progress.current}/${progress.total}`,
    `$${costUsd.toFixed(2)}`,
    submittedAt,
    project,
    archive === undefined ? title : `${title} (archived: ${archive})`,
  ];
}
