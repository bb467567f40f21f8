import { canonicalJson } from '../execution/canonical-json';
import { sha256 } from '../execution/hash-event';

/** What a receipt binds together: for one key there is one plan, one body and one execution (I2). */
export interface Receipted {
  readonly executionId: string;
  readonly planId: string;
  readonly idempotencyKey: string;
  /** SHA-256 of the body as it came in. */
  readonly digest: string;
}

/** The receipt of a hand-off: SHA-256 over what it binds together, so that a change of any of it shows. */
export function receiptOf({ digest, executionId, idempotencyKey, planId }: Receipted): string {
  return sha256(canonicalJson({ digest, executionId, idempotencyKey, planId }));
}
