/** Sends one JSON body to one address. For what leaves by HTTP and needs no answer but its status. */
export interface HttpPoster {
  /**
   * Posts once: no redirects, no cookies, at most 10 s, at most 4 KiB of the reply. Every status is an answer.
   * @throws {UnavailableError} `UNAVAILABLE_<service>` when there was no answer. When `signal` aborts: its reason.
   */
  post(request: HttpPost, signal: AbortSignal): Promise<HttpReply>;
}

export interface HttpPost {
  /** For errors, which never name the address: it may carry a token. */
  readonly service: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface HttpReply {
  readonly status: number;
  /** What the other side asks to wait, at most an hour; absent when it does not say so or says nonsense. */
  readonly retryAfterMs?: number;
  /** The start of a reply that is no success; empty for a success. */
  readonly text: string;
}
