import { messageOf } from '../core/errors';
import type { ExecutionId } from '../core/ids';
import type { Looked, Neighbours } from '../ports/neighbours';
import { Neighbourhood, type NeighbourhoodDeps } from './neighbourhood';

/**
 * The workers of a machine that decide, as a gateway asks them: who decides on an execution has its state, so that a look at it
 * costs nearly nothing there. One that does not answer is left alone for a while, and the gateway looks by itself.
 */
export class Deciders {
  private readonly neighbourhood: Neighbourhood;

  constructor(
    private readonly deps: Omit<NeighbourhoodDeps, 'worker'> & {
      readonly host: string;
      readonly neighbours: Neighbours;
    },
  ) {
    this.neighbourhood = new Neighbourhood(deps);
  }

  /** How it stands once its decider took all steps that it can take now; undefined where nobody did. Never rejects. */
  async look(executionId: ExecutionId): Promise<Looked | undefined> {
    await this.neighbourhood.known();
    const decider = this.neighbourhood.deciderOf(executionId);
    if (!decider) return undefined;
    try {
      return await this.deps.neighbours.look(decider, executionId);
    } catch (error) {
      this.neighbourhood.avoid(decider.id);
      this.deps.log.debug('the worker that decides on an execution did not answer', {
        executionId,
        worker: decider.id,
        error: messageOf(error),
      });
      return undefined;
    }
  }
}
