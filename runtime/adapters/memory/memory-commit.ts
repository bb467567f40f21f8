import { InvariantError } from '../../core/errors';
import { attemptRows, type RowChanges } from '../../core/execution/attempt-rows';
import { LEGAL_EXECUTION_TRANSITIONS, LEGAL_TASK_TRANSITIONS } from '../../core/execution/legal-transitions';
import { netLeases } from '../../core/execution/net-leases';
import { Pieces } from '../../core/execution/pieces';
import { asWorkerId } from '../../core/ids';
import type { AttemptRow, CommitResult, Transition } from '../../ports/execution-store';
import type { MemoryDatabase, MemoryExecution } from './memory-database';

/**
 * What `ns_commit` does, in memory: all of it or nothing, in one moment.
 *
 * @throws {InvariantError} `BUG_ILLEGAL_TRANSITION`, `BUG_COMMIT`; nothing is changed then.
 */
export function memoryCommit(database: MemoryDatabase, transitions: readonly Transition[]): CommitResult {
  const losers = transitions.filter((transition) => !isCurrent(database, transition)).map(({ before }) => before.id);
  if (losers.length > 0) return { type: 'refused', losers, why: 'guard' };
  const full = fullKeys(database, transitions);
  if (full.size > 0) {
    const takers = transitions.filter(({ capacity }) => capacity.some(({ key, delta }) => delta > 0 && full.has(key)));
    return { type: 'refused', losers: takers.map(({ before }) => before.id), why: 'capacity' };
  }
  const checked = transitions.map((transition) => check(database, transition));
  for (const { row, transition, changes } of checked) write(database, row, transition, changes);
  return { type: 'committed' };
}

function isCurrent(database: MemoryDatabase, { before }: Transition): boolean {
  const stored = database.executions.get(before.id)?.execution;
  return stored?.lastSeq === before.lastSeq && stored.epoch === before.epoch;
}

function fullKeys(database: MemoryDatabase, transitions: readonly Transition[]): ReadonlySet<string> {
  const sums = new Map<string, number>();
  for (const { key, delta } of transitions.flatMap(({ capacity }) => capacity))
    sums.set(key, (sums.get(key) ?? 0) + delta);
  const full = new Set<string>();
  for (const [key, delta] of sums) {
    const slots = database.capacity.get(key);
    if (delta < 0 && (!slots || slots.used + delta < 0)) {
      throw new InvariantError('COMMIT', `There is no capacity ${key} to give ${-delta} back to`);
    }
    if (delta > 0 && (!slots || slots.used + delta > slots.limit)) full.add(key);
  }
  return full;
}

interface Checked {
  readonly row: MemoryExecution;
  readonly transition: Transition;
  readonly changes: RowChanges;
}

function check(database: MemoryDatabase, transition: Transition): Checked {
  const { before, after, events } = transition;
  const row = database.executions.get(before.id)!;
  const stored = row.execution;
  const changes = attemptRows(before, events);
  if (
    events.length === 0 ||
    events.some(({ seq }, index) => seq !== before.lastSeq + index + 1) ||
    after.lastSeq !== before.lastSeq + events.length
  ) {
    throw new InvariantError('COMMIT', 'The events do not lead from what was seen to what is written');
  }
  requireLegal(changes.executionPath, LEGAL_EXECUTION_TRANSITIONS, stored.status);
  for (const [task, path] of changes.taskPaths) {
    requireLegal(path, LEGAL_TASK_TRANSITIONS, stored.tasks.at(task)?.status);
    if (stored.tasks.at(task)?.status === 'completed' && after.epoch === before.epoch)
      throw illegal(`Task ${task} is completed: done is final`);
    if (stored.tasks.at(task)?.token !== before.tasks.at(task)?.token)
      throw illegal(`Task ${task} has another token than was seen`);
  }
  for (const { task, token } of changes.opened) {
    if (row.attempts.has(`${task}:${token}`)) throw illegal(`There is an attempt ${token} of task ${task} already`);
  }
  for (const { task, token, startedAt } of changes.changed) {
    const attempt = row.attempts.get(`${task}:${token}`);
    if (!attempt || attempt.outcome !== undefined || (startedAt !== undefined && attempt.startedAt !== undefined)) {
      throw illegal(`Attempt ${token} of task ${task} is not open, or was started before`);
    }
  }
  for (const { task, token } of netLeases(transition.leases).takes) {
    const held = database.leases.get(`${before.id}:${task}`);
    if (held && held.token >= token) throw illegal(`A lease of task ${task} with token ${held.token} is held`);
  }
  return { row, transition, changes };
}

function requireLegal(path: string, legal: ReadonlySet<string>, from: string | undefined): void {
  const steps = path.split('>');
  if (steps[0] !== from) throw illegal(`It is ${from}, and not ${steps[0]} as was seen`);
  for (let index = 1; index < steps.length; index++) {
    const pair = `${steps[index - 1]}>${steps[index]}`;
    if (!legal.has(pair)) throw illegal(`It cannot go ${pair}`);
  }
}

const illegal = (message: string): InvariantError => new InvariantError('ILLEGAL_TRANSITION', message);

function write(database: MemoryDatabase, row: MemoryExecution, transition: Transition, changes: RowChanges): void {
  const { before, after } = transition;
  const { id } = before;
  const { tasks } = row.execution;
  // As in the database, tasks that did not change stay what they are: a writer may have let go of their results.
  row.execution = {
    ...after,
    tasks: Pieces.of(after.tasks.map((state, no) => (state === before.tasks.at(no) ? tasks.at(no)! : state))),
  };
  row.events.push(...transition.events);
  for (const { task, token, kind, worker, assignedAt, ...rest } of changes.opened) {
    row.attempts.set(`${task}:${token}`, { task, token, kind, assignedAt, ...rest, worker: asWorkerId(worker) });
  }
  for (const { worker, ...change } of changes.changed) {
    const key = `${change.task}:${change.token}`;
    const named = worker === undefined ? {} : { worker: asWorkerId(worker) };
    row.attempts.set(key, { ...(row.attempts.get(key) as AttemptRow), ...change, ...named });
  }
  for (const message of transition.outbox) database.addMessage(message);
  const leases = netLeases(transition.leases);
  for (const { task, token } of leases.drops) {
    const key = `${id}:${task}`;
    if (database.leases.get(key)?.token === token) database.leases.delete(key);
  }
  for (const { task, token, worker, ms } of leases.takes) {
    database.leases.set(`${id}:${task}`, { executionId: id, task, token, worker, untilMs: database.nowMs + ms });
  }
  if (transition.isLoopDue) database.markDue([id]);
  for (const { key, delta } of transition.capacity) {
    const slots = database.capacity.get(key);
    if (slots) database.capacity.set(key, { limit: slots.limit, used: slots.used + delta });
  }
}
