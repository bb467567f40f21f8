import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionEvent } from '../../runtime/core/execution/event';
import { git, type Nightshift } from '../support/nightshift';
import type { Handed } from './load';

/** What does not hold, in words. */
export type Finding = string;

/**
 * What only those who stand outside can know: that what was acknowledged is there, that plans ended as they had to, that nothing
 * ran again after it was completed, and that the result in the repository is whole. What the store says of itself is fsck's.
 */
export async function testify(
  nightshift: Nightshift,
  handed: Handed,
  events: readonly ExecutionEvent[],
): Promise<readonly Finding[]> {
  const { executionId, receipt, plan, key } = handed;
  const found: Finding[] = [];
  const say = (words: string): number => found.push(`${executionId} (${plan.kind}): ${words}`);

  const rows = await nightshift.rows<{ id: string; plan_id: string; digest: string; status: string }>(
    'select id, plan_id, digest, status from nightshift.executions where idempotency_key = $1',
    [key],
  );
  const [row] = rows;
  if (rows.length !== 1) say(`${rows.length} executions have its key`);
  if (row?.plan_id !== receipt.planId || row.digest !== receipt.sha256) say('its receipt names another plan');
  if (row?.status !== plan.ends) say(`it is ${row?.status} and not ${plan.ends}`);

  const idOf = new Map((await nightshift.gateway.tasks(executionId)).map((task, no) => [no, task]));
  const done = new Map<number, { readonly token: number; readonly atMs: number }>();
  for (const { at, body } of events) {
    if (body.type === 'task-completed') {
      if (done.has(body.task)) say(`${idOf.get(body.task)?.id} was completed twice`);
      done.set(body.task, { token: body.token, atMs: Date.parse(at) });
    } else if (body.type === 'attempt-started' && done.has(body.task)) {
      say(`${idOf.get(body.task)?.id} was started after it was completed`);
    }
  }
  const completed = [...done.keys()].map((task) => idOf.get(task)!.originalId).sort();
  if (completed.join() !== [...plan.completes].sort().join())
    say(`completed are ${completed.join(' ')}, and not ${plan.completes.join(' ')}`);
  for (const [task, { token, atMs }] of done) {
    for (const name of ranAfter(nightshift, executionId, idOf.get(task)!.id, token, atMs))
      say(`${name} was written after the task was completed`);
  }
  if (handed.repo !== undefined && plan.ends === 'succeeded') found.push(...(await lookAtResult(nightshift, handed)));
  if (nightshift.processesOf(executionId).length > 0) say('its processes run on');
  return found;
}

/** Logs of attempts younger than the completed one: whatever ran left one. */
function ranAfter(
  nightshift: Nightshift,
  executionId: string,
  task: string,
  token: number,
  atMs: number,
): readonly string[] {
  const folder = join(nightshift.home, 'logs', 'attempts', executionId);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => {
    const [, no] = new RegExp(`-${task}-(\\d+)\\.`).exec(name) ?? [];
    return no !== undefined && Number(no) > token && statSync(join(folder, name)).birthtimeMs > atMs;
  });
}

/** One commit for each task, each with its file, on the commit that the user has; and the user's checkout as it was. */
async function lookAtResult(
  nightshift: Nightshift,
  { executionId, plan, repo = '' }: Handed,
): Promise<readonly Finding[]> {
  const { branch } = await nightshift.until('the result is delivered', async () => {
    const { result } = await nightshift.gateway.report(executionId);
    return result && { branch: result.branch };
  });
  const subjects = git(repo, 'log', '--format=%s', `main..${branch}`).trim().split('\n').sort();
  const wanted = plan.completes.map((id) => `Task ${id}`).sort();
  const wrong = plan.completes.filter((id) => git(repo, 'show', `${branch}:out/${id}.txt`) !== `${id}\n`);
  return [
    ...(subjects.join() === wanted.join() ? [] : [`${executionId}: ${branch} has the commits ${subjects.join(', ')}`]),
    ...wrong.map((id) => `${executionId}: out/${id}.txt of ${branch} is wrong`),
    ...(git(repo, 'status', '--porcelain') === '' ? [] : [`${executionId}: the checkout of ${repo} was touched`]),
  ];
}
