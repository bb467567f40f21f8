import { FirstThatWorksHintSender } from '../../../runtime/adapters/hints/first-that-works-hint-sender';
import { ConfigError, UnavailableError } from '../../../runtime/core/errors';
import type { Hint, HintSender } from '../../../runtime/ports/hints';
import { aHint, aWorker } from '../../contracts/hints.contract';

const way = (fails: (hint: Hint) => Error | undefined = () => undefined) => {
  const sent: Hint[] = [];
  const sender: HintSender & { readonly sent: readonly Hint[] } = {
    sent,
    send: async (hints) => {
      for (const hint of hints) {
        const error = fails(hint);
        if (error !== undefined) throw error;
        sent.push(hint);
      }
    },
    forget: async () => undefined,
    close: async () => undefined,
  };
  return sender;
};
const away = () => new UnavailableError('socket', 'away');

describe('FirstThatWorksHintSender', () => {
  it('sends by the first way alone when that works', async () => {
    const [socket, queue] = [way(), way()];
    await new FirstThatWorksHintSender([socket, queue]).send([aHint(1)]);
    expect([socket.sent.length, queue.sent.length]).toEqual([1, 0]);
  });

  it('takes the next way for those workers only whom the first does not reach', async () => {
    const [near, far] = [aWorker('near'), aWorker('far')];
    const [socket, queue] = [way((hint) => (hint.worker === far ? away() : undefined)), way()];
    await new FirstThatWorksHintSender([socket, queue]).send([aHint(1, near), aHint(2, far)]);
    expect(socket.sent.map(({ task }) => task)).toEqual([1]);
    expect(queue.sent.map(({ task }) => task)).toEqual([2]);
  });

  it('fails when no way works, having tried for every worker', async () => {
    const queue = way((hint) => (hint.task === 1 ? away() : undefined));
    const sender = new FirstThatWorksHintSender([way(away), queue]);
    await expect(sender.send([aHint(1, aWorker('a')), aHint(2, aWorker('b'))])).rejects.toMatchObject({
      kind: 'transient',
    });
    expect(queue.sent.map(({ task }) => task)).toEqual([2]);
  });

  it('hides no error that waiting does not cure', async () => {
    const wrong = new ConfigError('SOCKET_PATH', 'wrong');
    await expect(new FirstThatWorksHintSender([way(() => wrong), way()]).send([aHint(1)])).rejects.toBe(wrong);
  });
});
