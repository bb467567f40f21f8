import { existsSync, statSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { basename, dirname } from 'node:path';
import { FOLDER_PREFIX } from '../../../runtime/adapters/sandbox/private-folder';
import { SocketHintReceiver } from '../../../runtime/adapters/socket/socket-hint-receiver';
import { SocketHintSender } from '../../../runtime/adapters/socket/socket-hint-sender';
import type { WorkerId } from '../../../runtime/core/ids';
import type { HintReceiver } from '../../../runtime/ports/hints';
import { aHint, aWorker, hintsContract, inbox } from '../../contracts/hints.contract';

hintsContract('socket', { doesWait: false }, async () => {
  const addresses = new Map<WorkerId, string>();
  const sockets = new SocketHintReceiver();
  const receiver: HintReceiver = {
    listen: async (worker, onHint) => {
      const listening = await sockets.listen(worker, onHint);
      addresses.set(worker, listening.address!);
      return listening;
    },
  };
  return {
    sender: new SocketHintSender(async (worker) => addresses.get(worker)),
    receiver,
    close: async () => undefined,
  };
});

describe('SocketHintReceiver', () => {
  it('listens in a folder that only its user may enter, and leaves nothing behind', async () => {
    const listening = await new SocketHintReceiver().listen(aWorker(), () => undefined);
    const folder = dirname(listening.address!);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(Buffer.byteLength(listening.address!)).toBeLessThanOrEqual(103);
    await listening.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('finds a short path when the folder for temporary files has a long one', async () => {
    const listening = await new SocketHintReceiver(`/tmp/${'x'.repeat(100)}`).listen(aWorker(), () => undefined);
    expect(Buffer.byteLength(listening.address!)).toBeLessThanOrEqual(103);
    await listening.close();
  });

  it('names its folder after its process, so that what a killed one leaves is removed with its sandboxes', async () => {
    const listening = await new SocketHintReceiver().listen(aWorker(), () => undefined);
    expect(basename(dirname(listening.address!))).toMatch(new RegExp(`^${FOLDER_PREFIX}${process.pid}-`));
    await listening.close();
  });

  it('takes nothing that is no hint, and no endless line', async () => {
    const box = inbox();
    const listening = await new SocketHintReceiver().listen(aWorker(), box.take);
    const socket = createConnection(listening.address!);
    const closed = new Promise((done) => socket.once('close', done));
    socket.on('error', () => undefined);
    socket.write('not json\n{}\n[]\nnull\n{"id":1,"hint":{"worker":1}}\n{"__proto__":{"id":1}}\n');
    socket.write('x'.repeat(17 * 1024 * 1024));
    await closed;
    expect(box.hints).toEqual([]);
    await listening.close();
  });
});

describe('SocketHintSender', () => {
  it('has not sent what another worker took', async () => {
    const box = inbox();
    const listening = await new SocketHintReceiver().listen(aWorker('another'), box.take);
    const sender = new SocketHintSender(async () => listening.address);
    await expect(sender.send([aHint(1)])).rejects.toMatchObject({ code: 'UNAVAILABLE_SOCKET' });
    expect(box.hints).toEqual([]);
    await sender.close();
    await listening.close();
  });

  it('waits no longer than it may for an answer', async () => {
    const listening = await new SocketHintReceiver().listen(aWorker(), () => undefined);
    const address = `${dirname(listening.address!)}/silent`;
    const silent = createServer(() => undefined);
    await new Promise<void>((done) => silent.listen(address, done));
    const sender = new SocketHintSender(async () => address, { timeoutMs: 100 });
    await expect(sender.send([aHint(1), aHint(2)])).rejects.toMatchObject({ kind: 'transient' });
    await sender.close();
    silent.close();
    await listening.close();
  });
});

describe('SocketHintSender', () => {
  it('asks once where a worker listens, and anew when nobody is there any more', async () => {
    const worker = aWorker();
    const asked: WorkerId[] = [];
    let address: string | undefined;
    const sender = new SocketHintSender(async (wanted) => {
      asked.push(wanted);
      return address;
    });
    const first = inbox();
    const listening = await new SocketHintReceiver().listen(worker, first.take);
    address = listening.address;
    for (const token of [1, 2, 3]) await sender.send([aHint(0, worker, { token })]);
    expect(first.hints.map(({ token }) => token)).toEqual([1, 2, 3]);
    expect(asked).toEqual([worker]);

    await listening.close();
    await expect(sender.send([aHint(0, worker)])).rejects.toMatchObject({ code: 'UNAVAILABLE_SOCKET' });
    const second = inbox();
    const again = await new SocketHintReceiver().listen(worker, second.take);
    address = again.address;
    await sender.send([aHint(0, worker)]);
    expect(second.hints).toHaveLength(1);
    expect(asked).toEqual([worker, worker]);
    await sender.close();
    await again.close();
  });
});
