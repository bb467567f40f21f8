import { attemptRows, type ChangedAttempt, type OpenedAttempt } from './attempt-rows';
import { canonicalJson } from './canonical-json';
import type { ExecutionEvent } from './event';
import type { Execution } from './execution';
import { sha256 } from './hash-event';
import type { StoredAttempt } from './stored-execution';
import type { Report } from './violation';

/** Checks that the attempts of one execution are stored as its events tell of them: I5, I13. Events come first. */
export class AttemptCheck {
  /** Digests of those that are over, by task and token. */
  private readonly ended = new Map<string, string>();
  private readonly open = new Map<string, OpenedAttempt>();

  constructor(private readonly report: Report) {}

  /** @param before - What the events before these make of the execution. */
  addEvents(before: Execution, events: readonly ExecutionEvent[]): void {
    const { opened, changed } = attemptRows(before, events);
    for (const attempt of opened) this.note(attempt);
    for (const change of changed) this.change(change);
  }

  /** @param folded - What all events make of the execution. */
  add(row: StoredAttempt, folded: Execution): void {
    const key = keyOf(row);
    const open = this.open.get(key);
    const expected = open ? digestOf(open) : this.ended.get(key);
    if (expected === undefined)
      this.report('I5', `There is an attempt ${row.token} of task ${row.task} that no event tells of`);
    else if (expected !== digestOfRow(row))
      this.report('I13', `Attempt ${row.token} of task ${row.task} is not stored as its events say`);
    if (row.outcome === undefined && row.token !== folded.tasks.at(row.task)?.token)
      this.report('I5', `Attempt ${row.token} of task ${row.task} is open, but its token is not current`);
    this.ended.delete(key);
    this.open.delete(key);
  }

  /** What no row was found of, once all rows are added. */
  finish(): void {
    for (const key of [...this.ended.keys(), ...this.open.keys()])
      this.report('I13', `Attempt ${key} (task:token) is not stored`);
  }

  private note(attempt: OpenedAttempt): void {
    if (attempt.outcome === undefined) this.open.set(keyOf(attempt), attempt);
    else this.ended.set(keyOf(attempt), digestOf(attempt));
  }

  private change(change: ChangedAttempt): void {
    const open = this.open.get(keyOf(change));
    if (!open) return;
    this.open.delete(keyOf(change));
    this.note({ ...open, ...change, worker: change.worker ?? open.worker });
  }
}

const keyOf = ({ task, token }: { readonly task: number; readonly token: number }): string => `${task}:${token}`;

function digestOf({
  task,
  token,
  kind,
  worker,
  assignedAt,
  startedAt,
  endedAt,
  outcome,
  ended,
}: OpenedAttempt): string {
  const row = {
    task,
    token,
    kind,
    worker,
    assignedAt,
    startedAt,
    endedAt,
    outcome,
    ended: ended && canonicalJson(ended),
  };
  return sha256(canonicalJson(row));
}

const digestOfRow = (row: StoredAttempt): string => sha256(canonicalJson(row));
