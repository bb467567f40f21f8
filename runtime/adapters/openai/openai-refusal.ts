import { APIConnectionError, APIError } from 'openai';
import { messageOf } from '../../core/errors';
import type { ModelTurn } from '../agent-tools/model-conversation';
import { modelAway, modelRefusal, type ServiceWords } from '../agent-tools/model-refusal';

const WORDS: ServiceWords = {
  title: 'The model service',
  service: 'openai',
  keyHint: 'Check OPENAI_API_KEY (or NIGHTSHIFT_OPENAI_API_KEY, which goes first) and NIGHTSHIFT_OPENAI_BASE_URL.',
  creditHint:
    'Add credit to the account of the key, or set OPENAI_API_KEY (or NIGHTSHIFT_OPENAI_API_KEY) to another key.',
  modelHint: 'Check NIGHTSHIFT_OPENAI_MODEL and NIGHTSHIFT_OPENAI_BASE_URL (it ends before /chat/completions).',
  awayHint: 'check the network and NIGHTSHIFT_OPENAI_BASE_URL.',
};

/** What an error of the SDK means for a task. @throws as `modelRefusal`. */
export function openaiRefusal(error: unknown, now: Date): ModelTurn {
  if (error instanceof APIConnectionError || !(error instanceof APIError)) throw modelAway(error, WORDS);
  const call = {
    status: error.status as number | undefined,
    message: messageOf(error),
    headers: Object.fromEntries(error.headers?.entries() ?? []),
    isOutOfCredit: error.code === 'insufficient_quota',
    cause: error,
  };
  return modelRefusal(call, WORDS, now);
}
