import type { Scope } from '../core/handoff/scopes';

/** Makes tokens for programs that ask the gateway in a person's name, each under a label of its own. */
export interface TokenMaker {
  /**
   * A token with exactly these rights; `before`, made under the same label, is refused from then on.
   *
   * @throws {RequestError} `TOKEN_NAME_TAKEN` when a token of somebody else has that label.
   */
  make(label: string, scopes: readonly Scope[], before?: string): Promise<string>;
  /** Refuses this token from then on, and no other one of its label. Safe to repeat, also where the gateway has none of it. */
  revoke(token: string): Promise<void>;
}
