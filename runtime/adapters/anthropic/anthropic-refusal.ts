import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { messageOf } from '../../core/errors';
import type { ModelTurn } from '../agent-tools/model-conversation';
import { modelAway, modelRefusal, type ServiceWords } from '../agent-tools/model-refusal';

const WORDS: ServiceWords = {
  title: 'The Anthropic API',
  service: 'anthropic',
  keyHint: 'Check ANTHROPIC_API_KEY (or NIGHTSHIFT_ANTHROPIC_API_KEY, which goes first), and what the key may use.',
  creditHint: 'Add credit at https://console.anthropic.com/settings/billing.',
  modelHint: 'Set NIGHTSHIFT_ANTHROPIC_MODEL to a model that the key may use.',
  awayHint: 'check the network and NIGHTSHIFT_ANTHROPIC_BASE_URL.',
};

/** What an error of the SDK means for a task. @throws as `modelRefusal`. */
export function anthropicRefusal(error: unknown, now: Date): ModelTurn {
  if (error instanceof APIConnectionError || !(error instanceof APIError)) throw modelAway(error, WORDS);
  const message = error.apiMessage ?? messageOf(error);
  const call = {
    status: error.status as number | undefined,
    message,
    headers: Object.fromEntries(error.headers?.entries() ?? []),
    isOutOfCredit: /credit balance/i.test(message),
    cause: error,
  };
  return modelRefusal(call, WORDS, now);
}
