import type { Log, LogFields } from '../ports/log';

/**
 * The same log, whose lines about an execution also name its conversation, where this process knows it.
 *
 * @param conversationOf - Answers at once, from memory; undefined for an execution that this process has not seen lately.
 */
export function conversationLog(log: Log, conversationOf: (executionId: string) => string | undefined): Log {
  const told = (fields: LogFields | undefined): LogFields | undefined => {
    const id = fields?.['executionId'];
    const conversationId = typeof id === 'string' ? conversationOf(id) : undefined;
    return conversationId === undefined ? fields : { ...fields, conversationId };
  };
  return {
    debug: (message, fields) => log.debug(message, told(fields)),
    info: (message, fields) => log.info(message, told(fields)),
    warn: (message, fields) => log.warn(message, told(fields)),
    error: (message, fields) => log.error(message, told(fields)),
    with: (fields) => conversationLog(log.with(told(fields) ?? fields), conversationOf),
  };
}
