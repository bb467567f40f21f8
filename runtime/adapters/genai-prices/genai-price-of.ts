import { calcPrice } from '@pydantic/genai-prices';
import type { PriceOf } from '../../core/agent/token-usage';

/**
 * The public list prices of models, as bundled with `@pydantic/genai-prices`; nothing is fetched. Undefined for a
 * model or a service that the list does not know, such as one on this machine.
 *
 * @param baseUrl - Where the model is asked: the same model costs differently elsewhere.
 */
export function genaiPriceOf(baseUrl: string): PriceOf {
  return (model, usage) =>
    calcPrice(
      {
        input_tokens: usage.inputTokens,
        output_tokens: usage.outputTokens,
        cache_read_tokens: usage.cacheReadTokens,
        cache_write_tokens: usage.cacheWriteTokens,
      },
      model,
      { providerApiUrl: baseUrl },
    )?.total_price;
}
