import { AGENT_NAMES } from '../../core/agent/agent-names';
import { RequestError } from '../../core/errors';
import type { ExecutionOptions } from '../../core/execution/execution';
import { factsOfFields } from '../../core/facts-of-fields';
import { defined } from '../../gateway/http/defined';
import { handoffOptions } from '../../gateway/http/schemas/handoff';
import { optionProblems } from './option-problems';

const MINUTE_MS = 60_000;
/** What each of them may be, in words. */
const ALLOWED: Readonly<Record<string, string>> = {
  priority: 'low, normal or high',
  agent: AGENT_NAMES.join(', '),
  base: 'the id of a commit: 7 to 64 of the digits 0-9 and a-f',
  maxParallel: 'a whole number from 1 to 256',
  release: 'rolling or barrier',
  advance: 'workflow or direct',
  onFailure: 'skip-dependents or halt',
  undeclaredWrites: 'widen or fail',
  unknownFiles: 'beside or alone',
  costCapUsd: 'a number from 0 to 100000',
  taskCostCapUsd: 'a number from 0 to 100000',
  taskTokenCap: 'a whole number from 1 to 1000000000000',
  timeoutMinutes: 'a number of minutes from 0.01 to 10080',
  retry: 'an object with maxAttempts, backoffMultiplier, whenSpent',
  'retry.maxAttempts': 'a whole number from 1 to 100',
  'retry.backoffMultiplier': 'a number from 1 to 10',
  'retry.whenSpent': 'fail or ask',
  notifications: 'an object with voice, push, discord',
  'notifications.voice': 'true or false',
  'notifications.push': 'true or false',
  'notifications.discord': 'true or false',
  channels: 'a list of voice, push, discord',
};

export type HandoffOptions = Partial<Omit<ExecutionOptions, 'projectId' | 'homeHost' | 'origin'>>;

/** The options of a hand-off over the defaults. @throws {RequestError} `OPTIONS_INVALID` naming each wrong one and what is allowed. */
export function parseOptions(
  options: unknown,
  defaults: Pick<ExecutionOptions, 'retry' | 'notifications'>,
): HandoffOptions {
  const parsed = handoffOptions.safeParse(options ?? {});
  if (!parsed.success) {
    const problems = optionProblems(options, parsed.error.issues, ALLOWED);
    throw new RequestError('OPTIONS_INVALID', `Wrong options: ${problems.map(({ message }) => message).join('; ')}`, {
      hint: `Options are: ${Object.keys(handoffOptions.shape).join(', ')}.`,
      details: factsOfFields(problems),
    });
  }
  const { timeoutMinutes, retry, notifications, channels: on, agent, ...plain } = parsed.data;
  return defined({
    ...plain,
    agent: agent === '' ? undefined : agent,
    taskTimeoutMs: timeoutMinutes === undefined ? undefined : timeoutMinutes * MINUTE_MS,
    retry: retry && { ...defaults.retry, ...defined(retry) },
    notifications:
      (notifications && { ...defaults.notifications, ...defined(notifications) }) ??
      (on && { voice: on.includes('voice'), push: on.includes('push'), discord: on.includes('discord') }),
  });
}
