import type { ExecutionId } from '../ids';

/** An invariant that does not hold. */
export interface Violation {
  /** `I3`, `I13` … */
  readonly invariant: string;
  readonly executionId?: ExecutionId;
  readonly message: string;
}

/** Says that an invariant does not hold. */
export type Report = (invariant: string, message: string) => void;
