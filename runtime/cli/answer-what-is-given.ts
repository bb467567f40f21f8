import { isNightshiftError } from '../core/errors';
import type { AnswerRequest } from '../core/report/requests';
import type { ExecutionStatusView } from '../core/report/views';
import { endsByItself } from '../core/verify/self-ending-pause';
import type { CliDeps } from './cli-deps';
import type { GatewayClient } from './gateway-client';
import { answerTo, type GivenAnswer } from './given-answers';

export interface AnsweringHow {
  readonly given: readonly GivenAnswer[];
  /** What nobody said beforehand is answered with yes, by the actor `example`. */
  readonly answersItself: boolean;
  /** Nobody is there to answer the rest. */
  readonly isUnattended: boolean;
  /** Everything stops when the command ends: a pause that ends by itself is waited for, as it would not end then. */
  readonly isStoppedAfter: boolean;
}

/** Answers questions as it was told to. Nobody there and nothing told: there is nothing left to wait for. */
export async function answerWhatIsGiven(
  deps: Pick<CliDeps, 'actor'>,
  gateway: Pick<GatewayClient, 'answer'>,
  status: ExecutionStatusView,
  how: AnsweringHow,
): Promise<'go-on' | 'stop'> {
  let open = 0;
  for (const question of status.questions) {
    const { taskId, criterionId } = question;
    const result = answerTo(question, how.given)?.result ?? (how.answersItself ? 'pass' : undefined);
    const actor = how.answersItself ? 'example' : deps.actor;
    if (result === undefined) open += 1;
    else await answerOnce(gateway, status.executionId, { taskId, criterionId, result }, actor, deps.actor);
  }
  const isPaused = status.state === 'paused' && !(how.isStoppedAfter && endsByItself(status.reason));
  const isStuck = isPaused || (status.state === 'waiting' && open > 0);
  return isStuck && how.isUnattended ? 'stop' : 'go-on';
}

/**
 * Somebody else may have answered since the look. An example that a person changed, or gave another agent, is no example
 * of ours any more: it is answered in the person's name.
 */
async function answerOnce(
  gateway: Pick<GatewayClient, 'answer'>,
  executionId: string,
  answer: AnswerRequest,
  actor: string,
  person: string,
): Promise<void> {
  try {
    await gateway.answer(executionId, answer, actor);
  } catch (error) {
    if (isNightshiftError(error) && error.code === 'ACTOR_REFUSED' && actor !== person)
      return answerOnce(gateway, executionId, answer, person, person);
    if (!isNightshiftError(error) || error.code !== 'ANSWER_NOT_ASKED') throw error;
  }
}
