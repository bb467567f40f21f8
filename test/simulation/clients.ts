import { submitPlan } from '../../runtime/app/submit-plan';
import { isNightshiftError, messageOf } from '../../runtime/core/errors';
import type { ExecutionId } from '../../runtime/core/ids';
import type { Receipt } from '../../runtime/ports/execution-store';
import { bodyOf, inlineTaskOf } from './handoffs';
import type { HandoffAnswer } from './simulated-n8n';
import type { SimulatedProcess } from './simulated-process';
import { PROJECT_DIR, type World } from './world';

const AGAIN_AFTER_MS = 2_000;

/** An answer that a client got: what it may believe for ever. */
export interface Answered {
  readonly handoff: number;
  readonly variant: string;
  readonly answer: HandoffAnswer;
}

/** Those who hand plans over: each sends the same key again until it has a receipt, and keeps every answer. */
export class Clients {
  readonly answers: Answered[] = [];
  readonly inline: ExecutionId[] = [];
  private readonly process: SimulatedProcess;
  private open = 0;

  constructor(private readonly world: World) {
    this.process = world.spawn('client', false);
  }

  get isDone(): boolean {
    return this.open === 0;
  }

  begin(): void {
    for (const [no, { atMs }] of this.world.scenario.handoffs.entries()) {
      this.open += 1;
      this.world.timeline.after(atMs, () => void this.handOver(no, ''));
    }
  }

  /** Sends it once more; with another body under the same key when it is a `variant`. */
  again(no: number, variant: string): void {
    if (this.world.scenario.handoffs[no]?.by === 'inline') return;
    this.open += 1;
    void this.handOver(no, variant);
  }

  /** The receipts of a hand-off. */
  receiptOf(no: number): Receipt | undefined {
    for (const { handoff, answer } of this.answers)
      if (handoff === no && answer.type === 'accepted') return answer.receipt;
    return undefined;
  }

  private async handOver(no: number, variant: string): Promise<void> {
    const { by } = this.world.scenario.handoffs[no]!;
    for (;;) {
      try {
        if (by === 'inline') {
          const id = await this.ask('n8n', () => this.world.n8n.inline(inlineTaskOf(this.world.scenario, no)));
          if (id !== undefined) this.inline.push(id as ExecutionId);
        } else {
          const answer = await this.ask(by === 'n8n' ? 'n8n' : 'gateway', () => this.send(no, variant));
          this.answers.push({ handoff: no, variant, answer });
        }
        this.open -= 1;
        return;
      } catch (error) {
        this.process.trace(() => `sends hand-off ${no} again: ${messageOf(error)}`);
        if (by === 'inline') {
          // Somebody's workflow failed, and is run anew by whoever owns it: another n8n execution, another task.
          this.world.network.count('inline lost');
        }
        await this.process.clock.sleep(AGAIN_AFTER_MS);
      }
    }
  }

  private ask<T>(service: string, work: () => Promise<T>): Promise<T> {
    return this.process.call({ name: `hand-off by ${service}`, service }, work);
  }

  private async send(no: number, variant: string): Promise<HandoffAnswer> {
    const { scenario, n8n } = this.world;
    const body = bodyOf(scenario, no, PROJECT_DIR, variant);
    if (scenario.handoffs[no]!.by === 'n8n') return n8n.handOff(body);
    const { gateway } = this.world;
    if (!gateway) throw new Error('no gateway is there');
    return new Promise((resolve, reject) => {
      gateway.process.onEnd(() => reject(new Error('the gateway is gone')));
      submitPlan(gateway.deps, { ...body, actor: 'client', loop: { type: 'to-start' } }).then(
        (submitted) =>
          resolve(
            submitted.type === 'accepted'
              ? { type: 'accepted', receipt: submitted.receipt }
              : { type: 'refused', code: submitted.problems[0]?.code ?? '' },
          ),
        (error: unknown) =>
          isNightshiftError(error) && error.kind === 'user'
            ? resolve({ type: 'refused', code: error.code })
            : reject(error),
      );
    });
  }
}
