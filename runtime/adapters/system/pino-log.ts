import pino, { type Logger } from 'pino';
import type { Log, LogFields } from '../../ports/log';

/** The process log: one JSON line per entry on stderr. Secrets are taken out of messages and fields by `redact`. */
export class PinoLog implements Log {
  private constructor(
    private readonly logger: Logger,
    private readonly redact: (text: string) => string,
  ) {}

  static open(options: {
    readonly level: string;
    readonly part: string;
    readonly redact: (text: string) => string;
  }): PinoLog {
    const logger = pino(
      {
        level: options.level,
        base: { part: options.part, pid: process.pid },
        timestamp: pino.stdTimeFunctions.isoTime,
      },
      pino.destination({ fd: 2, sync: true }),
    );
    return new PinoLog(logger, options.redact);
  }

  debug(message: string, fields?: LogFields): void {
    if (this.logger.isLevelEnabled('debug')) this.logger.debug(this.clean(fields), this.redact(message));
  }

  info(message: string, fields?: LogFields): void {
    this.logger.info(this.clean(fields), this.redact(message));
  }

  warn(message: string, fields?: LogFields): void {
    this.logger.warn(this.clean(fields), this.redact(message));
  }

  error(message: string, fields?: LogFields): void {
    this.logger.error(this.clean(fields), this.redact(message));
  }

  with(fields: LogFields): Log {
    return new PinoLog(this.logger.child(this.clean(fields)), this.redact);
  }

  private clean(fields: LogFields = {}): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? this.redact(value) : value]),
    );
  }
}
