/** Turns text into a vector; near in meaning is near in cosine. Text comes redacted. */
export interface Embedder {
  /** Name and version; patterns are embedded again when it changes. */
  readonly model: string;
  readonly dimensions: number;
  /** One vector of length 1 per text, in order. @throws {UnavailableError} `UNAVAILABLE_EMBEDDINGS`. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}
