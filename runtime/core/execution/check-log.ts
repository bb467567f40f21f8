import { isNightshiftError, messageOf } from '../errors';
import { TaskGraph } from '../schedule/task-graph';
import { REVIEW } from '../verify/judge-attempt';
import { applyInPlace } from './apply-event';
import { checkLimits } from './check-limits';
import { RepeatCheck } from './check-repeats';
import { type EventBody, type ExecutionEvent, isTaskEvent, type TaskEventBody } from './event';
import { type Execution, isOver, type TaskState } from './execution';
import { hashEvent } from './hash-event';
import { LEGAL_EXECUTION_TRANSITIONS, LEGAL_TASK_TRANSITIONS } from './legal-transitions';
import { nextToken } from './next-token';
import { isOwed } from './owed-costs';
import { Pieces } from './pieces';
import { evidenceDigest } from './settle-attempts';
import { submittedInput } from './submitted-input';
import type { Report } from './violation';

/** Events that change nothing that is over, and the one by which a person opens it again. */
const MAY_FOLLOW_THE_END: ReadonlySet<ExecutionEvent['body']['type']> = new Set([
  'execution-reopened',
  'execution-rolled-back',
  'execution-restored',
  'progress-reported',
  'wave-completed',
  'result-delivered',
  'cost-booked',
] as const);

/** Milliseconds by which an event may seem earlier than the one before: processes know the database's time by their own steady clock. */
const CLOCK_ERROR_MS = 60_000;

/** A person's deeds, after which no writer of before counts. */
const RAISES_THE_EPOCH: ReadonlySet<ExecutionEvent['body']['type']> = new Set([
  'execution-reopened',
  'execution-rolled-back',
  'execution-restored',
] as const);

/**
 * Replays the log of one execution, a page of events at a time, and reports every event that should not be there:
 * I3 to I7, I9 to I13, I16, I19 to I23, I26, I29, I30. What it holds is the fold so far and no event.
 */
export class LogCheck {
  private state: Execution;
  private readonly tasks: Pieces<TaskState>;
  private readonly graph: TaskGraph;
  private readonly repeats: RepeatCheck;
  private lastAt = '';
  private isBroken = false;
  /** The events that completed tasks, by task, and where the branch stood after each. */
  private readonly completedIn = new Map<number, { readonly seq: number; readonly tip: string | undefined }>();
  /** Number of the event to which a rollback of this epoch went. */
  private rolledBackTo = Number.POSITIVE_INFINITY;

  constructor(
    fresh: Execution,
    private readonly planDigest: string,
    private readonly report: Report,
  ) {
    this.tasks = Pieces.of(fresh.tasks);
    this.state = { ...fresh, tasks: this.tasks };
    this.graph = new TaskGraph(fresh.plan);
    this.repeats = new RepeatCheck(report);
  }

  /** The fold of all events so far. */
  get execution(): Execution {
    return this.state;
  }

  /** When the newest event was; empty before the first. */
  get lastEventAt(): string {
    return this.lastAt;
  }

  /** False once the log could not be followed any more. */
  get isWhole(): boolean {
    return !this.isBroken;
  }

  add(events: readonly ExecutionEvent[]): void {
    for (const event of events) {
      if (this.isBroken) return;
      this.checkChain(event);
      if (this.isBroken) return;
      this.checkTime(event);
      const before = this.state;
      const { body } = event;
      const task = isTaskEvent(body) ? this.tasks.at(body.task) : undefined;
      try {
        this.state = applyInPlace(before, this.tasks, event);
      } catch (error) {
        if (!isNightshiftError(error)) throw error;
        this.break('I13', `Event ${event.seq} cannot be folded: ${messageOf(error)}`);
        return;
      }
      if (isTaskEvent(body)) {
        if (task) this.checkTask(event.seq, body, task, this.tasks.at(body.task)!, before);
      } else {
        this.checkExecution(event, before);
      }
      this.repeats.add(event, this.state.epoch);
    }
  }

  /** All times are of one clock, so that they follow each other (I21). */
  private checkTime({ seq, at }: ExecutionEvent): void {
    if (this.lastAt !== '' && Date.parse(at) < Date.parse(this.lastAt) - CLOCK_ERROR_MS)
      this.report('I21', `Event ${seq} is of ${at}, and the one before it of ${this.lastAt}`);
    this.lastAt = at;
  }

  private checkChain(event: ExecutionEvent): void {
    const { seq, actor, hash } = event;
    if (seq !== this.state.lastSeq + 1) {
      this.break('I13', `Event ${this.state.lastSeq} is followed by ${seq}`);
      return;
    }
    if (hash !== hashEvent(this.state.lastHash, event)) {
      this.break('I13', `The hash of event ${seq} is not that of its content`);
      return;
    }
    if (actor === '') this.report('I29', `Event ${seq} has no actor`);
    const { body } = event;
    if ((seq === 1) !== (body.type === 'execution-submitted')) this.report('I3', `Event ${seq} is ${body.type}`);
    if (body.type === 'execution-submitted') {
      const { plan } = this.state;
      if (body.planId !== plan.id || body.planDigest !== this.planDigest || body.tasks !== plan.tasks.length) {
        this.report('I1', 'The plan is not the one that was submitted');
      }
      const { inputDigest } = body;
      if (inputDigest !== undefined && inputDigest !== submittedInput(plan, this.state.options).digest)
        this.report('I1', 'Plan or options are not those that the first event names');
    }
  }

  private checkExecution({ seq, body }: ExecutionEvent, before: Execution): void {
    const { status, epoch } = this.state;
    if (status !== before.status && !LEGAL_EXECUTION_TRANSITIONS.has(`${before.status}>${status}`)) {
      this.report('I4', `Event ${seq} takes the execution ${before.status}>${status}`);
    }
    if (isOver(before.status) && !MAY_FOLLOW_THE_END.has(body.type))
      this.report('I3', `Event ${seq} (${body.type}) follows the end of the execution`);
    // A restore goes past the epochs of what it replaced.
    const isRaised = body.type === 'execution-restored' && epoch > before.epoch;
    if (!isRaised && epoch !== before.epoch + Number(RAISES_THE_EPOCH.has(body.type))) {
      this.report('I7', `Event ${seq} takes the epoch from ${before.epoch} to ${epoch}`);
    }
    if (body.type === 'cost-booked') this.checkBooking(`Event ${seq}`, body, before);
    if (epoch !== before.epoch) this.rolledBackTo = Number.POSITIVE_INFINITY;
    if (body.type === 'execution-rolled-back') {
      this.rolledBackTo = body.toSeq;
      const completed = this.completedIn.get(body.to);
      if (completed?.seq !== body.toSeq)
        this.report('I19', `Event ${seq} goes back to event ${body.toSeq}, which did not complete task ${body.to}`);
      else if (completed.tip !== body.tip)
        this.report(
          'I8',
          `Event ${seq} takes the branch to ${body.tip ?? 'nothing'}; after event ${body.toSeq} it stood at ${completed.tip ?? 'nothing'}`,
        );
    }
  }

  /** What was spent counts once, and only after the attempt was taken from its worker (I22). */
  private checkBooking(name: string, body: Extract<EventBody, { type: 'cost-booked' }>, before: Execution): void {
    const { of, costUsd } = body;
    if (!isOwed(before, of))
      this.report('I22', `${name} books what attempt ${of.token} of task ${of.task} does not owe`);
    if (costUsd < 0) this.report('I22', `${name} books ${costUsd} USD`);
  }

  private checkTask(seq: number, body: TaskEventBody, old: TaskState, now: TaskState, before: Execution): void {
    const name = `Event ${seq} (${body.type} of task ${body.task})`;
    if (isOver(before.status)) this.report('I3', `${name} follows the end of the execution`);
    // Undone by a rollback to an earlier event, and so not done.
    const isUndone = body.type === 'task-reopened' && (this.completedIn.get(body.task)?.seq ?? 0) > this.rolledBackTo;
    if (body.type === 'task-completed') this.completedIn.set(body.task, { seq, tip: this.state.tip });
    if (old.status === 'completed' && !isUndone) {
      this.report(body.type === 'task-completed' ? 'I19' : 'I6', `${name} follows the completion of the task`);
    } else if (now.status !== old.status && !LEGAL_TASK_TRANSITIONS.has(`${old.status}>${now.status}`)) {
      this.report('I4', `${name} takes the task ${old.status}>${now.status}`);
    }
    if (body.type === 'task-assigned') {
      if (body.token !== nextToken(before, old.token))
        this.report('I5', `${name} gives token ${body.token} after ${old.token}`);
    } else if ('token' in body && body.token !== old.token) {
      this.report('I7', `${name} carries token ${body.token} while ${old.token} is current`);
    }
    checkLimits({ name, body, old, now, before, after: this.state }, this.report);
    switch (body.type) {
      case 'task-assigned':
        if (body.kind === 'attempt') this.checkDependencies(name, body.task);
        break;
      case 'attempt-started':
        if (old.status !== 'assigned') this.report('I5', `${name} starts a task that is ${old.status}`);
        this.checkDependencies(name, body.task);
        break;
      case 'merge-started':
        if (old.status !== 'integrating' || old.startedAt !== undefined)
          this.report('I5', `${name} starts a merge that is not to be started`);
        break;
      case 'task-skipped':
        if (old.status === 'skipped') this.report('I10', `${name} skips it once more`);
        if (body.reason === '') this.report('I10', `${name} has no reason`);
        break;
      case 'task-completed':
        this.checkEvidence(name, body, old);
        break;
      default:
    }
  }

  private checkDependencies(name: string, task: number): void {
    for (const dependency of this.graph.dependencies(task)) {
      const { status } = this.tasks.at(dependency)!;
      if (status === 'failed' || status === 'skipped')
        this.report('I10', `${name}, though task ${dependency} is ${status}`);
      else if (status !== 'completed') this.report('I9', `${name} before task ${dependency} is complete (${status})`);
    }
  }

  private checkEvidence(name: string, body: Extract<TaskEventBody, { type: 'task-completed' }>, task: TaskState): void {
    const { attempt } = task;
    if (attempt?.token !== body.attemptToken) {
      this.report('I23', `${name} names attempt ${body.attemptToken}, which is not the one that ended last`);
      return;
    }
    if (attempt.outcome.type !== 'done')
      this.report('I23', `${name} rests on an attempt that ended as ${attempt.outcome.type}`);
    if (evidenceDigest(attempt) !== body.evidenceDigest)
      this.report('I23', `${name} has another digest than the attempt's evidence`);
    const { verification } = this.state.plan.tasks[body.task]!;
    const isShown =
      attempt.evidence.some(({ exitCode }) => exitCode === 0) ||
      task.answers.some(({ criterionId, result }) => criterionId === REVIEW && result === 'pass');
    if (verification.length === 0 && !isShown)
      this.report('I23', `${name} without a criterion, a command of its own or a person's review`);
    for (const { id, test, command } of verification) {
      const own = attempt.evidence.find(({ criterionId }) => criterionId === id);
      if (test === 'auto' && own && own.command !== command)
        this.report('I26', `${name} is proven by \`${own.command}\`, and its plan says \`${command}\``);
      const isProven =
        test === 'auto'
          ? own?.exitCode === 0
          : task.answers.some(({ criterionId, result }) => criterionId === id && result === 'pass');
      if (!isProven) this.report('I23', `${name} without proof of criterion ${id}`);
    }
  }

  private break(invariant: string, message: string): void {
    this.isBroken = true;
    this.report(invariant, message);
  }
}
