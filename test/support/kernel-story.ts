import { advance } from '../../runtime/core/execution/advance';
import { newExecution } from '../../runtime/core/execution/apply-event';
import { Draft } from '../../runtime/core/execution/draft';
import type { ExecutionEvent } from '../../runtime/core/execution/event';
import type {
  AttemptOutcome,
  EndedAttempt,
  Execution,
  ExecutionOptions,
  TaskState,
} from '../../runtime/core/execution/execution';
import { capacityHeld } from '../../runtime/core/execution/held-resources';
import { asExecutionId, asTaskId, asWorkerId } from '../../runtime/core/ids';
import type { ExecutionPlan } from '../../runtime/core/plan/plan';
import { type Capacity, workerKey } from '../../runtime/core/schedule/capacity';
import { planShape } from '../../runtime/core/schedule/plan-shape';

export const WORKER = asWorkerId('worker-1');
export const START = '2026-01-01T00:00:00.000Z';

export const OPTIONS: ExecutionOptions = {
  priority: 'normal',
  maxParallel: 4,
  release: 'rolling',
  advance: 'direct',
  onFailure: 'skip-dependents',
  retry: { maxAttempts: 3, firstDelayMs: 1_000, backoffMultiplier: 2, maxDelayMs: 60_000 },
  costCapUsd: 10,
  taskCostCapUsd: 5,
  taskTokenCap: 1_000_000,
  taskTimeoutMs: 60_000,
  notifications: { voice: false, push: false, discord: false },
  origin: 'hand-off',
};

/** What an attempt of a story shows. */
export interface Shown {
  readonly outcome?: AttemptOutcome;
  readonly exitCode?: number;
  readonly tree?: string;
  readonly changedFiles?: readonly string[];
  readonly absentFiles?: readonly string[];
  readonly agent?: string;
  readonly costUsd?: number;
}

/**
 * An execution that is told, step by step, what its workers and people do; everything in between is decided by the kernel,
 * as in direct mode. Time stands still unless it is moved.
 */
export class KernelStory {
  execution: Execution;
  nowMs = Date.parse(START);
  /** Before the first event. */
  readonly first: Execution;
  readonly happened: ExecutionEvent[] = [];
  private readonly shape;

  constructor(
    plan: ExecutionPlan,
    options: Partial<ExecutionOptions> = {},
    private readonly slots = 4,
  ) {
    this.shape = planShape(plan);
    this.execution = newExecution(
      asExecutionId('01900000-0000-7000-8000-0000000000ee'),
      plan,
      { ...OPTIONS, ...options },
      START,
    );
    this.first = this.execution;
    this.step(() => undefined);
  }

  /** Records what `act` says and all that follows from it. */
  step(act: (draft: Draft) => void, actor = 'test'): this {
    const draft = new Draft(this.execution, new Date(this.nowMs).toISOString(), actor);
    act(draft);
    advance(draft, this.shape, this.capacity(draft.execution), () => 0);
    this.execution = draft.execution;
    this.happened.push(...draft.events);
    return this;
  }

  start(...ids: readonly string[]): this {
    for (const id of ids) {
      const { no, token } = this.find(id);
      this.step((draft) => draft.record({ type: 'attempt-started', task: no, token, worker: WORKER, agent: 'shell' }));
    }
    return this;
  }

  end(id: string, shown: Shown = {}): this {
    const { no, token } = this.find(id);
    const attempt = this.attempt(no, token, shown);
    return this.step((draft) => draft.record({ type: 'attempt-ended', task: no, token, attempt }));
  }

  run(id: string, shown: Shown = {}): this {
    return this.start(id).end(id, shown);
  }

  pass(ms: number): this {
    this.nowMs += ms;
    return this.step(() => undefined);
  }

  /** Tasks in a status, in plan order. */
  in(status: string): string {
    return this.execution.plan.tasks
      .filter((_, no) => this.execution.tasks.at(no)!.status === status)
      .map(({ id }) => id)
      .join(' ');
  }

  find(id: string): { readonly no: number; readonly token: number; readonly state: TaskState } {
    const no = this.execution.plan.tasks.findIndex((task) => task.id === asTaskId(id));
    const state = this.execution.tasks.at(no)!;
    return { no, token: state.token, state };
  }

  private attempt(no: number, token: number, shown: Shown): EndedAttempt {
    const { verification } = this.execution.plan.tasks[no]!;
    return {
      token,
      worker: WORKER,
      agent: shown.agent ?? 'shell',
      outcome: shown.outcome ?? { type: 'done' },
      startedAt: new Date(this.nowMs).toISOString(),
      endedAt: new Date(this.nowMs).toISOString(),
      durationMs: 0,
      ...(shown.tree === undefined ? {} : { base: 'base', tree: shown.tree }),
      changedFiles: shown.changedFiles ?? [],
      ...(shown.absentFiles === undefined ? {} : { absentFiles: shown.absentFiles }),
      summary: '',
      evidence: verification
        .filter(({ test }) => test === 'auto')
        .map(({ id, command }) => ({
          criterionId: id,
          command: command!,
          exitCode: shown.exitCode ?? 0,
          outputDigest: 'digest',
          outputTail: 'said so',
          durationMs: 1,
        })),
      costUsd: shown.costUsd ?? 0,
      inputTokens: 0,
      outputTokens: 0,
      logDigest: 'digest',
    };
  }

  private capacity(execution: Execution): Capacity {
    const used = capacityHeld(execution).get(workerKey(WORKER)) ?? 0;
    const worker = {
      id: WORKER,
      host: 'here',
      capabilities: ['shell', 'claude-code', 'sandbox'],
      slots: this.slots,
      freeSlots: this.slots - used,
    };
    return { workers: [worker], globalLimit: 100, globalFree: 100, slotWaits: [] };
  }
}
