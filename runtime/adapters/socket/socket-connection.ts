import { createConnection, type Socket } from 'node:net';
import { contentOf, type Fields, frameOf, LONGEST_FRAME, lineReader, type Question } from './frames';

interface Waiting {
  readonly done: (answer: Fields) => void;
  readonly fail: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** What was asked has surely not arrived. */
export class UnsentError extends Error {}

/** One connection to a worker's socket. An unanswered question ends it: what follows would not be answered either. */
export class SocketConnection {
  private readonly socket: Socket;
  private readonly waiting = new Map<number, Waiting>();
  private next = 0;
  private wasOpen = false;

  constructor(
    address: string,
    private readonly timeoutMs: number,
    onClose: () => void,
  ) {
    this.socket = createConnection(address, () => {
      this.wasOpen = true;
    });
    this.socket.setEncoding('utf8');
    const read = lineReader((line) => {
      const frame = contentOf(line);
      if (frame !== undefined) this.settle(frame.id, frame.content);
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
      const failure = this.wasOpen ? reason : new UnsentError(reason.message);
      for (const id of [...this.waiting.keys()]) this.settle(id, failure);
    });
  }

  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  /** Resolves with what the worker answers; rejects with an `UnsentError` when nothing has arrived. */
  ask(question: Question): Promise<Fields> {
    return new Promise((done, fail) => {
      const id = this.next++;
      const frame = frameOf(id, question);
      if (frame.length > LONGEST_FRAME) {
        fail(new UnsentError(`it is longer than ${LONGEST_FRAME} characters`));
        return;
      }
      const timer = setTimeout(() => this.socket.destroy(), this.timeoutMs);
      this.waiting.set(id, { done, fail, timer });
      this.socket.ref();
      this.socket.write(frame);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private settle(id: number, answer: Fields | Error): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    // An idle connection keeps no process alive.
    if (this.waiting.size === 0) this.socket.unref();
    if (answer instanceof Error) waiting.fail(answer);
    else waiting.done(answer);
  }
}
