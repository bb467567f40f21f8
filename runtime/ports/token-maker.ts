import type { Scope } from '../core/handoff/scopes';

/** Makes tokens for programs that ask the gateway in a person's name, each under a label of its own. */
export interface TokenMaker {
  /**
   * A token with exactly these rights; `before`, made under the same label, is refused from then on.
   *
   * @throws {RequestError} `TOKEN_NAME_TAKEN` when a token of somebody else has that label.
   */
  make(label: string, scopes: readonly Scope[], before?: string): Promise<string>;
  /** Refuses the token of this label from then on. Safe to repeat, also where there is none. */
  revoke(label: string): Promise<void>;
}
