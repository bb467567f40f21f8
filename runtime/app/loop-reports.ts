import { isOver } from '../core/execution/execution';
import type { LoopCall } from '../ports/loop-store';
import type { Outbox, OutboxState } from '../ports/outbox';
import { loopAnswer } from './loop-answer';
import type { LoopDeps } from './release-and-assign';
import type { LoopAnswer } from './runtime';

export type ReportDeps = LoopDeps & { readonly outbox: Pick<Outbox, 'ofExecution'> };

/** Of a final report: more reasons are not named, they repeat themselves. */
const MOST_REASONS = 20;

/**
 * Learn's step: from how many attempts of the execution was learned so far, and from how many not yet or never. Never fails
 * the loop for what is not learned.
 *
 * @param isFinal - Names also why, for what will never be learned.
 */
export async function reportLearning(deps: ReportDeps, call: LoopCall, isFinal = false): Promise<LoopAnswer> {
  return report(deps, call, ({ count, reasons }) => ({
    learned: count('learn', 'delivered'),
    toLearn: count('learn', 'pending'),
    notLearned: count('learn', 'dead'),
    ...(isFinal ? { reasons: reasons(['learn']) } : {}),
  }));
}

/**
 * Notify's step: what was sent to people of the execution so far, what is on its way, and what could not be sent.
 *
 * @param isFinal - Names also why, for what will never be sent.
 */
export async function reportNotifications(deps: ReportDeps, call: LoopCall, isFinal = false): Promise<LoopAnswer> {
  return report(deps, call, ({ count, reasons }) => {
    const of = (state: OutboxState['state']) => ({
      voice: count('voice', state),
      push: count('push', state),
      discord: count('discord', state),
    });
    const sum = ({ voice, push, discord }: ReturnType<typeof of>) => voice + push + discord;
    return {
      sent: of('delivered'),
      toSend: sum(of('pending')),
      notSent: sum(of('dead')),
      ...(isFinal ? { reasons: reasons(['voice', 'push', 'discord']) } : {}),
    };
  });
}

interface Found {
  readonly count: (topic: string, state: OutboxState['state']) => number;
  /** `<topic>: <reason>` of what is dead, each once. */
  readonly reasons: (topics: readonly string[]) => readonly string[];
}

async function report(
  deps: ReportDeps,
  call: LoopCall,
  step: (found: Found) => Record<string, unknown>,
): Promise<LoopAnswer> {
  const { execution } = await deps.cache.refresh(call.executionId);
  if (!isOver(execution.status) && (await deps.loops.enter(call)) === 'stale') return { type: 'stale' };
  const rows = await deps.outbox.ofExecution(call.executionId);
  const found: Found = {
    count: (topic, state) => rows.filter((row) => row.topic === topic && row.state === state).length,
    reasons: (topics) => {
      const dead = rows.filter(({ topic, state }) => state === 'dead' && topics.includes(topic));
      return [...new Set(dead.map(({ topic, error = 'unknown' }) => `${topic}: ${error}`))].slice(0, MOST_REASONS);
    },
  };
  return loopAnswer(execution, call.generation, step(found));
}
