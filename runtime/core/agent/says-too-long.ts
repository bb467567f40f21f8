/**
 * True for the answer of a model service that the conversation does not fit the model's context.
 *
 * Source: Anthropic `prompt is too long`, OpenAI `context_length_exceeded`, vLLM and llama.cpp `maximum context length`.
 */
export function saysTooLong(status: number | undefined, message: string): boolean {
  if (status !== 400 && status !== 413) return false;
  return /prompt is too long|context.{0,10}(?:length|size|window)|too many (?:input )?tokens|exceeds? .{0,40}context/i.test(
    message,
  );
}
