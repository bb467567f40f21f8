import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOver } from '../../runtime/core/execution/execution';
import type { HandoffReply } from '../../runtime/core/handoff/handoff-reply';
import { Random } from '../simulation/random';
import type { Nightshift } from '../support/nightshift';
import { lookAfter } from './person';
import { type LoadPlan, makePlan, PLAN_KINDS } from './plans';

/** A plan that was accepted: what its sender knows. */
export interface Handed {
  readonly plan: LoadPlan;
  readonly key: string;
  readonly receipt: HandoffReply;
  readonly executionId: string;
  /** Absent: it runs in empty folders. */
  readonly repo?: string;
}

/** Milliseconds between two looks at the open plans. */
const LOOK_EVERY_MS = 700;

/** Keeps some plans open, hands over the next one when one is over, and looks after all of them as a person would. */
export class Load {
  readonly handed: Handed[] = [];
  /** What people had to do, by kind. */
  readonly help = new Map<string, number>();
  /** Goes up with every event that is seen of any plan. */
  progress = 0;
  private readonly seen = new Map<string, number>();
  private readonly open = new Set<Handed>();
  private readonly random: Random;
  private handingOver = 0;
  private no = 0;
  private isGoingOn = true;
  private readonly failures: unknown[] = [];

  constructor(
    private readonly nightshift: Nightshift,
    seed: number,
    private readonly side: { readonly openPlans: number; readonly repositories: readonly string[] },
  ) {
    this.random = new Random(seed);
  }

  /** Works until `stop` was called and every plan is over, or `signal` says that it took too long. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.isGoingOn || this.handingOver > 0 || this.open.size > 0)) {
      while (this.isGoingOn && this.open.size + this.handingOver < this.side.openPlans) this.handOver(signal);
      await Promise.all([...this.open].map((one) => this.look(one)));
      if (this.failures.length > 0) throw this.failures[0];
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** No more plans from here on. */
  stop(): void {
    this.isGoingOn = false;
  }

  get unfinished(): readonly Handed[] {
    return [...this.open];
  }

  private handOver(signal: AbortSignal): void {
    this.handingOver += 1;
    const plan = makePlan(this.random, PLAN_KINDS[this.no++ % PLAN_KINDS.length]!);
    const repo = plan.isInRepository ? this.random.pick(this.side.repositories) : undefined;
    void this.deliver(plan, repo, signal)
      .then((handed) => {
        if (!handed) return;
        this.handed.push(handed);
        this.open.add(handed);
      })
      .catch((error: unknown) => this.failures.push(error))
      .finally(() => {
        this.handingOver -= 1;
      });
  }

  /** Sends the same key until there is a receipt, as a sender must. */
  private async deliver(plan: LoadPlan, repo: string | undefined, signal: AbortSignal): Promise<Handed | undefined> {
    const key = randomUUID();
    const more = repo === undefined ? {} : { repo };
    while (!signal.aborted) {
      try {
        const receipt = await this.nightshift.handOff(plan.text, { key, ...more, ...plan.options });
        return { plan, key, receipt, executionId: receipt.executionId, ...more };
      } catch (error) {
        if (!isForLater(error)) throw error;
        await sleep(LOOK_EVERY_MS);
      }
    }
    return undefined;
  }

  private async look(handed: Handed): Promise<void> {
    try {
      const { lastSeq, state } = await this.nightshift.gateway.status(handed.executionId);
      this.progress += lastSeq - (this.seen.get(handed.executionId) ?? 0);
      this.seen.set(handed.executionId, lastSeq);
      const done = await lookAfter(this.nightshift, handed);
      if (done) this.help.set(done, (this.help.get(done) ?? 0) + 1);
      else if (isOver(state)) this.open.delete(handed);
    } catch (error) {
      // What was killed does not answer for a while; an answer may also come too late for its question.
      if (!isForLater(error) && !isTooLate(error)) throw error;
    }
  }
}

const kindOf = (error: unknown): unknown => (error as { readonly kind?: unknown }).kind;
const codeOf = (error: unknown): string => String((error as { readonly code?: unknown }).code);
const isForLater = (error: unknown): boolean =>
  kindOf(error) === 'transient' || codeOf(error).startsWith('UNAVAILABLE');
const isTooLate = (error: unknown): boolean => ['ANSWER_NOT_ASKED', 'CONTROL_REFUSED'].includes(codeOf(error));
