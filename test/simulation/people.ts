import { answerTask } from '../../runtime/app/answer-question';
import { controlExecution } from '../../runtime/app/control-execution';
import { rollBackExecution } from '../../runtime/app/roll-back-execution';
import { isNightshiftError } from '../../runtime/core/errors';
import type { Execution } from '../../runtime/core/execution/execution';
import { Random, seedOf } from './random';
import type { Fault } from './scenario';
import type { SimulatedProcess } from './simulated-process';
import type { World } from './world';

type Deed = Extract<Fault, { readonly type: 'person' }>['does'];

const LOOK_EVERY_MS = 15_000;
const AGAIN_AFTER_MS = 3_000;

/** People: they pause, resume, cancel, retry and answer, and once nothing goes wrong any more they see to what waits for them. */
export class People {
  /** Acknowledged cancels. */
  readonly cancelled = new Set<string>();
  private readonly process: SimulatedProcess;
  private readonly random: Random;
  /** Of its own: whether a pause stops what runs. */
  private readonly stopping: Random;

  constructor(private readonly world: World) {
    this.process = world.spawn('person', false);
    this.random = new Random(seedOf(world.scenario.seed, 'people'));
    this.stopping = new Random(seedOf(world.scenario.seed, 'stopping'));
  }

  act(does: Deed, handoff: number): void {
    if (does === 'hand-off-again') {
      this.world.clients.again(handoff, this.random.chance(0.3) ? ' other' : '');
      return;
    }
    const id = this.world.clients.receiptOf(handoff)?.executionId ?? this.world.clients.inline[0];
    const execution = id && this.world.execution(id);
    if (!execution) return;
    if (does === 'answer') this.answerAll(execution);
    else if (does === 'stop-workflow') {
      const loop = this.world.database.loops.get(execution.id);
      if (loop?.n8nExecutionId !== undefined) this.world.n8n.cancel(loop.n8nExecutionId);
    } else if (does === 'rollback') void this.insist(() => this.rollBack(execution));
    else void this.insist(() => this.control(execution, does));
  }

  /** From the end of the faults on, somebody answers every question and resumes whatever is paused. */
  watch(): void {
    const look = (): void => {
      if (this.world.network.isQuiet) {
        for (const execution of this.world.executions) {
          if (execution.status === 'paused') void this.control(execution, 'resume').catch(() => undefined);
          else this.answerAll(execution);
        }
      }
      this.world.timeline.after(LOOK_EVERY_MS, look);
    };
    this.world.timeline.after(LOOK_EVERY_MS, look);
  }

  private answerAll({ id, plan, tasks }: Execution): void {
    for (const [no, { status, question }] of tasks.entries()) {
      if (status !== 'waiting') continue;
      for (const criterionId of question?.criteria ?? []) {
        const result = this.random.chance(0.8) ? 'pass' : 'fail';
        const answer = {
          executionId: id,
          taskId: plan.tasks[no]!.id,
          criterionId,
          result,
          actor: 'person:ada',
        } as const;
        void this.ask((deps) => answerTask(deps, answer)).catch(() => undefined);
      }
    }
  }

  private async control({ id }: Execution, action: 'pause' | 'resume' | 'cancel' | 'retry'): Promise<void> {
    const stopsRunning = action === 'pause' && this.stopping.chance(0.5);
    await this.ask((deps) => controlExecution(deps, { executionId: id, action, actor: 'person:ada', stopsRunning }));
    if (action === 'cancel') this.cancelled.add(id);
    this.process.trace(() => `was told that ${action} of ${id} is done`);
  }

  /** Back to any of the tasks that are completed. */
  private async rollBack({ id, plan, tasks }: Execution): Promise<void> {
    const completed = plan.tasks.filter((_, no) => tasks.at(no)?.status === 'completed' && tasks.at(no)?.token !== 0);
    if (completed.length === 0) return;
    const taskId = this.random.pick(completed).id;
    await this.ask((deps) => rollBackExecution(deps, { executionId: id, taskId, actor: 'person:ada' }));
    this.process.trace(() => `was told that ${id} is back at ${taskId}`);
  }

  /** Asks again until it is answered, also with a refusal. */
  private async insist(ask: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await ask();
        return;
      } catch (error) {
        if (isNightshiftError(error) && error.kind === 'user') return;
        await this.process.clock.sleep(AGAIN_AFTER_MS);
      }
    }
  }

  private ask<T>(what: (deps: NonNullable<World['gateway']>['deps']) => Promise<T>): Promise<T> {
    return this.process.call({ name: 'control', service: 'gateway' }, async () => {
      const { gateway } = this.world;
      if (!gateway) throw new Error('no gateway is there');
      return new Promise<T>((resolve, reject) => {
        gateway.process.onEnd(() => reject(new Error('the gateway is gone')));
        what(gateway.deps).then(resolve, reject);
      });
    });
  }
}
