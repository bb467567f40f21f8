import { receiptOf } from '../handoff/receipt';
import type { ExecutionId } from '../ids';
import { CHANNELS } from '../notify/channel';
import { internalTopicOf } from '../notify/outbox-message';
import { isNews, mayReach } from '../notify/route-event';
import type { ExecutionPlan } from '../plan/plan';
import { newExecution } from './apply-event';
import { attemptRows, type ChangedAttempt, type OpenedAttempt } from './attempt-rows';
import { canonicalJson } from './canonical-json';
import { isPoison } from './check-limits';
import { LogCheck } from './check-log';
import type { PlaceFacts } from './check-places';
import type { EventType, ExecutionEvent } from './event';
import type { Execution, ExecutionOptions } from './execution';
import { isOver, isSettled } from './execution';
import { sha256 } from './hash-event';
import { holdsLease, slotsHeld } from './held-resources';
import type { Violation } from './violation';

/** The invariants that `InvariantCheck` checks, in their order. */
export const EXECUTION_INVARIANTS = [
  'I1',
  'I2',
  'I3',
  'I4',
  'I5',
  'I6',
  'I7',
  'I9',
  'I10',
  'I11',
  'I12',
  'I13',
  'I15',
  'I16',
  'I19',
  'I20',
  'I22',
  'I23',
  'I26',
  'I29',
] as const;

/** What stands in the row of an execution and its plan. */
export interface StoredHead {
  readonly id: ExecutionId;
  readonly plan: ExecutionPlan;
  readonly options: ExecutionOptions;
  readonly digest: string;
  readonly idempotencyKey: string;
  readonly receipt: string;
  readonly submittedAt: string;
  readonly status: string;
  readonly epoch: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly completedTasks: number;
  readonly failedTasks: number;
  /** Canonical JSON, as stored. */
  readonly state: string;
  /** True when plan and options have the hash that was stored with them at the hand-off. */
  readonly isInputIntact: boolean;
}

export interface StoredTask {
  readonly task: number;
  readonly status: string;
  readonly token: number;
  readonly state: string;
}

export interface StoredAttempt {
  readonly task: number;
  readonly token: number;
  readonly kind: string;
  readonly worker: string;
  readonly assignedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly outcome?: string;
  /** Canonical JSON, as stored. */
  readonly ended?: string;
}

export interface StoredMessage {
  readonly seq: number;
  readonly topic: string;
  readonly key: string;
  /** Absent when there is no row that says how far it came. */
  readonly state?: string;
}

export interface StoredLease {
  readonly task: number;
  readonly token: number;
  readonly worker: string;
}

const MESSAGE_STATES: ReadonlySet<string> = new Set(['pending', 'delivered', 'dead']);

/** More of one execution are not listed. */
const MOST_VIOLATIONS = 100;

/**
 * Checks one execution: first all its events, in order, page by page; then its rows, in pages of any size; then `violations`.
 * Events are folded anew and everything stored must be what follows from them. Pure; memory as for the folded state.
 */
export class InvariantCheck {
  private readonly found: Violation[] = [];
  private readonly log: LogCheck;
  /** Digest of each attempt that the log tells of. */
  private readonly attempts = new Map<string, string>();
  private readonly openAttempts = new Map<string, OpenedAttempt>();
  /** Types of the events that may have caused messages, by their number. */
  private readonly causes = new Map<number, EventType>();
  /** Events that must have left a message, as long as none was found. */
  private readonly unsaid = new Set<number>();
  private readonly leases = new Set<number>();
  private readonly outputs = new Set<string>();
  private readonly tips = new Set<string>();
  private undelivered = 0;
  private seenTasks = 0;

  constructor(private readonly head: StoredHead) {
    if (!head.isInputIntact) this.report('I1', 'Plan or options are not those that were submitted');
    const {
      id: executionId,
      plan: { id: planId },
      idempotencyKey,
      digest,
    } = head;
    if (head.receipt !== receiptOf({ executionId, planId, idempotencyKey, digest }))
      this.report('I2', 'The receipt is not that of the key, plan and body');
    const fresh = newExecution(head.id, head.plan, head.options, head.submittedAt);
    this.log = new LogCheck(fresh, head.digest, (invariant, message) => this.report(invariant, message));
  }

  addEvents(events: readonly ExecutionEvent[]): void {
    const before: Execution = { ...this.log.execution, tasks: [...this.log.execution.tasks] };
    this.log.add(events);
    if (!this.log.isWhole) return;
    const changes = attemptRows(before, events);
    for (const opened of changes.opened) this.noteAttempt(opened);
    for (const changed of changes.changed) this.changeAttempt(changed);
    for (const { seq, body } of events) {
      if (internalTopicOf(body.type) !== undefined) this.unsaid.add(seq);
      if (internalTopicOf(body.type) !== undefined || isNews(body.type)) this.causes.set(seq, body.type);
      if (body.type === 'execution-based') this.tips.add(body.base);
      if (body.type === 'task-completed' && body.tip) this.tips.add(body.tip.to);
      if (body.type === 'attempt-ended')
        for (const { outputDigest } of body.attempt.evidence) this.outputs.add(outputDigest);
    }
  }

  addTasks(rows: readonly StoredTask[]): void {
    if (!this.log.isWhole) return;
    for (const row of rows) {
      this.seenTasks += 1;
      const folded = this.log.execution.tasks[row.task];
      if (!folded) this.report('I13', `There is a row of task ${row.task}, which the plan does not have`);
      else if (row.status !== folded.status || row.token !== folded.token || row.state !== canonicalJson(folded)) {
        this.report(
          'I13',
          `Task ${row.task} is stored as ${row.status}, token ${row.token}; its events make it ${folded.status}, token ${folded.token}`,
        );
      }
    }
  }

  addAttempts(rows: readonly StoredAttempt[]): void {
    if (!this.log.isWhole) return;
    for (const row of rows) {
      const key = `${row.task}:${row.token}`;
      const open = this.openAttempts.get(key);
      const expected = open ? digestOf(open) : this.attempts.get(key);
      if (expected === undefined)
        this.report('I5', `There is an attempt ${row.token} of task ${row.task} that no event tells of`);
      else if (expected !== digestOfRow(row))
        this.report('I13', `Attempt ${row.token} of task ${row.task} is not stored as its events say`);
      if (row.outcome === undefined && row.token !== this.log.execution.tasks[row.task]?.token) {
        this.report('I5', `Attempt ${row.token} of task ${row.task} is open, but its token is not current`);
      }
      this.attempts.delete(key);
      this.openAttempts.delete(key);
    }
  }

  addMessages(rows: readonly StoredMessage[]): void {
    if (!this.log.isWhole) return;
    for (const { seq, topic, key, state } of rows) {
      if (seq < 0 || seq > this.log.execution.lastSeq)
        this.report('I15', `Message ${key} is of event ${seq}, which does not exist`);
      if (state === undefined) this.report('I15', `Message ${key} will never be sent`);
      else if (!MESSAGE_STATES.has(state)) this.report('I15', `Message ${key} is ${state}`);
      if (topic === 'deliver' && state !== 'delivered') this.undelivered += 1;
      this.checkCause(seq, topic, key);
    }
  }

  /** A message has a committed event that may cause it, and says which in its key, under which it is known outside. */
  private checkCause(seq: number, topic: string, key: string): void {
    const cause = this.causes.get(seq);
    const channel = CHANNELS.find((one) => one === topic);
    const { epoch, options } = this.log.execution;
    const named = /^([^.]+)\.(\d+)\.(\d+):(\w+)(?::.+)?$/.exec(key);
    const isNamed = named?.[1] === this.head.id && Number(named[3]) === seq && named[4] === topic;
    if (!isNamed || Number(named?.[2]) < 1 || Number(named?.[2]) > epoch)
      this.report('I15', `Message ${key} is of event ${seq} and topic ${topic}, and its key says otherwise`);
    if (channel === undefined) {
      if (cause === undefined || internalTopicOf(cause) !== topic || !this.unsaid.delete(seq))
        this.report('I15', `Message ${key} (${topic}) is of no event that causes one, or there is a second one`);
      return;
    }
    if (cause === undefined || !mayReach(cause, channel))
      this.report('I15', `Message ${key} tells by ${topic} of event ${seq}, which nobody is told of there`);
    else if (!options.notifications[channel])
      this.report('I15', `Message ${key} goes to ${topic}, which was switched off at the hand-off`);
  }

  addLeases(rows: readonly StoredLease[]): void {
    if (!this.log.isWhole) return;
    for (const { task, token, worker } of rows) {
      const folded = this.log.execution.tasks[task];
      this.leases.add(task);
      if (!folded || folded.token !== token || folded.worker !== worker || !holdsLease(folded)) {
        this.report(
          'I5',
          `${worker} holds a lease of task ${task} with token ${token}, which is not its current attempt`,
        );
      }
    }
  }

  /** Digests of outputs that evidence names; ask once all events are added. */
  get evidenceOutputs(): ReadonlySet<string> {
    return this.outputs;
  }

  /** What its folders and processes must agree with, once all is added. */
  get placeFacts(): PlaceFacts {
    const { endedAt } = this.log.execution;
    return {
      tips: this.tips,
      ...(endedAt === undefined ? {} : { endedAt }),
      isClearedAway: this.log.isWhole && this.undelivered === 0,
    };
  }

  /** Slots that the execution holds, by capacity key. */
  get slots(): ReadonlyMap<string, number> {
    return this.log.isWhole ? slotsHeld(this.log.execution) : new Map();
  }

  /** Everything that was found, once all is added. @param missing - Of `evidenceOutputs`, those that are not stored. */
  violations(missing: readonly string[] = []): readonly Violation[] {
    for (const digest of missing) this.report('I23', `The output ${digest} that evidence names is not stored`);
    if (this.log.isWhole) {
      this.checkHead();
      this.checkEnd();
    }
    return this.found;
  }

  private checkHead(): void {
    const { head } = this;
    const folded = this.log.execution;
    const { plan: _plan, options: _options, tasks, ...state } = folded;
    if (head.lastSeq !== folded.lastSeq || head.lastHash !== folded.lastHash) {
      this.report('I13', `The log ends at event ${folded.lastSeq}, the execution says ${head.lastSeq}`);
    } else if (head.state !== canonicalJson(state) || head.status !== folded.status || head.epoch !== folded.epoch) {
      this.report(
        'I13',
        `The execution is stored as ${head.status}, epoch ${head.epoch}; its events make it ${folded.status}, epoch ${folded.epoch}`,
      );
    }
    for (const [status, stored] of [
      ['completed', head.completedTasks],
      ['failed', head.failedTasks],
    ] as const) {
      const count = tasks.filter((task) => task.status === status).length;
      if (count !== stored) this.report('I13', `${stored} tasks are counted as ${status}, and ${count} are`);
    }
    if (this.seenTasks !== tasks.length) this.report('I13', `${this.seenTasks} of ${tasks.length} tasks are stored`);
    for (const key of [...this.attempts.keys(), ...this.openAttempts.keys()])
      this.report('I13', `Attempt ${key} (task:token) is not stored`);
    for (const seq of this.unsaid) {
      const what = internalTopicOf(this.causes.get(seq)!) === 'learn' ? 'an attempt' : 'the execution';
      this.report('I15', `The end of ${what} in event ${seq} left no message`);
    }
    for (const [task, each] of tasks.entries()) {
      if (holdsLease(each) && !this.leases.has(task))
        this.report('I5', `Task ${task} is worked on by ${each.worker} without a lease`);
    }
  }

  private checkEnd(): void {
    const { status, tasks, plan } = this.log.execution;
    const poison = tasks.findIndex(isPoison);
    if (poison >= 0) this.report('I12', `Task ${poison} was lost ${tasks[poison]!.losses} times in a row, and goes on`);
    if (!isOver(status)) return;
    const open = tasks.findIndex((task) => !isSettled(task.status));
    if (open >= 0) this.report('I3', `The execution is ${status}, and task ${open} is ${tasks[open]!.status}`);
    const failed = tasks.findIndex((task) => task.status === 'failed');
    if (status === 'succeeded' && failed >= 0) this.report('I3', `The execution succeeded, and task ${failed} failed`);
    const numbers = new Map(plan.tasks.map(({ id }, task) => [id, task]));
    for (const [task, { dependencies }] of plan.tasks.entries()) {
      if (tasks[task]!.status !== 'completed' || plan.tasks[task]!.status === 'completed') continue;
      const broken = dependencies.find((id) => tasks[numbers.get(id) ?? -1]?.status !== 'completed');
      if (broken !== undefined)
        this.report('I10', `Task ${task} is complete, and ${broken}, on which it depends, is not`);
    }
  }

  private noteAttempt(attempt: OpenedAttempt): void {
    const key = `${attempt.task}:${attempt.token}`;
    if (attempt.outcome === undefined) this.openAttempts.set(key, attempt);
    else this.attempts.set(key, digestOf(attempt));
  }

  private changeAttempt(change: ChangedAttempt): void {
    const key = `${change.task}:${change.token}`;
    const open = this.openAttempts.get(key);
    if (!open) return;
    this.openAttempts.delete(key);
    this.noteAttempt({ ...open, ...change, worker: change.worker ?? open.worker });
  }

  private report(invariant: string, message: string): void {
    if (this.found.length < MOST_VIOLATIONS) this.found.push({ invariant, executionId: this.head.id, message });
  }
}

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
