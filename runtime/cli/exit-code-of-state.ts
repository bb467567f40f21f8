import type { ExecutionStatus } from '../core/execution/execution';
import { EXIT, type ExitCode } from './exit-code';

/** The exit code that tells how an execution stands. */
export function exitCodeOfState(state: ExecutionStatus): ExitCode {
  if (state === 'succeeded') return EXIT.done;
  return state === 'failed' || state === 'cancelled' ? EXIT.notWell : EXIT.waiting;
}
