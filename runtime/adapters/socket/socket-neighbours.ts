import { messageOf, UnavailableError } from '../../core/errors';
import type { ExecutionId } from '../../core/ids';
import { between, type CrashPoints, NO_CRASH_POINTS } from '../../ports/crash-points';
import type { BegunAttempts, EndsTaken, HandedEnds, Looked, Neighbour, Neighbours } from '../../ports/neighbours';
import { endsTakenOf, type Fields, lookedOf, type Question } from './frames';
import { UnsentError } from './socket-connection';
import { SocketConnections } from './socket-connections';

/** Milliseconds for an answer: ends are answered once they are committed, behind others. A worker that is dead is noticed at once. */
const TIMEOUT_MS = 5_000;

/** Workers of this machine, each asked through its socket. */
export class SocketNeighbours implements Neighbours {
  private readonly connections: SocketConnections;

  constructor(
    private readonly crash: CrashPoints = NO_CRASH_POINTS,
    options: { readonly timeoutMs?: number } = {},
  ) {
    this.connections = new SocketConnections(options.timeoutMs ?? TIMEOUT_MS);
  }

  handEnds(to: Neighbour, handed: HandedEnds): Promise<EndsTaken> {
    return between(this.crash, 'neighbour.ends', async () => {
      const answer = await this.asked(to, { handed });
      const taken = endsTakenOf(answer, handed.ends.length);
      if (taken === undefined) throw unanswered(new Error('it did not take them'));
      return taken;
    });
  }

  begin(at: Neighbour, begun: BegunAttempts): Promise<boolean> {
    return between(this.crash, 'neighbour.begin', async () => {
      try {
        const { isBegun } = await this.asked(at, { begun });
        if (typeof isBegun === 'boolean') return isBegun;
      } catch (error) {
        if ((error as UnavailableError).cause instanceof UnsentError) return false;
        throw error;
      }
      throw unanswered(new Error('it did not say whether it begins'));
    });
  }

  look(at: Neighbour, executionId: ExecutionId): Promise<Looked | undefined> {
    return between(this.crash, 'neighbour.look', async () => {
      const looked = lookedOf(await this.asked(at, { look: executionId }));
      if (looked === undefined) throw unanswered(new Error('it did not say what it saw'));
      return looked === false ? undefined : looked;
    });
  }

  async close(): Promise<void> {
    this.connections.close();
  }

  private async asked({ address }: Neighbour, question: Question): Promise<Fields> {
    try {
      return await this.connections.to(address).ask(question);
    } catch (cause) {
      throw unanswered(cause);
    }
  }
}

const unanswered = (cause: unknown): UnavailableError =>
  new UnavailableError('socket', `Another worker of this machine gave no answer: ${messageOf(cause)}`, {
    cause,
    hint: 'Whoever asked decides by itself meanwhile',
  });
