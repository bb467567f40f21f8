import type { Execution } from '../core/execution/execution';
import type { Hint } from '../ports/hints';

/** What the worker itself does next: started in the transition that ended something, so nobody needs to be told. */
export interface Attached {
  /** False once this worker takes nothing more. */
  readonly takesMore: () => boolean;
  /** Begins what is started; never waits. */
  readonly begin: (hint: Hint, started: Execution) => void;
}
