import { receiptOf } from '../handoff/receipt';
import { newExecution } from './apply-event';
import { canonicalJson } from './canonical-json';
import { AttemptCheck } from './check-attempts';
import { checkLateness, type LatenessRules } from './check-lateness';
import { isPoison } from './check-limits';
import { LogCheck } from './check-log';
import { checkLoop } from './check-loop';
import { MessageCheck } from './check-messages';
import type { PlaceFacts } from './check-places';
import { checkStanding } from './check-standing';
import type { ExecutionEvent } from './event';
import type { Execution } from './execution';
import { isOver, isSettled } from './execution';
import { capacityHeld, holdsLease } from './held-resources';
import { Pieces } from './pieces';
import type { StoredAttempt, StoredHead, StoredLease, StoredLoop, StoredMessage, StoredTask } from './stored-execution';
import type { Report, Violation } from './violation';

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
  'I14',
  'I15',
  'I16',
  'I19',
  'I20',
  'I21',
  'I22',
  'I23',
  'I26',
  'I29',
  'I30',
] as const;

/** More of one execution are not listed. */
const MOST_VIOLATIONS = 100;

/**
 * Checks one execution: first all its events, in order, page by page; then its rows, in pages of any size; then `violations`.
 * Events are folded anew and everything stored must be what follows from them. Pure; memory as for the folded state.
 */
export class InvariantCheck {
  private readonly found: Violation[] = [];
  private readonly log: LogCheck;
  private readonly attempts: AttemptCheck;
  private readonly messages: MessageCheck;
  private readonly leases = new Set<number>();
  private readonly outputs = new Set<string>();
  private readonly tips = new Set<string>();
  private seenTasks = 0;
  private loop: StoredLoop | undefined;

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
    const report: Report = (invariant, message) => this.report(invariant, message);
    this.log = new LogCheck(fresh, head.digest, report);
    this.attempts = new AttemptCheck(report);
    this.messages = new MessageCheck(head.id, report);
  }

  addEvents(events: readonly ExecutionEvent[]): void {
    const before: Execution = { ...this.log.execution, tasks: Pieces.of(this.log.execution.tasks) };
    this.log.add(events);
    if (!this.log.isWhole) return;
    this.attempts.addEvents(before, events);
    for (const event of events) {
      this.messages.addEvent(event);
      const { body } = event;
      if (body.type === 'execution-based') this.tips.add(body.base);
      if (body.type === 'task-completed' && body.tip) this.tips.add(body.tip.to);
      if (body.type === 'attempt-ended')
        for (const { outputDigest, keptDigest } of body.attempt.evidence) this.outputs.add(keptDigest ?? outputDigest);
    }
  }

  addTasks(rows: readonly StoredTask[]): void {
    if (!this.log.isWhole) return;
    for (const row of rows) {
      this.seenTasks += 1;
      const folded = this.log.execution.tasks.at(row.task);
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
    for (const row of rows) this.attempts.add(row, this.log.execution);
  }

  addMessages(rows: readonly StoredMessage[]): void {
    if (!this.log.isWhole) return;
    for (const row of rows) this.messages.add(row, this.log.execution);
  }

  addLeases(rows: readonly StoredLease[]): void {
    if (!this.log.isWhole) return;
    for (const { task, token, worker } of rows) {
      const folded = this.log.execution.tasks.at(task);
      this.leases.add(task);
      if (!folded || folded.token !== token || folded.worker !== worker || !holdsLease(folded)) {
        this.report(
          'I5',
          `${worker} holds a lease of task ${task} with token ${token}, which is not its current attempt`,
        );
      }
    }
  }

  /** @param loop - Absent where none is stored, which is found elsewhere. */
  addLoop(loop: StoredLoop | undefined): void {
    this.loop = loop;
    if (loop && this.log.isWhole)
      checkLoop(loop, this.log.execution.lastSeq, (invariant, message) => this.report(invariant, message));
  }

  /** Digests of outputs that evidence names; ask once all events are added. */
  get evidenceOutputs(): ReadonlySet<string> {
    return this.outputs;
  }

  /** What its folders and processes must agree with, once all is added. */
  get placeFacts(): PlaceFacts {
    const { endedAt, tip, base, status, epoch, tasks, plan } = this.log.execution;
    const isStill = status === 'paused' && !tasks.some(holdsLease);
    return {
      epoch,
      tokens: new Map(tasks.map(({ token }, task) => [plan.tasks[task]!.id as string, token])),
      ...(isStill ? { stillSince: this.log.lastEventAt } : {}),
      tips: this.tips,
      // What came to nothing is not delivered, and nobody moves its branch.
      ...(tip === undefined || tip === base ? {} : { tip }),
      ...(endedAt === undefined ? {} : { endedAt }),
      isClearedAway: this.log.isWhole && this.messages.isDelivered,
    };
  }

  /** What stands still too long, once all is added. */
  lookForLateness(rules: LatenessRules): void {
    if (!this.log.isWhole) return;
    const report: Report = (invariant, message) => this.report(invariant, message);
    checkLateness(this.log.execution, this.messages.isDelivered, rules, report, this.messages.next);
    checkStanding(this.log.execution, this.log.lastEventAt, this.loop, rules, report);
  }

  /** Slots that the execution holds, by capacity key. */
  get slots(): ReadonlyMap<string, number> {
    return this.log.isWhole ? capacityHeld(this.log.execution) : new Map();
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
    if (head.lastSeq < folded.lastSeq)
      this.report(
        'I14',
        `Event ${folded.lastSeq} is there, and whoever read up to ${head.lastSeq}, as the execution says, never learns of it`,
      );
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
    this.attempts.finish();
    this.messages.finish();
    for (const [task, each] of tasks.entries()) {
      if (holdsLease(each) && !this.leases.has(task))
        this.report('I5', `Task ${task} is worked on by ${each.worker} without a lease`);
    }
  }

  private checkEnd(): void {
    const { status, tasks, plan } = this.log.execution;
    const poison = tasks.findIndex(isPoison);
    if (poison >= 0)
      this.report('I12', `Task ${poison} was lost ${tasks.at(poison)!.losses} times in a row, and goes on`);
    if (!isOver(status)) return;
    const open = tasks.findIndex((task) => !isSettled(task.status));
    if (open >= 0) this.report('I3', `The execution is ${status}, and task ${open} is ${tasks.at(open)!.status}`);
    const failed = tasks.findIndex((task) => task.status === 'failed');
    if (status === 'succeeded' && failed >= 0) this.report('I3', `The execution succeeded, and task ${failed} failed`);
    const numbers = new Map(plan.tasks.map(({ id }, task) => [id, task]));
    for (const [task, { dependencies }] of plan.tasks.entries()) {
      if (tasks.at(task)!.status !== 'completed' || plan.tasks[task]!.status === 'completed') continue;
      const broken = dependencies.find((id) => tasks.at(numbers.get(id) ?? -1)?.status !== 'completed');
      if (broken !== undefined)
        this.report('I10', `Task ${task} is complete, and ${broken}, on which it depends, is not`);
    }
  }

  private report(invariant: string, message: string): void {
    if (this.found.length < MOST_VIOLATIONS) this.found.push({ invariant, executionId: this.head.id, message });
  }
}
