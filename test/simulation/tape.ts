import { isNightshiftError } from '../../runtime/core/errors';
import type { Transition } from '../../runtime/ports/execution-store';
import type { MemoryStores } from '../support/memory-stores';

/** One call as the store took it, with what it answered. */
export interface Taped {
  readonly port: 'executions' | 'loops' | 'artifacts';
  readonly method: string;
  readonly args: readonly unknown[];
  /** Of `commitLocked`: what was decided inside it. */
  readonly decided?: Transition;
  /** Limits of capacity that were set since the call before. */
  readonly limits: readonly (readonly [key: string, limit: number])[];
  answer: unknown;
  /** Code of the error that it threw. */
  error?: string;
}

/** Calls whose answers do not depend on the time of day. */
const TAPED: Readonly<Record<Taped['port'], readonly string[]>> = {
  executions: ['submit', 'findReceipt', 'load', 'loadLight', 'eventsAfter', 'commit', 'commitLocked', 'open'],
  artifacts: ['put'],
  loops: ['get', 'enter', 'wait', 'markDue', 'openLoops', 'restart', 'end'],
};

/** Keeps every call of the stores of a run, in the order in which they took effect: another store must answer the same. */
export class Tape {
  readonly calls: Taped[] = [];
  private readonly limits = new Map<string, number>();

  /** The stores, listened to. */
  record(stores: MemoryStores): MemoryStores {
    return {
      ...stores,
      executions: this.listen(stores, 'executions'),
      loops: this.listen(stores, 'loops'),
      artifacts: this.listen(stores, 'artifacts'),
    };
  }

  private listen<P extends Taped['port']>(stores: MemoryStores, port: P): MemoryStores[P] {
    const heard: Record<string, unknown> = {};
    for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(stores[port]))) {
      const own = (stores[port] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[method];
      if (method === 'constructor' || typeof own !== 'function') continue;
      const plain = own.bind(stores[port]);
      heard[method] = TAPED[port].includes(method)
        ? (...args: unknown[]) => this.call(stores, { port, method, args }, plain)
        : plain;
    }
    return heard as unknown as MemoryStores[P];
  }

  private async call(
    stores: MemoryStores,
    { port, method, args }: Pick<Taped, 'port' | 'method' | 'args'>,
    plain: (...args: unknown[]) => Promise<unknown>,
  ): Promise<unknown> {
    const limits = [...stores.database.capacity].flatMap(([key, { limit }]) => {
      if (this.limits.get(key) === limit) return [];
      this.limits.set(key, limit);
      return [[key, limit] as const];
    });
    const taped: Taped & { decided?: Transition } = { port, method, args, limits, answer: undefined };
    this.calls.push(taped);
    const [id, decide] = args;
    const given =
      method === 'commitLocked'
        ? [
            id,
            (...seen: unknown[]) => {
              const decided = (decide as (...seen: unknown[]) => Transition | undefined)(...seen);
              if (decided) taped.decided = decided;
              return decided;
            },
          ]
        : args;
    try {
      taped.answer = await plain(...given);
      return taped.answer;
    } catch (error) {
      taped.error = isNightshiftError(error) ? error.code : String(error);
      throw error;
    }
  }
}
