import type { LoopCall } from '../ports/loop-store';
import type { Outbox } from '../ports/outbox';
import { loopAnswer } from './loop-answer';
import type { LoopDeps } from './release-and-assign';
import type { LoopAnswer } from './runtime';

export type ReportDeps = LoopDeps & { readonly outbox: Outbox };

/** Learn's step: how many attempts were learned from, and how many are still to be. Never fails the loop for what is not learned. */
export async function reportLearning(deps: ReportDeps, call: LoopCall): Promise<LoopAnswer> {
  return report(deps, call, (counts) => ({
    learned: counts('learn', 'delivered'),
    toLearn: counts('learn', 'pending'),
  }));
}

/** Notify's step: what was sent to people so far, what is on its way, and what could not be sent. */
export async function reportNotifications(deps: ReportDeps, call: LoopCall): Promise<LoopAnswer> {
  return report(deps, call, (counts) => ({
    sent: {
      voice: counts('voice', 'delivered'),
      push: counts('push', 'delivered'),
      discord: counts('discord', 'delivered'),
    },
    notSent: counts('voice', 'dead') + counts('push', 'dead') + counts('discord', 'dead'),
  }));
}

type Counts = (topic: string, state: string) => number;

async function report(
  deps: ReportDeps,
  call: LoopCall,
  step: (counts: Counts) => Record<string, unknown>,
): Promise<LoopAnswer> {
  const { execution } = await deps.cache.refresh(call.executionId);
  const isDriving =
    execution.status === 'succeeded' || execution.status === 'failed' || execution.status === 'cancelled';
  if (!isDriving && (await deps.loops.enter(call)) === 'stale') return { type: 'stale' };
  const rows = await deps.outbox.ofExecution(call.executionId);
  const counts: Counts = (topic, state) => rows.filter((row) => row.topic === topic && row.state === state).length;
  return loopAnswer(execution, call.generation, step(counts));
}
