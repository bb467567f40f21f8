import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../core/errors';
import type { WorkerId } from '../../core/ids';
import type { Hint, HintListening, HintReceiver } from '../../ports/hints';
import type { NeighbourService } from '../../ports/neighbours';
import { contentOf, frameOf, lineReader, type Question, questionOf } from './frames';

/** A longer path of a socket is cut without a word (Linux 107, macOS 103 bytes). */
const LONGEST_PATH = 103;

/**
 * A worker's end of a Unix socket, in a folder of its own that only its user may enter. Each hint is handed over, then
 * acknowledged; a hint for another worker is refused, so that its sender tries another way.
 */
export class SocketHintReceiver implements HintReceiver {
  /** @param folder - Where to make the folder of the socket; the system's folder for temporary files unless given. */
  constructor(private readonly folder = tmpdir()) {}

  /**
   * @param service - Who answers other workers of this machine; while there is nobody they get no answer.
   * @throws {ConfigError} `SOCKET_PATH` when no path is short enough, or nothing can be made there.
   */
  async listen(
    worker: WorkerId,
    onHint: (hint: Hint) => void,
    service?: () => NeighbourService | undefined,
  ): Promise<HintListening> {
    const folder = await this.makeFolder();
    const address = join(folder, 's');
    const connections = new Set<Socket>();
    const server = createServer((socket) => {
      connections.add(socket);
      socket.setEncoding('utf8');
      const read = lineReader((line) => {
        const frame = contentOf(line);
        const question = frame && questionOf(frame.content);
        if (frame === undefined || question === undefined) return;
        const say = (answer: object) => void socket.write(frameOf(frame.id, answer));
        if (!('hint' in question)) {
          void answerTo(question, service?.()).then(say);
          return;
        }
        const isTaken = question.hint.worker === worker;
        if (isTaken) onHint(question.hint);
        say({ isTaken });
      });
      socket.on('data', (chunk: string) => {
        if (!read(chunk)) socket.destroy();
      });
      socket.on('error', () => undefined); // the sender is gone; `close` follows
      socket.on('close', () => connections.delete(socket));
    });
    await listening(server, address);
    return {
      address,
      close: async () => {
        const closed = new Promise<void>((done) => server.close(() => done()));
        for (const socket of connections) socket.destroy();
        await closed;
        await rm(folder, { recursive: true, force: true });
      },
    };
  }

  /** Mode 0700 comes from `mkdtemp`. It is named after its process: what a killed worker leaves is removed with its sandboxes. */
  private async makeFolder(): Promise<string> {
    const name = `ns-${process.pid}-`;
    const prefix = [this.folder, '/tmp']
      .map((folder) => join(folder, name))
      .find((path) => Buffer.byteLength(path) + 8 <= LONGEST_PATH);
    try {
      return await mkdtemp(prefix ?? `/tmp/${name}`);
    } catch (cause) {
      throw new ConfigError('SOCKET_PATH', 'No folder could be made for the socket of this worker', {
        cause,
        hint: 'Set TMPDIR to a folder that exists and can be written to',
      });
    }
  }
}

/** What cannot be done is not answered with a reason: whoever asked does it by itself. */
async function answerTo(question: Exclude<Question, { readonly hint: Hint }>, service?: NeighbourService) {
  try {
    if (!service) return {};
    if ('handed' in question) return { taken: await service.takeEnds(question.handed) };
    if ('begun' in question) return { isBegun: await service.begin(question.begun) };
    return { looked: (await service.look(question.look)) ?? false };
  } catch {
    return {};
  }
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(address, () => {
      server.off('error', fail);
      server.on('error', () => undefined); // one connection that could not be accepted; its sender tries again
      done();
    });
  });
}
