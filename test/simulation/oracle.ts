import { fsck } from '../../runtime/app/fsck';
import { EXECUTION_INVARIANTS } from '../../runtime/core/execution/check-invariants';
import type { ExecutionEvent } from '../../runtime/core/execution/event';
import { type AttemptRef, type Execution, isOver } from '../../runtime/core/execution/execution';
import { LEASE_MS } from '../../runtime/core/execution/held-resources';
import type { WorkerId } from '../../runtime/core/ids';
import type { HostPlaces } from '../../runtime/ports/host-places';
import type { HeldLease } from '../../runtime/ports/worker-store';
import { BASE } from './simulated-git';
import type { World } from './world';

/** An invariant that did not hold in a run. */
export interface Found {
  readonly invariant: string;
  readonly message: string;
}

/** Invariants that a run checks: those of `fsck`, and those that need a witness. */
export const CHECKED_BY_SIMULATION: readonly string[] = [
  ...new Set([...EXECUTION_INVARIANTS, 'I8', 'I17', 'I18']),
].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

const MOST_FOUND = 20;
const ROUNDING_USD = 1e-6;
/** Milliseconds by which a process may be wrong about the database's time, and by which what it decided may come late. */
const CLOCK_ERROR_MS = 1_000;
const LATE_MS = 3 * 60_000;
const WATCH_EVERY_MS = 30_000;
/** Milliseconds for which an execution may stand still: a lease, and some turns of pollers that sleep long. */
const STILL_MS = 150_000;
/** Of a stall or a cut that began last. */
const LONGEST_FAULT_MS = 90_000;

/** What must hold of a run: `fsck` on what is stored, and what only a witness of the whole run can know. */
export class Oracle {
  readonly found: Found[] = [];
  /** Evidence digests of completed tasks, as they were first seen, by execution, epoch and task. */
  private readonly completed = new Map<string, string>();
  /** How far each log was read, and what stood there. */
  private readonly read = new Map<string, { readonly count: number; readonly hash: string }>();

  constructor(private readonly world: World) {}

  report(invariant: string, message: string): void {
    if (this.found.length >= MOST_FOUND) return;
    this.world.network.trace(() => `VIOLATION ${invariant} ${message}`);
    this.found.push({ invariant, message });
  }

  /** Once nothing goes wrong any more, nothing may stand still although something could be done; no lease is ever a long one. */
  watch(): void {
    this.world.timeline.after(WATCH_EVERY_MS, () => {
      this.lookAtLeases();
      if (this.world.network.isQuiet) this.lookAtProgress();
      this.watch();
    });
  }

  /** I7: whoever is told that it still holds an attempt has the newest token of its task. */
  lookAtRenewal(worker: WorkerId, current: readonly HeldLease[]): void {
    for (const { executionId, task, token } of current) {
      const now = this.world.execution(executionId)?.tasks.at(task);
      if (now?.token !== token || now.worker !== worker)
        this.report(
          'I7',
          `${worker} renewed task ${task} of ${executionId} with token ${token}, and it is ${now?.token}`,
        );
    }
  }

  /** I21: a lease ends by the database's clock, whatever that of whoever took it says. */
  private lookAtLeases(): void {
    const { database, timeline } = this.world;
    for (const { executionId, task, untilMs } of database.leases.values())
      if (untilMs > timeline.nowMs + LEASE_MS)
        this.report(
          'I21',
          `The lease of task ${task} of ${executionId} lasts until ${new Date(untilMs).toISOString()}`,
        );
  }

  /** Looks at what is stored now. */
  async look(places?: HostPlaces): Promise<void> {
    const { violations } = await fsck({ moments: this.world.stores.moments, ...(places ? { places } : {}) });
    for (const { invariant, message } of violations) this.report(invariant, message);
    for (const execution of this.world.executions) this.lookAtCompleted(execution);
    for (const { execution, events } of this.world.database.executions.values()) this.lookAtLog(execution.id, events);
  }

  async lookAtTheEnd(): Promise<void> {
    await this.look(this.world.git);
    this.lookAtReceipts();
    this.lookAtSinks();
    for (const execution of this.world.executions) {
      this.lookAtWork(execution);
      this.lookAtCost(execution);
    }
  }

  /** I22: nothing counts twice; what is missing was spent by an attempt whose worker never said so. */
  private lookAtCost({ id, costUsd, owing = [] }: Execution): void {
    const spent = this.world.spent.get(id) ?? 0;
    if (costUsd > spent + ROUNDING_USD)
      this.report('I22', `${id} says that it cost ${costUsd} USD, and its agents spent ${spent}`);
    const key = ({ task, token }: AttemptRef): string => `${task}:${token}`;
    if (new Set(owing.map(key)).size < owing.length)
      this.report('I22', `${id} waits twice for the cost of one attempt`);
  }

  /** Says what is not over although nothing went wrong for so long. */
  reportOpen(): void {
    const { world } = this;
    if (!world.clients.isDone) this.report('I1', 'A hand-off was never answered');
    for (const { id, status, reason, tasks } of world.executions) {
      if (isOver(status)) continue;
      const words = tasks.map((task, no) => `${no} ${task.status} token ${task.token} ${task.worker ?? ''}`);
      this.report('I3', `${id} is ${status} (${reason ?? ''}) and does not end: ${words.join('; ')}`);
    }
    for (const { message, state, tries, error } of world.database.outbox.values())
      if (state === 'pending')
        this.report('I15', `${message.key} was tried ${tries} times and does not end: ${error ?? ''}`);
  }

  /** I17: what is ready is begun soon, whatever became of hints and wakes. While others work it may have to wait for them. */
  private lookAtProgress(): void {
    const { timeline, database, scenario } = this.world;
    const calmMs = scenario.startMs + scenario.faultsForMs + LONGEST_FAULT_MS;
    let dueMs = calmMs;
    for (const { execution, events } of database.executions.values()) {
      dueMs = Math.max(dueMs, Date.parse(events.at(-1)?.at ?? ''));
      for (const { dueAt } of execution.tasks) if (dueAt !== undefined) dueMs = Math.max(dueMs, Date.parse(dueAt));
    }
    if (timeline.nowMs <= dueMs + STILL_MS || database.capacity.get('global')?.used !== 0) return;
    for (const { id, status } of this.world.executions)
      if (status === 'running') this.report('I17', `${id} stands still since ${new Date(dueMs).toISOString()}`);
  }

  /** I19: what is completed stays as it is, until a person opens it again in another epoch. */
  private lookAtCompleted({ id, epoch, tasks }: Execution): void {
    for (const [no, { status, attempt, commit, token }] of tasks.entries()) {
      const key = `${id}/${epoch}/${no}`;
      const known = this.completed.get(key);
      const now = status === 'completed' ? `${token} ${attempt?.token} ${attempt?.logDigest} ${commit}` : undefined;
      if (known !== undefined && known !== now)
        this.report('I19', `Task ${no} of ${id} was completed as ${known}, and is ${now}`);
      if (now !== undefined) this.completed.set(key, now);
    }
  }

  /** I14, I21: a log only grows, and its times are the database's, whatever the clocks of processes say. */
  private lookAtLog(id: string, events: readonly ExecutionEvent[]): void {
    const read = this.read.get(id) ?? { count: 0, hash: '' };
    if (read.count > 0 && events[read.count - 1]?.hash !== read.hash)
      this.report('I14', `Event ${read.count} of ${id} is another one than was read before`);
    this.read.set(id, { count: events.length, hash: events.at(-1)?.hash ?? '' });
    const nowMs = this.world.timeline.nowMs;
    let newestMs = 0;
    for (const { seq, at } of events.slice(Math.max(0, read.count - 1))) {
      const atMs = Date.parse(at);
      if (atMs > nowMs + CLOCK_ERROR_MS || atMs < newestMs - LATE_MS)
        this.report('I21', `Event ${seq} of ${id} is dated ${at}`);
      newestMs = Math.max(newestMs, atMs);
    }
  }

  /** I1, I2: who has a receipt has a plan, the same one each time; another body under the same key is refused. */
  private lookAtReceipts(): void {
    const { clients, database } = this.world;
    const accepted = new Map<number, { readonly receipt: string; readonly variant: string }>();
    for (const { handoff, variant, answer } of clients.answers) {
      if (answer.type === 'refused') continue;
      const { executionId, receipt, sha256: digest } = answer.receipt;
      const stored = database.executions.get(executionId);
      if (stored?.receipt.receipt !== receipt || stored.receipt.sha256 !== digest)
        this.report('I1', `Hand-off ${handoff} has receipt ${receipt} of ${executionId}, which is not stored so`);
      const first = accepted.get(handoff);
      if (first && (first.receipt !== receipt || first.variant !== variant))
        this.report('I2', `Hand-off ${handoff} was accepted twice: ${first.receipt}, ${receipt}`);
      accepted.set(handoff, { receipt, variant });
    }
    for (const { handoff, variant, answer } of clients.answers) {
      const isOther = accepted.get(handoff)?.variant !== variant;
      if (answer.type === 'refused' && !(isOther && answer.code === 'HANDOFF_KEY_REUSED'))
        this.report('I2', `Hand-off ${handoff} was refused with ${answer.code}`);
    }
  }

  /** I15: nothing reaches people that no committed event caused. */
  private lookAtSinks(): void {
    const { sinks, database } = this.world;
    const keys = new Map([...database.outbox.values()].map(({ message, state }) => [message.key, state]));
    for (const key of sinks.received.keys()) {
      if (!keys.has(key)) this.report('I15', `${key} was told, and there is no such message`);
    }
    for (const [key, state] of keys) {
      const isTold = sinks.received.has(key) || /:(learn|deliver)$/.test(key);
      if (state === 'delivered' && !isTold) this.report('I15', `${key} counts as delivered, and nobody got it`);
    }
  }

  /** I8, I9, I23: what is merged is what was proven, on top of all that it depends on. */
  private lookAtWork({ id, plan, tasks, tip, options, branch, epoch }: Execution): void {
    const { git } = this.world;
    if (options.projectId === undefined) return;
    const numbers = new Map(plan.tasks.map((task, no) => [task.id, no]));
    for (const [no, task] of plan.tasks.entries()) {
      const { status, attempt, commit } = tasks.at(no)!;
      if (status !== 'completed' || !attempt || commit === undefined) continue;
      const work = git.workIn(commit, task.id);
      if (work?.token !== attempt.token)
        this.report('I8', `Commit ${commit} has not the work of attempt ${attempt.token} of ${task.id}`);
      const isProven = task.verification.some(({ test }) => test === 'auto');
      if (isProven && work && !work.isGood) this.report('I23', `${task.id} of ${id} is complete, and its work is bad`);
      if (tip !== undefined && !git.isAncestor(commit, tip))
        this.report('I8', `The tip ${tip} lacks ${commit} of ${task.id}`);
      for (const dependency of task.dependencies) {
        const before = tasks.at(numbers.get(dependency)!)!.commit;
        if (before !== undefined && !git.isAncestor(before, attempt.base ?? BASE))
          this.report('I9', `${task.id} of ${id} began on ${attempt.base}, which lacks ${before} of ${dependency}`);
      }
    }
    const ref = git.refs.get(id);
    // Before the first merge the branch may not be there yet: a death between the base's commit and the ref is mended by that merge.
    const isUnborn = ref === undefined && tip === BASE;
    if (tip !== undefined && ref !== tip && !isUnborn)
      this.report('I8', `The integration branch of ${id} stands at ${ref}, and its tip is ${tip}`);
    if (branch !== undefined && git.branches.get(branch) !== tip)
      this.report('I8', `The branch ${branch} (epoch ${epoch}) has ${git.branches.get(branch)}, and the tip is ${tip}`);
  }
}
