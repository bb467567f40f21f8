import type { ExecutionPlan } from '../plan/plan';
import { canonicalJson } from './canonical-json';
import type { ExecutionOptions } from './execution';
import { sha256 } from './hash-event';

/** Plan and options as they are stored, and what proves that they are. */
export interface SubmittedInput {
  readonly plan: string;
  readonly options: string;
  /** SHA-256 in hex of both, one behind the other; stands in the first event, and so in the hash chain. */
  readonly digest: string;
}

/** What an execution starts from, in bytes: equal plans and options give equal ones. */
export function submittedInput(plan: ExecutionPlan, options: ExecutionOptions): SubmittedInput {
  const texts = { plan: canonicalJson(plan), options: canonicalJson(options) };
  return { ...texts, digest: sha256(texts.plan + texts.options) };
}
