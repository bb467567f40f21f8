/** Answers one question from the web, with sources. */
export interface Researcher {
  readonly provider: string;
  /**
   * @throws {AccessError} `RESEARCH_KEY_REJECTED`. @throws {UnavailableError} `UNAVAILABLE_RESEARCH`.
   */
  ask(question: string, signal: AbortSignal): Promise<ResearchAnswer>;
}

export interface ResearchAnswer {
  readonly answer: string;
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  readonly model: string;
  readonly costUsd: number;
}
