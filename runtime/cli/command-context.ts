import type { CliDeps } from './cli-deps';
import type { ExitCode } from './exit-code';

/** What a command is made with. */
export interface CommandContext {
  readonly deps: CliDeps;
  /** As they were typed, the command's name first. */
  readonly args: readonly string[];
  /** Sets what the process exits with, unless the command throws. */
  readonly exitWith: (code: ExitCode) => void;
}
