import type { ServerResponse } from 'node:http';

/**
 * Calls once nobody reads this response any more. Whoever asked may have left while the answer was looked up: `close` came
 * then already, and comes no more.
 */
export function whenGone(response: ServerResponse, onGone: () => void): void {
  if (response.destroyed || response.socket?.destroyed === true) {
    onGone();
    return;
  }
  response.once('close', onGone);
  response.once('error', onGone);
}
