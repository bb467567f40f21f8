import { conversationLog } from '../runtime/main/conversation-log';
import type { Log, LogFields } from '../runtime/ports/log';
import { verifies } from './support/verifies';

it(`lines about an execution name its conversation too${verifies('R-85')}`, () => {
  const lines: (LogFields | undefined)[] = [];
  const write = (_: string, fields?: LogFields) => void lines.push(fields);
  const plain: Log = { debug: write, info: write, warn: write, error: write, with: () => plain };
  const log = conversationLog(plain, (id) => (id === 'known' ? 'c-1' : undefined));
  log.info('it begins', { executionId: 'known', task: 'a' });
  log.warn('it is odd', { executionId: 'unknown' });
  log.error('it has no execution');
  log.with({ part: 'x' }).info('it goes on', { executionId: 'known' });
  expect(lines).toEqual([
    { executionId: 'known', task: 'a', conversationId: 'c-1' },
    { executionId: 'unknown' },
    undefined,
    { executionId: 'known', conversationId: 'c-1' },
  ]);
});
