import type { Terminal } from '../../cli/terminal';

/** The terminal of this process. Colours follow NO_COLOR and FORCE_COLOR; a dumb terminal is written to line by line. */
export function processTerminal(out: NodeJS.WriteStream, err: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Terminal {
  const isInteractive = out.isTTY === true && env['TERM'] !== 'dumb';
  const isForced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  return {
    out: (text) => void out.write(text),
    err: (text) => void err.write(text),
    isInteractive,
    hasColor: !env['NO_COLOR'] && (isForced || isInteractive),
    size: () => ({ columns: out.columns || 80, rows: out.rows || 24 }),
  };
}
