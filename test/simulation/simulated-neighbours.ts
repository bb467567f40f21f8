import { UnavailableError } from '../../runtime/core/errors';
import type { ExecutionId, WorkerId } from '../../runtime/core/ids';
import type {
  BegunAttempts,
  EndsTaken,
  HandedEnds,
  Looked,
  NeighbourService,
  Neighbours,
} from '../../runtime/ports/neighbours';
import type { Network } from './network';
import { Random, seedOf } from './random';
import type { SimulatedProcess } from './simulated-process';
import type { Timeline } from './timeline';

/** As the socket has it. */
const ANSWER_WITHIN_MS = 5_000;

interface Listener {
  readonly process: SimulatedProcess;
  readonly service: NeighbourService;
  /** What ends questions that are open when it dies. */
  readonly open: Set<() => void>;
}

/** Questions between workers of one machine, and a gateway's to them: lost, late, doubled, and asked of who dies, stands still or is gone. */
export class SimulatedNeighbours {
  private readonly listeners = new Map<WorkerId, Listener>();
  private readonly random: Random;

  constructor(
    seed: number,
    private readonly timeline: Timeline,
    private readonly network: Network,
  ) {
    this.random = new Random(seedOf(seed, 'neighbours'));
  }

  listen(worker: WorkerId, process: SimulatedProcess, service: NeighbourService): void {
    const listener: Listener = { process, service, open: new Set() };
    this.listeners.set(worker, listener);
    process.onEnd(() => {
      this.listeners.delete(worker);
      for (const end of [...listener.open]) end();
    });
  }

  askedBy(process: SimulatedProcess): Neighbours {
    const line = (name: string) => ({ name: `neighbours.${name}`, service: 'neighbours' });
    return {
      handEnds: (to, handed) =>
        process.call(line('handEnds'), async () => {
          const listener = this.listeners.get(to.id);
          if (!listener) throw gone();
          return this.carry<HandedEnds, EndsTaken>(listener, handed, (copy) => listener.service.takeEnds(copy));
        }),
      begin: (at, begun) =>
        process.call(line('begin'), async () => {
          const listener = this.listeners.get(at.id);
          if (!listener) return false;
          return this.carry<BegunAttempts, boolean>(listener, begun, (copy) => listener.service.begin(copy));
        }),
      look: (at, executionId) =>
        process.call(line('look'), async () => {
          const listener = this.listeners.get(at.id);
          if (!listener) throw gone();
          const ask = async (copy: ExecutionId) => (await listener.service.look(copy)) ?? false;
          return (await this.carry<ExecutionId, Looked | false>(listener, executionId, ask)) || undefined;
        }),
      close: async () => undefined,
    };
  }

  /** As through a socket: what arrives is a copy, and so is the answer. */
  private carry<Q, A>(listener: Listener, question: Q, ask: (copy: Q) => Promise<A>): Promise<A> {
    const { timeline, network } = this;
    const asked = () => ask(copied(question));
    if (!network.isQuiet && this.random.chance(0.05)) {
      network.count('question doubled');
      timeline.after(this.random.int(0, 40_000), () =>
        listener.process.deliver(() => void asked().catch(() => undefined)),
      );
    }
    return new Promise((resolve, reject) => {
      const settle = (how: () => void): void => {
        listener.open.delete(end);
        cancel();
        how();
      };
      const end = (): void => settle(() => reject(gone()));
      const cancel = timeline.after(ANSWER_WITHIN_MS, end);
      listener.open.add(end);
      listener.process.deliver(() =>
        asked().then(
          (answer) => settle(() => resolve(copied(answer))),
          () => end(),
        ),
      );
    });
  }
}

const copied = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const gone = (): UnavailableError => new UnavailableError('socket', 'Another worker of this machine gave no answer');
