import type { ExecutionStatus } from '../core/execution/execution';
import { EXIT, type ExitCode } from './exit-code';

/** The exit code that tells how an execution was left by who looked on to its end: one that goes on was left by a signal. */
export function exitCodeOfState(state: ExecutionStatus): ExitCode {
  switch (state) {
    case 'succeeded':
      return EXIT.done;
    case 'failed':
    case 'cancelled':
      return EXIT.notWell;
    case 'waiting':
    case 'paused':
      return EXIT.waiting;
    case 'queued':
    case 'running':
      return EXIT.interrupted;
  }
}

/** As `exitCodeOfState`, of one look: an execution that goes on is well. */
export function exitCodeOfLook(state: ExecutionStatus): ExitCode {
  return state === 'queued' || state === 'running' ? EXIT.done : exitCodeOfState(state);
}

/** Below the help of commands that end so. */
export const EXIT_CODES_OF_STATE = `
Exit codes: 0 it succeeded or goes on, 1 it failed or was cancelled, 5 it waits for a person or is paused;
130 a signal came before it was over. The others: nightshift --help`;
