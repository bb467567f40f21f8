import { isNightshiftError, messageOf, type UnavailableError } from '../core/errors';
import type { AttemptOutcome, EndedAttempt } from '../core/execution/execution';
import type { AgentResult, AgentUsage } from '../ports/agent';

/** What is known of the end of an attempt; what is absent was not come to. */
export type KnownEnd = Partial<
  Pick<EndedAttempt, 'base' | 'tree' | 'changedFiles' | 'absentFiles' | 'ignored' | 'evidence'>
> &
  Partial<Pick<AgentResult, 'summary' | 'usage' | 'sessionId'>> & { readonly outcome: AttemptOutcome };

/** What an agent's result means for its attempt. */
export function outcomeOf(result: AgentResult): AttemptOutcome {
  switch (result.type) {
    case 'done':
      return { type: 'done' };
    case 'failed':
      return { type: 'failed', code: result.code, message: result.message };
    case 'limit-reached':
      return { type: 'limit-reached', until: result.until, message: result.message };
    case 'aborted':
      return { type: 'failed', code: 'AGENT_ABORTED', message: 'The attempt was stopped.' };
  }
}

/** The outcome without secrets: it goes into a log that nobody can change any more. */
export function redacted(redact: (text: string) => string, outcome: AttemptOutcome): AttemptOutcome {
  return outcome.type === 'done' ? outcome : { ...outcome, message: redact(outcome.message) };
}

/**
 * What an error means for its attempt. What is away for a while is not the task's fault: it waits, and loses no try.
 * What was spent counts all the same.
 */
export function failureOf(error: unknown, now: Date): KnownEnd {
  if (!isNightshiftError(error)) return { outcome: { type: 'failed', code: 'BUG_ATTEMPT', message: messageOf(error) } };
  const message = error.hint ? `${error.message}. ${error.hint}` : error.message;
  const usage = error.details['usage'] as AgentUsage | undefined;
  const spent = usage === undefined ? {} : { usage };
  if (error.kind !== 'transient') return { ...spent, outcome: { type: 'failed', code: error.code, message } };
  const waitMs = (error as UnavailableError).retryAfterMs ?? 0;
  return { ...spent, outcome: { type: 'away', until: new Date(now.getTime() + waitMs).toISOString(), message } };
}
