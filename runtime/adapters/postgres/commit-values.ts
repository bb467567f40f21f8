import { attemptRows } from '../../core/execution/attempt-rows';
import { canonicalJson } from '../../core/execution/canonical-json';
import { isTaskEvent } from '../../core/execution/event';
import type { Execution } from '../../core/execution/execution';
import { netLeases } from '../../core/execution/net-leases';
import type { Transition } from '../../ports/execution-store';
import { BinaryColumns, type ColumnType } from './binary-columns';
import { plainText } from './plain-text';

/**
 * The parameters of `ns_commit`, in its order: one array per column, executions by id.
 * Rows name their execution by its place, 1 for the first.
 */
export function commitValues(transitions: readonly Transition[]): readonly unknown[] {
  const rows = {
    executions: columns('uuid int8 int4 int8 int4 text text int4 int4 timestamptz timestamptz text text text bool'),
    tasks: columns('int4 int4 int4 text int4 text timestamptz timestamptz timestamptz text'),
    opened: columns('int4 int4 int4 text text timestamptz timestamptz timestamptz text text'),
    changed: columns('int4 int4 int4 text timestamptz timestamptz text text'),
    events: columns('int4 int8 timestamptz text text int4 int4 text text'),
    outbox: columns('int4 int8 text text text'),
    takes: columns('int4 int4 int4 text int4'),
    drops: columns('int4 int4 int4'),
    capacity: columns('int4 text int4'),
  };
  const ordered = [...transitions].sort((a, b) => (a.before.id < b.before.id ? -1 : 1));
  for (const [index, transition] of ordered.entries()) addTransition(rows, index + 1, transition);
  return Object.values(rows).flatMap(({ arrays }) => arrays);
}

const columns = (types: string): BinaryColumns => new BinaryColumns(types.split(' ') as ColumnType[]);

type Rows = Readonly<
  Record<
    'executions' | 'tasks' | 'opened' | 'changed' | 'events' | 'outbox' | 'takes' | 'drops' | 'capacity',
    BinaryColumns
  >
>;

function addTransition(rows: Rows, x: number, transition: Transition): void {
  const { before, after, events, states, known } = transition;
  const changes = attemptRows(before, events, states);
  let completed = 0;
  let failed = 0;
  for (const [task, path] of changes.taskPaths) {
    const state = after.tasks.at(task);
    const old = before.tasks.at(task);
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
      canonicalJson(state, known),
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
    const ended = row.ended && canonicalJson(row.ended, known);
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
    const ended = row.ended && canonicalJson(row.ended, known);
    rows.changed.add(x, row.task, row.token, plainText(row.worker), row.startedAt, row.endedAt, row.outcome, ended);
  }
  for (const { seq, at, actor, body, hash } of events) {
    const [task, token] = isTaskEvent(body) ? [body.task, 'token' in body ? body.token : undefined] : [];
    rows.events.add(x, seq, at, actor, body.type, task, token, canonicalJson(body, known), hash);
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
