import { resolve } from 'node:path';
import { RequestError } from '../core/errors';
import type { ExecutionTask } from '../core/plan/plan';
import { writeTaskMasterStatus } from '../core/plan/write-task-master-status';
import type { TaskView } from '../core/report/task-view';
import type { CliDeps } from './cli-deps';
import { fileReason } from './file-reason';
import { resolveExecution } from './resolve-execution';

const STATUS: Readonly<Partial<Record<TaskView['state'], ExecutionTask['status']>>> = {
  done: 'completed',
  assigned: 'in_progress',
  active: 'in_progress',
  waiting: 'in_progress',
  failed: 'failed',
  skipped: 'skipped',
};

/**
 * Writes how the tasks of an execution stand into the file of Task Master's that they were read from; nothing else of it
 * changes. Tasks that have not begun keep what the file says. Safe to repeat.
 *
 * @throws {RequestError} `PLAN_FILE_UNREADABLE`, or what is wrong with the file.
 */
export async function writeStatus(
  deps: Pick<CliDeps, 'planSource' | 'workingFolder' | 'gateway' | 'terminal'>,
  plan: string,
  execution: string,
): Promise<void> {
  const path = resolve(deps.workingFolder, plan);
  const text = await textOf(deps, path, plan);
  const gateway = await deps.gateway();
  const tasks = await gateway.tasks(await resolveExecution(gateway, execution));
  const statuses = new Map(
    tasks.flatMap(({ originalId, state }) => {
      const status = STATUS[state];
      return status === undefined ? [] : [[originalId, status] as const];
    }),
  );
  const writing = writeTaskMasterStatus(text, statuses);
  if (writing.type === 'problems') {
    const [{ code, message, hint }] = writing.problems as [(typeof writing.problems)[number]];
    throw new RequestError(code, message, hint === undefined ? {} : { hint });
  }
  if (writing.changed.length > 0) await deps.planSource.write(path, writing.text);
  const unknown = writing.unknown.length === 0 ? '' : `; not in the file: ${writing.unknown.slice(0, 10).join(', ')}`;
  const changed = writing.changed.length === 0 ? 'Nothing to change' : `Changed ${writing.changed.join(', ')}`;
  deps.terminal.out(`${changed} in ${plan}${unknown}\n`);
}

/** Every character of the file, so that every one can be written again. */
async function textOf({ planSource }: Pick<CliDeps, 'planSource'>, path: string, plan: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(await planSource.read(path));
  } catch (cause) {
    const hint = 'Give the path of the tasks.json that the plan was read from';
    throw new RequestError('PLAN_FILE_UNREADABLE', `${plan} cannot be read: ${fileReason(cause)}`, { hint, cause });
  }
}
