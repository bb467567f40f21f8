/** Where, in what was sent, something is wrong: what is known of it. */
export interface ErrorPlace {
  /** The document, where there are several or the caller named one. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** JSON pointer in a body, name of a query parameter, header or setting, id of a task. */
  readonly path?: string;
}

/** One thing that is wrong, as every surface says it. */
export interface ProblemForm {
  /** Stable, in `docs/errors.md`. */
  readonly code: string;
  readonly message: string;
  readonly where?: ErrorPlace;
  /** What is allowed, where a limit was passed: in the unit that the message names. */
  readonly limit?: number;
  /** What came instead, as far as it was looked at. */
  readonly seen?: number;
  readonly hint?: string;
}

/** What a program is told of an error besides its code, words and hint. */
export interface ErrorFacts extends Pick<ProblemForm, 'where' | 'limit' | 'seen'> {
  /** Each of several things that are wrong, 50 at most. */
  readonly problems?: readonly ProblemForm[];
  /** How many there are. */
  readonly total?: number;
  /** Where something is away for a while, or came too often: send the same again then. */
  readonly retryAfterSeconds?: number;
  /** By which a request is found again in the log of the gateway. */
  readonly requestId?: string;
  /** The scope that the token lacks. */
  readonly scope?: string;
  /** The state that something is in which the request does not fit. */
  readonly state?: string;
  /** Names of the projects that there are. */
  readonly registered?: readonly string[];
  /** Files of the caller's repository that are in the way. */
  readonly files?: readonly string[];
  /** Of a hand-off that was sent and has no receipt: whether it arrived is not known. */
  readonly arrival?: 'unknown';
  /** What became of an execution that left the database. */
  readonly archive?: Readonly<Record<'status' | 'endedAt' | 'archivedAt' | 'host' | 'path', string>>;
}
