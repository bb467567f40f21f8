import { createConnection, type Socket } from 'node:net';
import type { Hint } from '../../ports/hints';
import { acknowledgementOfFrame, frameOf, lineReader } from './hint-frame';

interface Waiting {
  readonly done: () => void;
  readonly fail: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One connection to a worker's socket. An unanswered hint ends it: what follows would not be answered either. */
export class SocketHintConnection {
  private readonly socket: Socket;
  private readonly waiting = new Map<number, Waiting>();
  private next = 0;

  constructor(
    address: string,
    private readonly timeoutMs: number,
    onClose: () => void,
  ) {
    this.socket = createConnection(address);
    this.socket.setEncoding('utf8');
    const read = lineReader((line) => {
      const frame = acknowledgementOfFrame(line);
      if (frame !== undefined)
        this.settle(frame.id, frame.isTaken ? undefined : new Error('another worker listens there'));
    });
    this.socket.on('data', (chunk: string) => {
      if (!read(chunk)) this.socket.destroy();
    });
    let reason = new Error('the connection was closed');
    this.socket.on('error', (error) => {
      reason = error;
    });
    this.socket.on('close', () => {
      onClose();
      for (const id of [...this.waiting.keys()]) this.settle(id, reason);
    });
  }

  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  /** Resolves once the worker has it. */
  send(hint: Hint): Promise<void> {
    return new Promise((done, fail) => {
      const id = this.next++;
      const timer = setTimeout(() => this.socket.destroy(), this.timeoutMs);
      this.waiting.set(id, { done, fail, timer });
      this.socket.ref();
      this.socket.write(frameOf(id, hint));
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private settle(id: number, failure: Error | undefined): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    // An idle connection keeps no process alive.
    if (this.waiting.size === 0) this.socket.unref();
    if (failure === undefined) waiting.done();
    else waiting.fail(failure);
  }
}
