import { attemptRows } from '../../core/execution/attempt-rows';
import { canonicalJson } from '../../core/execution/canonical-json';
import { isTaskEvent } from '../../core/execution/event';
import type { Execution } from '../../core/execution/execution';
import { netLeases } from '../../core/execution/net-leases';
import type { Transition } from '../../ports/execution-store';
import { Columns } from './columns';
import { plainText } from './plain-text';

/**
 * The parameters of `ns_commit`, in its order: one array per column, executions by id.
 * Rows name their execution by its place, 1 for the first.
 */
export function commitValues(transitions: readonly Transition[]): readonly unknown[] {
  const rows = {
    executions: new Columns(15),
    tasks: new Columns(10),
    opened: new Columns(10),
    changed: new Columns(8),
    events: new Columns(9),
    outbox: new Columns(5),
    takes: new Columns(5),
    drops: new Columns(3),
    capacity: new Columns(3),
  };
  const ordered = [...transitions].sort((a, b) => (a.before.id < b.before.id ? -1 : 1));
  for (const [index, transition] of ordered.entries()) addTransition(rows, index + 1, transition);
  return Object.values(rows).flatMap((columns) => columns.arrays);
}

type Rows = Readonly<
  Record<'executions' | 'tasks' | 'opened' | 'changed' | 'events' | 'outbox' | 'takes' | 'drops' | 'capacity', Columns>
>;

function addTransition(rows: Rows, x: number, transition: Transition): void {
  const { before, after, events } = transition;
  const changes = attemptRows(before, events);
  let completed = 0;
  let failed = 0;
  for (const [task, path] of changes.taskPaths) {
    const state = after.tasks[task];
    const old = before.tasks[task];
    if (!state || !old) continue;
    completed += Number(state.status === 'completed') - Number(old.status === 'completed');
    failed += Number(state.status === 'failed') - Number(old.status === 'failed');
    rows.tasks.add(
      x,
      task,
      old.token,
      path,
      state.token,
      plainText(state.worker),
      state.dueAt,
      state.startedAt,
      state.endedAt,
      canonicalJson(state),
    );
  }
  rows.executions.add(
    ...[before.id, before.lastSeq, before.epoch, after.lastSeq, after.epoch, after.lastHash, changes.executionPath],
    ...[
      completed,
      failed,
      after.startedAt,
      after.endedAt,
      after.tip,
      plainText(after.reason),
      executionState(after),
      transition.isLoopDue,
    ],
  );
  for (const row of changes.opened) {
    const ended = row.ended && canonicalJson(row.ended);
    rows.opened.add(
      x,
      row.task,
      row.token,
      row.kind,
      plainText(row.worker),
      row.assignedAt,
      row.startedAt,
      row.endedAt,
      row.outcome,
      ended,
    );
  }
  for (const row of changes.changed) {
    const ended = row.ended && canonicalJson(row.ended);
    rows.changed.add(x, row.task, row.token, plainText(row.worker), row.startedAt, row.endedAt, row.outcome, ended);
  }
  for (const { seq, at, actor, body, hash } of events) {
    const [task, token] = isTaskEvent(body) ? [body.task, 'token' in body ? body.token : undefined] : [];
    rows.events.add(x, seq, at, actor, body.type, task, token, canonicalJson(body), hash);
  }
  for (const { seq, topic, key, payload } of transition.outbox)
    rows.outbox.add(x, seq, topic, key, JSON.stringify(payload));
  const leases = netLeases(transition.leases);
  for (const { task, token, worker, ms } of leases.takes) rows.takes.add(x, task, token, worker, ms);
  for (const { task, token } of leases.drops) rows.drops.add(x, task, token);
  for (const { key, delta } of transition.capacity) rows.capacity.add(x, key, delta);
}

/** The state of an execution apart from its tasks and what never changes, as stored. */
export function executionState({ plan: _plan, options: _options, tasks: _tasks, ...state }: Execution): string {
  return canonicalJson(state);
}
