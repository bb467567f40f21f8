import type { Log } from '../ports/log';

/** The same log, and a line that cannot be written (the disk is full, the pipe is closed) is dropped: it stops nobody's work. */
export function steadyLog(log: Log): Log {
  const steady =
    (level: 'debug' | 'info' | 'warn' | 'error'): Log['info'] =>
    (message, fields) => {
      try {
        log[level](message, fields);
      } catch {
        // There is nowhere left to say it.
      }
    };
  return {
    debug: steady('debug'),
    info: steady('info'),
    warn: steady('warn'),
    error: steady('error'),
    with: (fields) => steadyLog(log.with(fields)),
  };
}
