import { exitCodeOf } from '../cli/exit-code';
import { errorText } from '../cli/render/error-text';
import { isNightshiftError } from '../core/errors';

/** Runs a process. What ends it is said as the command line says it, with the same exit codes; a stack only for what is our mistake. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const isOurs = !isNightshiftError(error) || error.kind === 'bug';
    const stack = isOurs && error instanceof Error ? `\n${error.stack ?? ''}` : '';
    process.stderr.write(`${errorText(error)}${stack}\n`);
    process.exit(exitCodeOf(error));
  });
}
